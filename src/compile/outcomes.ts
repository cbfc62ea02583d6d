import { networkOn } from '../model/network-plan.ts'
import { readyWords } from '../explore/state-space.ts'
import { IntList } from '../store/int-list.ts'
import { Awaited, maySpend, type Surroundings } from './awaited.ts'
import { headWords, type Cells } from './cells.ts'
import { DueEvents } from './due.ts'
import { crashBudget, Extra } from './environments.ts'
import { Halting } from './halting.ts'
import { reactionTo, Reacts } from './reacts.ts'
import type { StepMemo } from './step-memo.ts'
import { Head, Kind, lostDisk } from './outcome-words.ts'
import { OutcomeWriter, type Happening, type Source } from './outcome-writer.ts'
import type { StepResult } from './step-result.ts'
import type { Workshop } from './workshop.ts'

/**
 * The pool of outcomes: for each cell all that its node can do by itself or that can be done to it in some
 * state of the system that was met, as integers:
 *
 *     [kind, sender, label, touched, cell, sends, receiver₁, envelope₁, …] for each outcome
 *
 * Those that lead elsewhere come before those that leave everything as it is; how many there are is in
 * the cell's head. `sender` is the node whose message is delivered (else -1); for a delivery that changes
 * neither state nor timers it is -2 - sender; of a timeout or an internal step that spends one of the system's
 * own budgets it is that budget, and behind these an `Extra`. `cell` is the node's next cell before it receives anything from itself.
 *
 * User code is run for events that are enabled, and for no others: one that a cut, patience or a spent
 * budget rules out waits until it is enabled in some state, and then all of the cell is written anew.
 * Outcomes keep their order in that, so that a state's successors stay in order, too.
 */
export class OutcomePool {
  readonly words: IntList
  /** Outcomes that the state space has ready: they are not among `words`. */
  readonly ready: IntList
  /** Of cells from which deliveries are left out, whose messages these are: how many nodes, and which. */
  readonly ignored = new IntList()
  /** What must happen before a unit passes. */
  readonly due = new DueEvents()
  /** The events that are not enabled yet. */
  readonly awaited: Awaited
  /** Whose messages the cell at hand ignores. */
  readonly #ignored = new Set<number>()
  readonly #shop: Workshop
  readonly #writer: OutcomeWriter
  readonly #halting: Halting

  constructor(shop: Workshop) {
    this.#shop = shop
    this.#writer = new OutcomeWriter(shop)
    this.awaited = new Awaited(shop.environments.columns)
    this.#halting = new Halting(shop, this.#writer, this.awaited)
    this.words = this.#writer.words
    this.ready = this.#writer.ready
  }

