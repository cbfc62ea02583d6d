import type { System } from '../model/system.ts'
import { IntList } from '../store/int-list.ts'
import type { CellContent, Cells } from './cells.ts'
import type { Envelopes, Mailboxes } from './mailboxes.ts'
import { Reacts, type StepMemo, type StepResult } from './step-memo.ts'

/** The kinds of outcomes, in an order that the successor loop relies on. */
export const Kind = {
  deliver: 0,
  timeout: 1,
  internal: 2,
  restart: 3,
  /** From here on faults, which spend a budget of the environment. */
  lose: 4,
  duplicate: 5,
  crash: 6,
  /** Changes of the environment, which no cell's outcomes hold. */
  split: 7,
  heal: 8,
} as const

/** The words of a cell's outcomes before the first of them. */
export const poolHeader = 5

/** The words of an outcome before its sends. */
export const outcomeHeader = 6

/** A node's cell, about which outcomes are asked. */
interface Source {
  readonly node: number
  readonly cell: number
  readonly content: CellContent
}

/** One thing that happens to a cell. */
interface Effect {
  readonly kind: number
  readonly sender: number
  readonly detail: number
  /** What changes besides what the handler did. */
  readonly change: Partial<CellContent>
  readonly result: StepResult
}

/** What a node's outcomes are made from. */
export interface Workshop {
  readonly system: System
  readonly cells: readonly Cells[]
  readonly memos: readonly StepMemo[]
  readonly boxes: Mailboxes
  readonly envelopes: Envelopes
  readonly labels: { of: (kind: number, node: number, detail: number) => number }
  /** Whether no cut and no patience can rule an outcome out. */
  readonly isUnguarded: boolean
  /** Whether deliveries without effect are left out (a reduction). */
  readonly leavesIgnored: boolean
}

/**
 * The pool of outcomes: for each cell all that its node can do by itself or that can be done to it,
 * as integers:
 *
 *     count, moves, ready count, ready from, ready to, then for each outcome
 *     [kind, sender, label, touched, cell, sends, receiver₁, envelope₁, …]
 *
 * The first `moves` of the outcomes lead elsewhere; the rest leave everything as it is. Those that
 * are ready are not among them. `sender` is the node whose message is delivered (else -1); for a delivery without effect it is
 * -2 - sender. `cell` is the node's next cell before it receives anything from itself.
 */
export class OutcomePool {
  readonly words = new IntList(1024)
  /**
   * Outcomes that change their own cell only and that nothing can rule out, as records of the state
   * space: most outcomes of most systems.
   */
  readonly ready = new IntList(1024)
  #readyCount = 0
  /** Outcomes of the cell at hand that lead nowhere else; they come last. */
  readonly #loops = new IntList()
  #moveCount = 0
  #loopCount = 0
  readonly #shop: Workshop

  constructor(shop: Workshop) {
    this.#shop = shop
  }

