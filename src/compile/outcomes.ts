import type { System } from '../model/system.ts'
import { IntList } from '../store/int-list.ts'
import type { CellContent, Cells } from './cells.ts'
import type { Envelopes, Mailboxes } from './mailboxes.ts'
import type { EventKey, StepMemo, StepResult } from './step-memo.ts'

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
  /** Whether deliveries without effect are left out (a reduction). */
  readonly leavesIgnored: boolean
}

/**
 * The pool of outcomes: for each cell all that its node can do by itself or that can be done to it,
 * as integers:
 *
 *     count, then for each outcome
 *     [kind, sender, label, touched, cell, sends, receiver₁, envelope₁, …]
 *
 * `sender` is the node whose message is delivered (else -1); for a delivery without effect it is
 * -2 - sender. `cell` is the node's next cell before it receives anything from itself.
 */
export class OutcomePool {
  readonly words = new IntList(1024)
  readonly #shop: Workshop

  constructor(shop: Workshop) {
    this.#shop = shop
  }

  /** Appends the outcomes of a node's cell. @returns where they begin */
  add(node: number, cell: number): number {
    // The outcomes are worked out before the first word is written: user code may throw.
    const outcomes = [...this.#outcomes(node, cell)]
    const start = this.words.length
    this.words.push(outcomes.length)
    for (const outcome of outcomes) for (const word of outcome) this.words.push(word)
    return start
  }

  *#outcomes(node: number, cell: number): Generator<readonly number[]> {
    const { cells, boxes, labels, system } = this.#shop
    const own = cells[node] as Cells
    const content = own.get(cell)
    const source = { node, cell, content }
    if (content.isUp) {
      yield* this.#deliveries(source)
      yield* this.#timeouts(source)
      yield* this.#internals(source)
      if (system.faults.crashes !== 0 && system.faults.crashable[node]) {
        const change = { isUp: false, timers: 0 }
        yield* this.#react(source, Kind.crash, { kind: 'crash' }, change)
      }
    } else if (system.faults.restarts !== 'never') {
      yield* this.#react(source, Kind.restart, { kind: 'restart' }, { isUp: true })
    }
    if (system.network.loss === 0) return
    for (const position of boxes.losable(content.mailbox)) {
      const envelope = boxes.get(content.mailbox)[position] as number
      const next = own.intern({ ...content, mailbox: boxes.without(content.mailbox, position) })
      yield [Kind.lose, -1, labels.of(Kind.lose, node, envelope), 0, next, 0]
    }
  }

  *#deliveries(source: Source): Generator<readonly number[]> {
    const { node, content } = source
    const { boxes, memos, envelopes, system, leavesIgnored } = this.#shop
    const memo = memos[node] as StepMemo
    const box = boxes.get(content.mailbox)
    for (const position of boxes.heads(content.mailbox)) {
      const envelope = box[position] as number
      if (!memo.accepts(content.state, envelope)) continue
      const sender = envelopes.from.data[envelope] as number
      const rest = boxes.afterDelivery(content.mailbox, position)
      const key = { kind: 'receive', envelope } as const
      for (const result of memo.results(content.state, key)) {
        const isIgnored =
          result.state === content.state &&
          result.sends.length === 0 &&
          timersAfter(content.timers, result) === content.timers
        if (isIgnored && leavesIgnored) continue
        const from = isIgnored ? -2 - sender : sender
        const effect = { sender: from, detail: envelope, result }
        yield this.#outcome(source, { ...effect, kind: Kind.deliver, change: { mailbox: rest } })
        if (system.network.duplication === 0) continue
        yield this.#outcome(source, { ...effect, kind: Kind.duplicate, change: {} })
      }
    }
  }

  *#timeouts(source: Source): Generator<readonly number[]> {
    const { content } = source
    for (let index = 0; content.timers >>> index !== 0; index++) {
      const bit = 1 << index
      if ((content.timers & bit) === 0) continue
      const fired = { ...content, timers: content.timers & ~bit }
      yield* this.#react(
        { ...source, content: fired },
        Kind.timeout,
        { kind: 'timeout', index },
        {},
      )
    }
  }

  *#internals(source: Source): Generator<readonly number[]> {
    const memo = this.#shop.memos[source.node] as StepMemo
    for (const index of memo.enabled(source.content.state)) {
      yield* this.#react(source, Kind.internal, { kind: 'internal', index }, {})
    }
  }

  *#react(
    source: Source,
    kind: number,
    key: EventKey,
    change: Partial<CellContent>,
  ): Generator<readonly number[]> {
    const detail = 'index' in key ? key.index : 0
    const memo = this.#shop.memos[source.node] as StepMemo
    for (const result of memo.results(source.content.state, key)) {
      yield this.#outcome(source, { kind, sender: -1, detail, change, result })
    }
  }

  #outcome(source: Source, { kind, sender, detail, change, result }: Effect): readonly number[] {
    const { node, cell, content } = source
    const { cells, envelopes, labels } = this.#shop
    const own = cells[node] as Cells
    const next = own.intern({
      ...content,
      state: result.state,
      timers: timersAfter(content.timers, result),
      ...change,
    })
    const sends = result.sends.flatMap((sent) => [envelopes.to.data[sent] as number, sent])
    const touched = own.touched(node, cell, next)
    const label = labels.of(kind, node, detail)
    return [kind, sender, label, touched, next, result.sends.length, ...sends]
  }
}

/** Timers after a step, as a bit set. */
const timersAfter = (timers: number, { touched, set }: StepResult): number =>
  (timers & ~touched) | set