  /**
   * Appends the outcomes of a node's cell: of the events that are enabled, or that are known already.
   *
   * @returns what its head says of where they begin
   */
  add(node: number, cell: number, around: Surroundings): number {
    const { cells, system } = this.#shop
    const own = cells[node] as Cells
    const content = own.get(cell)
    const source = { node, cell, content, own, around }
    this.awaited.begin()
    const start = this.words.length
    const readyFrom = this.ready.length / readyWords
    this.#writer.begin()
    if (this.#ignored.size > 0) this.#ignored.clear()
    this.due.begin()
    const clocks = (this.#shop.memos[node] as StepMemo).clocks
    if (content.isUp && clocks.isPaused(content.timers)) {
      this.#stop(source, Kind.resume, false)
      if (this.#mayCrash(node)) this.#crash(source)
    } else if (content.isUp) {
      this.#deliveries(source)
      this.#timeouts(source)
      this.#internals(source)
      if (this.#mayCrash(node)) this.#crash(source)
      if (system.time?.pausable[node] && system.time.pauses !== 0) {
        this.#stop(source, Kind.pause, true)
      }
    } else if (system.faults.restarts !== 'never') {
      const sender = system.faults.downAtOnce === null ? -1 : this.#named(Extra.restart)
      this.#react(source, { kind: Kind.restart, sender, detail: 0 }, content.timers)
    }
    if (system.network.loss !== 0) this.#losses(source)
    this.#writer.end()
    if (system.time !== null) {
      const { isUp, timers } = content
      const isAwake = isUp && !clocks.isPaused(timers)
      own.dues.put(cell, this.due.end(isAwake && clocks.runOut(timers) !== 0), -1)
    }
    const begins = this.awaited.end(start)
    this.#head(source, begins, readyFrom)
    return begins
  }

  /** Writes what is known of a cell's outcomes, but where they begin. */
  #head({ cell, own }: Source, begins: number, readyFrom: number): void {
    const head = cell * headWords
    const { data } = own.heads
    const { moveCount, loopCount, lookedAt } = this.#writer
    const readyTo = this.ready.length / readyWords
    // Of a machine nothing is kept.
    const isPlain = lookedAt === 0 && begins >= 0 && !this.#shop.system.isMachine
    data[head + Head.count] = moveCount + loopCount
    data[head + Head.moves] = moveCount
    data[head + Head.readyFrom] = readyFrom
    data[head + Head.readyTo] = readyTo
    data[head + Head.ignored] = this.#listIgnored()
    data[head + Head.whole] = isPlain ? readyTo - readyFrom + moveCount + loopCount : -1
  }

  #deliveries(source: Source): void {
    const { node, content } = source
    const { boxes, memos, envelopes, system } = this.#shop
    const { state, mailbox } = content
    const memo = memos[node] as StepMemo
    const start = boxes.deliveries(mailbox)
    const moves = boxes.moves.data
    const end = start + 2 * (moves[start] as number)
    for (let at = start + 1; at < end; at += 2) {
      const sent = moves[at] as number
      if (system.time !== null && (envelopes.ages.data[sent] as number) < system.time.min) continue
      // What comes of it does not depend on how long it was under way.
      const envelope = envelopes.fresh.data[sent] as number
      const sender = envelopes.from.data[envelope] as number
      if (source.around.isBlocked(sender, node) && !memo.isKnown(state, Reacts.receive, envelope)) {
        this.awaited.noteDelivery(sender)
        continue
      }
      if (!memo.accepts(state, envelope)) continue
      if (envelopes.ages.data[sent] === system.time?.max) this.due.note(sender)
      for (const result of memo.results(state, Reacts.receive, envelope)) {
        this.#deliver(source, envelope, at, result)
      }
    }
  }

  /** @param at where the delivery is in `moves` */
  #deliver(source: Source, envelope: number, at: number, result: StepResult): void {
    const { node, content, own } = source
    const { boxes, envelopes, memos, system, leavesIgnored } = this.#shop
    const sender = envelopes.from.data[envelope] as number
    const isSaid = system.faults.traitors[sender] === true
    const timers = (memos[node] as StepMemo).clocks.after(content.timers, result)
    const isSame = result.state === content.state && timers === content.timers
    if (isSame && leavesIgnored && this.#isIgnored(source, envelope, result)) {
      if (!isSaid) this.#ignored.add(sender)
      return
    }
    const left = boxes.without(content.mailbox, at)
    const next = own.settle(true, result.state, timers, left)
    const from = isSame && !isSaid ? -2 - sender : sender
    const delivery = { kind: isSaid ? Kind.say : Kind.deliver, sender: from, detail: envelope }
    this.#writer.write(source, delivery, next, result.sends)
    this.#halting.write(source, { ...delivery, sender }, result, left)
    if (isSaid || networkOn(system.network, sender, node).duplication === 0) return
    const again = own.settle(true, result.state, timers, content.mailbox)
    const copied = { ...delivery, kind: Kind.duplicate }
    this.#writer.write(source, copied, again, result.sends)
    this.#halting.write(source, { ...copied, sender }, result, content.mailbox)
  }

  #mayCrash(node: number): boolean {
    const { faults } = this.#shop.system
    return faults.crashes !== 0 && faults.crashable[node] === true
  }

