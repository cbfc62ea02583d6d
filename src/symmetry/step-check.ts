import type { StepMemo } from '../compile/step-memo.ts'
import { Kind } from '../compile/outcome-words.ts'
import { Reacts } from '../compile/reacts.ts'
import type { StepResult } from '../compile/step-result.ts'
import type { Tables } from '../compile/tables.ts'
import { traitsOn } from '../model/network-plan.ts'
import { describeEvent } from '../semantics/step-errors.ts'
import { thrown } from '../value/brief.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import { differenceOf } from './difference.ts'
import type { Swap } from './swap.ts'
import type { TellingCheck } from './telling-check.ts'
import type { TellsApart, ToldApart } from '../compile/told-apart.ts'

/** How many kinds of events a step's code tells apart. */
const kinds = Object.keys(Reacts).length

/** What kinds of outcomes the reactions of nodes are, by number: of a delivery, whichever it is. */
const outcomeOf: readonly number[] = Object.values({
  receive: Kind.deliver,
  timeout: Kind.timeout,
  internal: Kind.internal,
  crash: Kind.crash,
  restart: Kind.restart,
} satisfies Record<keyof typeof Reacts, number>)

/** How far the questions of one node were gone through. */
interface Progress {
  acceptances: number
  guards: number
  staleness: number
  steps: number
}

/** Asks a question, by its place among those of a node, with two nodes in each other's place. */
type Ask = (swap: Swap, node: number, at: number) => TellsApart | null

/**
 * Checks that nodes, or values, which are to change places are treated alike by all that handlers, guards and `stale` were
 * asked: each question, when two of the nodes change places in it, has the answer in which they have
 * changed places. What is asked for that is gone through in turn, so that it holds for every way in which
 * nodes can change places, as swaps of neighbours make up all of them.
 */