  /** Appends the outcomes of a node's cell. @returns where they begin */
  add(node: number, cell: number): number {
    const { cells, system } = this.#shop
    const content = (cells[node] as Cells).get(cell)
    const source = { node, cell, content }
    const start = this.words.length
    const readyFrom = this.ready.length
    for (let word = 0; word < poolHeader; word++) this.words.push(0)
    this.#loops.length = 0
    this.#moveCount = 0
    this.#loopCount = 0
    this.#readyCount = 0
    if (content.isUp) {
      this.#deliveries(source)
      this.#timeouts(source)
      this.#internals(source)
      if (system.faults.crashes !== 0 && system.faults.crashable[node]) {
        const change = { isUp: false, timers: 0 }
        this.#react(source, Kind.crash, 0, change)
      }
    } else if (system.faults.restarts !== 'never') {
      this.#react(source, Kind.restart, 0, { isUp: true })
    }
    if (system.network.loss !== 0) this.#losses(source)
    const header = [this.#moveCount + this.#loopCount, this.#moveCount, this.#readyCount]
    this.words.data.set([...header, readyFrom, this.ready.length], start)
    for (let at = 0; at < this.#loops.length; at++) this.words.push(this.#loops.data[at] as number)
    return start
  }

  #deliveries(source: Source): void {
    const { node, content } = source
    const { boxes, memos, envelopes, system, leavesIgnored } = this.#shop
    const memo = memos[node] as StepMemo
    const moves = boxes.deliveries(content.mailbox)
    for (let at = 0; at < moves.length; at += 2) {
      const envelope = moves[at] as number
      if (!memo.accepts(content.state, envelope)) continue
      const sender = envelopes.from.data[envelope] as number
      for (const result of memo.results(content.state, Reacts.receive, envelope)) {
        const isIgnored =
          result.state === content.state &&
          result.sends.length === 0 &&
          timersAfter(content.timers, result) === content.timers
        if (isIgnored && leavesIgnored) continue
        const from = isIgnored ? -2 - sender : sender
        const effect = { sender: from, detail: envelope, result }
        const change = { mailbox: moves[at + 1] as number }
        this.#write(source, { ...effect, kind: Kind.deliver, change })
        if (system.network.duplication === 0) continue
        this.#write(source, { ...effect, kind: Kind.duplicate, change: {} })
      }
    }
  }

  #timeouts(source: Source): void {
    const { content } = source
    for (let index = 0; content.timers >>> index !== 0; index++) {
      const bit = 1 << index
      if ((content.timers & bit) === 0) continue
      const fired = { ...content, timers: content.timers & ~bit }
      this.#react({ ...source, content: fired }, Kind.timeout, index, {})
    }
  }

  #internals(source: Source): void {
    const memo = this.#shop.memos[source.node] as StepMemo
    for (const index of memo.enabled(source.content.state)) {
      this.#react(source, Kind.internal, index, {})
    }
  }

  #losses({ node, content }: Source): void {
    const { boxes, labels, cells } = this.#shop
    const moves = boxes.losses(content.mailbox)
    for (let at = 0; at < moves.length; at += 2) {
      const mailbox = moves[at + 1] as number
      const { isUp, state, timers } = content
      const next = (cells[node] as Cells).intern(isUp, state, timers, mailbox)
      const label = labels.of(Kind.lose, node, moves[at] as number)
      for (const word of [Kind.lose, -1, label, 0, next, 0]) this.words.push(word)
      this.#moveCount += 1
    }
  }

  #react(source: Source, kind: number, index: number, change: Partial<CellContent>): void {
    const memo = this.#shop.memos[source.node] as StepMemo
    for (const result of memo.results(source.content.state, reactionTo(kind), index)) {
      this.#write(source, { kind, sender: -1, detail: index, change, result })
    }
  }

  #write(source: Source, { kind, sender, detail, change, result }: Effect): void {
    const { cells, envelopes, labels } = this.#shop
    const { node, cell, content } = source
    const own = cells[node] as Cells
    const next = own.intern(
      change.isUp ?? content.isUp,
      result.state,
      change.timers ?? timersAfter(content.timers, result),
      change.mailbox ?? content.mailbox,
    )
    const isLocal = result.sends.length === 0 && kind < Kind.lose
    const isLoop = isLocal && next === cell
    if (isLocal && !isLoop && this.#shop.isUnguarded) {
      const record = [labels.of(kind, node, detail), own.touched(node, cell, next), 1, node, next]
      for (const word of record) this.ready.push(word)
      this.#readyCount += 1
      return
    }
    const words = isLoop ? this.#loops : this.words
    words.push(kind)
    words.push(sender)
    words.push(labels.of(kind, node, detail))
    words.push(own.touched(node, cell, next))
    words.push(next)
    words.push(result.sends.length)
    for (const sent of result.sends) {
      words.push(envelopes.to.data[sent] as number)
      words.push(sent)
    }
    if (isLoop) this.#loopCount += 1
    else this.#moveCount += 1
  }
}

/** The event behind an outcome that is no delivery. */
const reactionTo = (kind: number): number => {
  if (kind === Kind.timeout) return Reacts.timeout
  if (kind === Kind.internal) return Reacts.internal
  return kind === Kind.crash ? Reacts.crash : Reacts.restart
}

/** Timers after a step, as a bit set. */
const timersAfter = (timers: number, { touched, set }: StepResult): number =>
  (timers & ~touched) | set