  /** Writes that a node stops for a while, or goes on. */
  #stop(source: Source, kind: number, isPaused: boolean): void {
    const { node, content, own } = source
    const { state, timers, mailbox } = content
    const { clocks } = this.#shop.memos[node] as StepMemo
    const next = own.intern(true, state, clocks.pause(timers, isPaused), mailbox)
    this.#writer.write(source, { kind, sender: -1, detail: 0 }, next, [])
  }

  #listIgnored(): number {
    if (this.#ignored.size === 0) return -1
    const at = this.ignored.length
    this.ignored.push(this.#ignored.size)
    for (const sender of this.#ignored) this.ignored.push(sender)
    return at
  }

  #timeouts(source: Source): void {
    const { state, timers } = source.content
    const memo = this.#shop.memos[source.node] as StepMemo
    const due = memo.clocks.runOut(timers)
    for (let index = 0; due >>> index !== 0; index++) {
      if ((due & (1 << index)) === 0) continue
      const budget = memo.budgets.timeout[index] as number
      const isEnabled = source.around.mayTimeOut() && maySpend(source.around, budget)
      if (isEnabled || memo.isKnown(state, Reacts.timeout, index)) {
        const happening = { kind: Kind.timeout, sender: budget, detail: index }
        this.#react(source, happening, memo.clocks.without(timers, index))
      } else this.awaited.noteTimeout(budget)
    }
  }

  #crash(source: Source): void {
    const { memos, system } = this.#shop
    const memo = memos[source.node] as StepMemo
    const { state, timers } = source.content
    const then = memo.clocks.crashed(timers)
    if (source.around.may(crashBudget) || memo.isKnown(state, Reacts.crash, 0)) {
      this.#react(source, { kind: Kind.crash, sender: -1, detail: 0 }, then)
    } else this.awaited.noteCrash()
    if (system.faults.lostDisks === 0 || memo.place.handlers.durable === undefined) return
    const sender = this.#named(Extra.lostDisk)
    if (maySpend(source.around, sender) || memo.isKnown(state, Reacts.crash, lostDisk)) {
      this.#react(source, { kind: Kind.crash, sender, detail: lostDisk }, then)
    } else this.awaited.noteStep(sender)
  }

  /** What stands in the place of a sender for what an outcome comes to besides. */
  #named(extra: number): number {
    return this.#shop.system.budgets.length + extra
  }

  #internals(source: Source): void {
    const { state, timers } = source.content
    const memo = this.#shop.memos[source.node] as StepMemo
    for (const index of memo.enabled(state)) {
      const budget = memo.budgets.internal[index] as number
      if (maySpend(source.around, budget) || memo.isKnown(state, Reacts.internal, index)) {
        this.#react(source, { kind: Kind.internal, sender: budget, detail: index }, timers)
      } else this.awaited.noteStep(budget)
    }
  }

  #losses({ node, content, own }: Source): void {
    const { boxes, labels, envelopes } = this.#shop
    const { isUp, state, timers, mailbox } = content
    const start = boxes.losses(mailbox)
    const moves = boxes.moves.data
    const end = start + 2 * (moves[start] as number)
    for (let at = start + 1; at < end; at += 2) {
      const next = own.intern(isUp, state, timers, boxes.without(mailbox, at))
      const label = labels.of(Kind.lose, node, envelopes.fresh.data[moves[at] as number] as number)
      this.#writer.lose(label, next)
    }
  }

  /**
   * Writes the outcomes of an event that is no delivery.
   *
   * @param timers those that are set, before the handler sets or cancels any
   */
  #react(source: Source, reacting: Happening, timers: number): void {
    const { node, content, own } = source
    const { kind, detail } = reacting
    const { families } = this.#shop
    const memo = this.#shop.memos[node] as StepMemo
    const isUp = kind !== Kind.crash
    for (const result of memo.results(content.state, reactionTo(kind), detail)) {
      const timersThen = isUp ? memo.clocks.after(timers, result) : timers
      const next = own.settle(isUp, result.state, timersThen, content.mailbox)
      const happening =
        result.item < 0 ? reacting : { ...reacting, detail: families.of(detail, result.item) }
      this.#writer.write(source, happening, next, result.sends)
      if (isUp) this.#halting.write(source, happening, result, content.mailbox)
    }
  }

  /** Whether a delivery that leaves the node as it is does nothing else, either, and nobody is told of it. */
  #isIgnored({ node, content }: Source, envelope: number, result: StepResult): boolean {
    const { sends, halves } = result
    if (sends.length > 0 || halves.length > 0) return false
    const { observation } = this.#shop
    if (observation === null) return true
    const { state } = content
    const step = { kind: Kind.deliver, detail: envelope, node, before: state, after: state, sends }
    return observation.tellingOf(step) === 0
  }
}