export class StepCheck {
  readonly #tables: Tables
  /** The swaps that questions are asked under. */
  readonly swaps: readonly Swap[]
  /** The sorts of questions. A step is only taken where its guard, and `accepts`, are known to allow it. */
  readonly sorts: readonly (keyof Progress)[] = ['acceptances', 'guards', 'staleness', 'steps']
  readonly #asks: Readonly<Record<keyof Progress, Ask>> = {
    acceptances: (...question) => this.#ofMail(['acceptances', 'accepts'], ...question),
    guards: (...question) => this.#guard(...question),
    staleness: (...question) => this.#ofMail(['staleness', 'stale'], ...question),
    steps: (...question) => this.#step(...question),
  }
  readonly #done: readonly Progress[]
  readonly #tellings: TellingCheck | null
  /** How many questions there were, all in all, at the last time. */
  #seen = -1

  /** @param tellings takes in what observers are told of steps; null where there are none */
  constructor(tables: Tables, swaps: readonly Swap[], tellings: TellingCheck | null) {
    this.#tables = tables
    this.#tellings = tellings
    this.swaps = [...swaps]
    this.#done = tables.memos.map(() => ({
      acceptances: 0,
      guards: 0,
      staleness: 0,
      steps: 0,
    }))
  }

  /** Goes through what was asked since the last time. @returns what tells nodes apart; null if nothing does */
  run(): ToldApart | null {
    // Asked in each state, and seldom is there anything new.
    let asked = 0
    for (const memo of this.#tables.memos) {
      asked += memo.steps.size + memo.guards.size + memo.acceptances.size + memo.staleness.size
    }
    if (asked === this.#seen) return null
    this.#seen = asked
    for (const sort of this.sorts) {
      const found = this.#each(sort, this.#asks[sort])
      if (found !== null) return found
    }
    return null
  }

  /** Leaves out what was asked since the last time: it was not asked for a state that is searched. */
  passOver(): void {
    for (const [node, done] of this.#done.entries()) {
      for (const sort of this.sorts) done[sort] = this.#memo(node)[sort].size
    }
  }

  /** Asks all questions of one sort, those included that this leads to. */
  #each(sort: keyof Progress, ask: Ask): ToldApart | null {
    const { memos } = this.#tables
    for (let isDone = false; !isDone;) {
      isDone = true
      for (const [node, memo] of memos.entries()) {
        if ((this.#done[node] as Progress)[sort] === memo[sort].size) continue
        isDone = false
        const found = this.#eachOf(node, sort, ask)
        if (found !== null) return found
      }
    }
    return null
  }

  #eachOf(node: number, sort: keyof Progress, ask: Ask): ToldApart | null {
    const done = this.#done[node] as Progress
    const asked = this.#memo(node)[sort]
    while (done[sort] < asked.size) {
      const at = done[sort]++
      for (const swap of this.swaps) {
        const by = ask(swap, node, at)
        if (by !== null) return this.#apart(swap, by)
      }
    }
    return null
  }

  #apart({ group, names }: Swap, by: TellsApart): ToldApart {
    return { group, nodes: names, by }
  }

  /** A question about a message that a node is asked in some state, with yes or no for an answer. */
  #ofMail(
    [sort, name]: readonly ['acceptances', 'accepts'] | readonly ['staleness', 'stale'],
    ...[swap, node, at]: Parameters<Ask>
  ): TellsApart | null {
    const memo = this.#memo(node)
    const { first, second, answer } = memo[sort].at(at)
    const other = this.#memo(swap.node(node))
    const event = (): string => describeEvent(memo.deliveryOf(second))
    return this.#compare(memo, event, () => {
      const [state, envelope] = [swap.value(first), swap.envelope(second)]
      const image =
        name === 'accepts' ? other.accepts(state, envelope) : other.isStale(state, envelope)
      return image === answer ? null : `\`${name}\` says ${answer} here, and ${!answer} there`
    })
  }

  #guard(swap: Swap, node: number, at: number): TellsApart | null {
    const memo = this.#memo(node)
    const { first, answer } = memo.guards.at(at)
    const other = this.#memo(swap.node(node))
    let odd = 0
    const event = (): string => `the guard of its step '${memo.stepName(odd)}'`
    return this.#compare(memo, event, () => {
      const image = other.enabled(swap.value(first))
      const differing = [...answer, ...image].find(
        (step) => answer.includes(step) !== image.includes(step),
      )
      if (differing === undefined) return null
      odd = differing
      const isHere = answer.includes(odd)
      return `it says ${isHere} here, and ${!isHere} there`
    })
  }

  #step(swap: Swap, node: number, at: number): TellsApart | null {
    const memo = this.#memo(node)
    const { first, second: code, answer } = memo.steps.at(at)
    const other = this.#memo(swap.node(node))
    const [kind, index] = [code % kinds, Math.floor(code / kinds)]
    const event = (): string => describeEvent(memo.eventOf(code))
    return this.#compare(memo, event, () => {
      const place = kind === Reacts.receive ? swap.envelope(index) : index
      const found = other.results(swap.value(first), kind, place)
      const wanted = answer.map((result) => imageOf(swap, result))
      if (!this.#isSame(wanted, found)) return differenceOf(this.#tables, wanted, found)
      const step = { node, kind, index, state: first }
      return this.#relate(swap, step, answer, found)
    })
  }

  /** Takes in what is told of each outcome of a step, and of those that it becomes. */
  #relate(
    swap: Swap,
    { node, kind, index, state }: Readonly<Record<'node' | 'kind' | 'index' | 'state', number>>,
    answer: readonly StepResult[],
    found: readonly StepResult[],
  ): string | null {
    const tellings = this.#tellings
    if (tellings === null) return null
    const of = outcomeOf[kind] as number
    const isReceipt = kind === Reacts.receive
    const here = { node, kind: of, detail: index, before: state }
    const there = {
      node: swap.node(node),
      kind: of,
      detail: isReceipt ? swap.envelope(index) : index,
      before: swap.value(state),
    }
    for (const result of answer) {
      const name = this.#nameOf(imageOf(swap, result))
      const from = tellings.tellingOf(here, result)
      for (const other of found) {
        if (this.#nameOf(other) !== name) continue
        const difference = tellings.relate(swap, from, tellings.tellingOf(there, other))
        if (difference !== null) return difference
      }
    }
    return null
  }

  /** What code comes to, asked in the name of another node: what goes wrong there tells the two apart. */
  #compare(memo: StepMemo, event: () => string, ask: () => string | null): TellsApart | null {
    let difference: string | null
    try {
      difference = ask()
    } catch (error) {
      if (!(error instanceof ModelError) || isImpure(error)) throw error
      difference = `it has an answer here, and none there: ${thrown(error)}`
    }
    if (difference === null) return null
    return { kind: 'step', node: memo.place.id, event: event(), difference }
  }

  #memo(node: number): StepMemo {
    return this.#tables.memos[node] as StepMemo
  }

  /** Whether two lists of outcomes are the same set. */
  #isSame(wanted: readonly StepResult[], found: readonly StepResult[]): boolean {
    const [first] = wanted
    if (wanted.length === 1 && found.length === 1 && first !== undefined) {
      return this.#nameOf(first) === this.#nameOf(found[0] as StepResult)
    }
    const names = new Set(wanted.map((each) => this.#nameOf(each)))
    const others = new Set(found.map((each) => this.#nameOf(each)))
    return names.size === others.size && [...names].every((name) => others.has(name))
  }

  /** The same name for outcomes that come to the same: messages to different nodes are sent at once. */
  #nameOf({ state, item, touched, set, units, sends }: StepResult): string {
    const { envelopes, system } = this.#tables
    const { from, to } = envelopes
    // Whether a message is sent once or just so after an equal one makes a difference.
    const isOnce = sends.some((each) => envelopes.isOnce(each))
    const isOrdered = (each: number): boolean =>
      isOnce || traitsOn(system.network, from.data[each] as number, to.data[each] as number).isQueue
    const sorted = sends.toSorted((a, b) => {
      const receivers = (to.data[a] as number) - (to.data[b] as number)
      return receivers !== 0 || isOrdered(a) ? receivers : a - b
    })
    return [state, item, touched, set, ...units, ...sorted].join(' ')
  }
}

const imageOf = (
  swap: Swap,
  { state, item, sends, touched, set, units }: StepResult,
): StepResult => ({
  state: swap.value(state),
  item: item < 0 ? item : swap.value(item),
  sends: sends.map((envelope) => swap.envelope(envelope)),
  touched,
  set,
  units,
  // Nobody changes places where nodes crash in the middle of steps.
  halves: [],
})
