import { readyWords } from '../explore/state-space.ts'
import { IntList } from '../store/int-list.ts'
import type { Surroundings } from './awaited.ts'
import type { CellContent, Cells } from './cells.ts'
import { isLookedAt, Kind, namesSpending, onceBit, outcomeHeader } from './outcome-words.ts'
import type { Workshop } from './workshop.ts'

/** A node's cell, about which outcomes are asked. */
export interface Source {
  readonly around: Surroundings
  readonly node: number
  readonly cell: number
  readonly content: CellContent
  readonly own: Cells
}

/** What happens to a cell. */
export interface Happening {
  readonly kind: number
  readonly sender: number
  readonly detail: number
}

/** Writes outcomes as `OutcomePool` says, those of one cell after those of another. */
export class OutcomeWriter {
  readonly words = new IntList(1024)
  /**
   * Outcomes that change their own cell only and that nothing can rule out, as the state space has
   * them ready: most outcomes of most systems. They are not among `words`.
   */
  readonly ready = new IntList(1024)
  /** How many outcomes of the cell at hand lead elsewhere. */
  moveCount = 0
  /** How many lead nowhere else. */
  loopCount = 0
  /** How many of them have to be looked at even where only their number counts. */
  lookedAt = 0
  /** These; they come last. */
  readonly #loops = new IntList()
  readonly #shop: Workshop

  constructor(shop: Workshop) {
    this.#shop = shop
  }

  /** Begins with another cell. */
  begin(): void {
    this.#loops.length = 0
    this.moveCount = 0
    this.loopCount = 0
    this.lookedAt = 0
  }

  /** Ends with a cell. */
  end(): void {
    for (let at = 0; at < this.#loops.length; at++) this.words.push(this.#loops.data[at] as number)
  }

  /** Writes that a message is lost, which changes nothing but what is in flight. */
  lose(label: number, next: number): void {
    for (const word of [Kind.lose, -1, label, 0, next, 0]) this.words.push(word)
    this.moveCount += 1
    this.lookedAt += 1
  }

  /** Writes an outcome: the cell that it leads to, and what it sends. */
  write(source: Source, happening: Happening, next: number, sends: readonly number[]): void {
    const { node, cell, content, own } = source
    const { kind, sender, detail } = happening
    const { envelopes, labels, keepsReady, observation } = this.#shop
    const after = own.states.data[next] as number
    const telling =
      observation?.tellingOf({ kind, detail, node, before: content.state, after, sends }) ?? 0
    const label = labels.of(kind, node, detail, telling)
    const touched = own.touched(node, cell, next)
    const isLocal =
      sends.length === 0 && kind < Kind.lose && telling === 0 && !namesSpending(kind, sender)
    const isLoop = isLocal && next === cell
    if (isLocal && !isLoop && keepsReady) {
      this.ready.reserve(readyWords)
      const { data, length } = this.ready
      data[length] = label
      data[length + 1] = touched
      data[length + 2] = node
      data[length + 3] = cell
      data[length + 4] = next
      this.ready.length = length + readyWords
      return
    }
    const words = isLoop ? this.#loops : this.words
    words.reserve(outcomeHeader + 2 * sends.length)
    const { data, length } = words
    data[length] = kind
    data[length + 1] = sender
    data[length + 2] = label
    data[length + 3] = touched
    data[length + 4] = next
    data[length + 5] = sends.length
    let at = length + outcomeHeader
    for (let index = 0; index < sends.length; index++) {
      const sent = sends[index] as number
      if (envelopes.isOnce(sent)) data[length] = kind + onceBit
      data[at] = envelopes.to.data[sent] as number
      data[at + 1] = sent
      at += 2
    }
    words.length = at
    if (isLookedAt(data[length], sender)) this.lookedAt += 1
    if (isLoop) this.loopCount += 1
    else this.moveCount += 1
  }
}
