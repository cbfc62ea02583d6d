import type { Pace } from '../pace/pace.ts'
import { describeEvent } from '../semantics/step-errors.ts'
import { PairMap } from '../store/pair-map.ts'
import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { localOf, type Staleness } from './staleness.ts'
import { Reacts } from './reacts.ts'
import type { StepMemo } from './step-memo.ts'
import type { StepResult } from './step-result.ts'
import type { Tables } from './tables.ts'

/** What the check goes by. */
export interface Evidence {
  readonly values: Pick<Tables['values'], 'get'>
  readonly staleness: readonly (Taken | null)[]
  readonly memos: readonly Pick<
    StepMemo,
    'place' | 'accepts' | 'results' | 'isStale' | 'deliveryOf' | 'eventOf' | 'kindOf'
  >[] &
    readonly { readonly steps: Pick<StepMemo['steps'], 'size' | 'at'> }[]
}

/** What was taken out of flight. */
export type Taken = Pick<Staleness, 'locals' | 'envelopes'>

/** A step of a node: where it leads, as a local state, and the code of its event. */
interface LocalStep {
  readonly to: number
  readonly code: number
}

/** The check for one node. */
export class NodeCheck {
  readonly #tables: Evidence
  readonly #memo: Evidence['memos'][number]
  readonly #staleness: Taken
  /** By local state the steps from there that lead elsewhere. */
  readonly #steps = new Map<number, LocalStep[]>()
  /** By local state the messages that must not matter there. */
  readonly #given = new Map<number, number[]>()
  readonly #known = new PairMap()
  /** Pairs of local state and envelope that are to be looked at. */
  readonly #open: [local: number, envelope: number][] = []
  /** How much of what was evaluated, and of what was taken out, is known here. */
  #read = 0
  #taken = 0

  constructor(tables: Evidence, memo: Evidence['memos'][number], staleness: Taken) {
    this.#tables = tables
    this.#memo = memo
    this.#staleness = staleness
  }

  get messages(): number {
    const { data, length } = this.#staleness.envelopes
    return new Set(data.subarray(0, length)).size
  }

  get checked(): number {
    return this.#known.size
  }

  async run(pace: Pace): Promise<void> {
    const { locals, envelopes } = this.#staleness
    // Deliveries that are looked at are evaluated, too.
    while (this.#read < this.#memo.steps.size || this.#taken < locals.length) {
      for (; this.#read < this.#memo.steps.size; this.#read++) {
        if (pace.isDue()) await pace.turn()
        this.#addSteps(this.#read)
      }
      for (; this.#taken < locals.length; this.#taken++) {
        if (pace.isDue()) await pace.turn()
        this.#give(locals.data[this.#taken] as number, envelopes.data[this.#taken] as number)
      }
      for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
        if (pace.isDue()) await pace.turn()
        this.#look(...next)
      }
    }
  }

  /** Takes up the steps of one event in one state. */
  #addSteps(place: number): void {
    const { first: state, second: code, answer } = this.#memo.steps.at(place)
    const kind = this.#memo.kindOf(code)
    const from = localOf(kind !== Reacts.restart, state)
    for (const result of answer) {
      const to = localOf(kind !== Reacts.crash, result.state)
      if (to === from) continue
      const step = { to, code }
      listIn(this.#steps, from).push(step)
      for (const envelope of this.#given.get(from) ?? []) this.#follow(from, envelope, step)
    }
  }

  /** Takes a message up that must not matter in a local state. */
  #give(local: number, envelope: number): void {
    if (this.#known.get(local, envelope) >= 0) return
    this.#known.add(local, envelope, 0)
    listIn(this.#given, local).push(envelope)
    this.#open.push([local, envelope])
  }

  /** Looks at what a message would do in a local state, and where the node goes from there. */
  #look(local: number, envelope: number): void {
    if (local % 2 === 1) this.#deliver((local - 1) / 2, envelope)
    for (const step of this.#steps.get(local) ?? []) this.#follow(local, envelope, step)
  }

  /** @throws ModelError where a delivery has an effect */
  #deliver(state: number, envelope: number): void {
    if (!this.#memo.accepts(state, envelope)) return
    const effect = this.#effectOf(state, envelope)
    if (effect === null) return
    throw new ModelError('wrong-stale', {
      what: '`stale` is wrong: it gives up a message that has an effect',
      where: [this.#messageIn(envelope), this.#inState(state), effect],
      fix: 'let `stale` say yes only where `receive` returns without doing anything',
    })
  }

  /** What a delivery does, in words; null for nothing. */
  #effectOf(state: number, envelope: number): string | null {
    let results: readonly StepResult[]
    try {
      results = this.#memo.results(state, Reacts.receive, envelope)
    } catch (error) {
      if (!(error instanceof ModelError) || error.code === 'not-pure') throw error
      return `its delivery fails: ${error.what}`
    }
    for (const result of results) {
      if (result.state !== state) {
        return `its delivery leads to ${brief(this.#tables.values.get(result.state))}`
      }
      if (result.sends.length > 0) return 'its delivery sends messages'
      if (result.touched !== 0) return 'its delivery sets or clears a timer'
    }
    return null
  }

  /** @throws ModelError where a message that was given up is not stale after a step */
  #follow(from: number, envelope: number, { to, code }: LocalStep): void {
    const state = to >> 1
    if (!this.#memo.isStale(state, envelope)) {
      const step = describeEvent(this.#memo.eventOf(code))
      throw new ModelError('wrong-stale', {
        what: '`stale` is wrong: a message that it gave up may matter again',
        where: [
          this.#messageIn(envelope),
          `given up ${this.#inState(from >> 1)}`,
          `not given up ${this.#inState(state)}, after ${step}`,
        ],
        fix: 'let `stale` say yes only if it does so after every step that can follow, crashes and restarts included',
      })
    }
    this.#give(to, envelope)
  }

  #messageIn(envelope: number): string {
    const { place } = this.#memo
    return `node '${place.id}', ${describeEvent(this.#memo.deliveryOf(envelope))}`
  }

  #inState(state: number): string {
    return `in state ${brief(this.#tables.values.get(state))}`
  }
}

const listIn = <Item>(lists: Map<number, Item[]>, key: number): Item[] => {
  let list = lists.get(key)
  if (list === undefined) lists.set(key, (list = []))
  return list
}
