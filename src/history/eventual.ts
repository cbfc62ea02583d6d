import { original } from 'immer'
import { observer, type Observer, type Tellings } from '../model/observer.ts'
import { ModelError } from '../value/model-error.ts'
import { Behaviour } from './behaviour.ts'
import { Effort } from './effort.ts'
import { equal, textOf } from './equal.ts'
import { nameOf, Reader, type Reading } from './reading.ts'
import type { Call, Specification } from './specification.ts'

/** An update: what was done, and nothing of who did it, or when. */
export interface Update {
  /** The operation: `write`, `add`, … */
  readonly f: string
  /** What it was given; absent if nothing. */
  readonly argument?: unknown
}

/** What {@link eventuallyConsistent} knows. */
export interface SeenUpdates {
  /** Those that are over. */
  readonly done: readonly Update[]
  /** Those that have begun, by name: each may have happened. */
  readonly open: ReadonlyMap<string, Update>
  /** Those of whose end nobody will be told: each may have happened, too. */
  readonly lost: readonly Update[]
  /** What the object can be in the end, if no more updates come. */
  readonly outcomes: readonly unknown[]
}

/**
 * Watches over the updates of an object that is kept in several places, for **eventual consistency**: if updates stop, in the
 * end all places hold the same (quiescent consistency: Burckhardt, Principles of eventual consistency, 2014), and that
 * is what all updates that were acknowledged give, in some order (his eventual visibility). Ask {@link haveConverged}:
 * where every update is remembered, updates stop in every run.
 *
 * @example
 * observers: {
 *   store: eventuallyConsistent(counter(), {
 *     operation: ({ request }) => request?.type === 'add' ? { f: 'add', value: request.value } : null,
 *   }),
 * },
 * properties: ({ eventuallyAlways }) => ({
 *   'the replicas agree in the end': eventuallyAlways(({ nodes, observed }) =>
 *     haveConverged(observed.store, nodes.replica.map(({ value }) => value)),
 *   ),
 * })
 *
 * @param spec the object, without entries: of a map watch one key as a register
 * @param reading what the operations of the system are to it; what they gave is not asked for
 * @throws ModelError 'not-a-system' when a setting does not exist, or the object has entries
 */
export const eventuallyConsistent = <Message>(
  spec: Specification,
  reading: Omit<Reading<Message>, 'result'>,
): Observer<SeenUpdates> => {
  const place = 'eventuallyConsistent({…})'
  const reader = new Reader(spec, reading as Reading, place)
  if (spec.isKeyed === true) {
    throw new ModelError('not-a-system', {
      what: `A ${spec.name} has entries, which converge one by one`,
      where: [place],
      fix: 'watch one key: register(), and null for the operations on others',
    })
  }
  const behaviour = new Behaviour(spec)
  const known = (updates: Omit<SeenUpdates, 'outcomes'>): SeenUpdates => ({
    ...updates,
    outcomes: outcomesOf(updates, behaviour),
  })
  return observer<SeenUpdates>({
    initial: () => known({ done: [], open: new Map(), lost: [] }),
    on: {
      invoke: reader.hearing<SeenUpdates, Tellings['invoke']>((draft, told) => {
        const now = forgotten(original(draft as unknown) as SeenUpdates, nameOf(told))
        const call = reader.call(told)
        if (call === null || spec.operations[call.f]?.isReadOnly === true) return known(now)
        return known({ ...now, open: new Map(now.open).set(nameOf(told), updateOf(call)) })
      }),
      return: reader.hearing<SeenUpdates, Tellings['return']>((draft, told) => {
        const now = original(draft as unknown) as SeenUpdates
        const update = now.open.get(nameOf(told))
        if (update === undefined) return now
        const open = new Map(now.open)
        open.delete(nameOf(told))
        if (!told.isRefusal) return known({ ...now, open, done: sorted([...now.done, update]) })
        return reading.refused === 'unknown'
          ? known(forgotten(now, nameOf(told)))
          : known({ ...now, open })
      }),
    },
  })
}

/**
 * Whether all places hold the same, and what the updates so far give in some order.
 *
 * @param known what {@link eventuallyConsistent} knows
 * @param places what the object is in each place
 */
export const haveConverged = (known: SeenUpdates, places: readonly unknown[]): boolean =>
  known.outcomes.some((outcome) => places.every((place) => equal(place, outcome)))

const updateOf = ({ f, argument }: Call): Update => (argument === null ? { f } : { f, argument })

/** Updates are a bag. */
const sorted = (updates: readonly Update[]): readonly Update[] =>
  updates.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1))

/** Nobody will be told how the update ends that is open under a name, if one is. */
const forgotten = (known: SeenUpdates, name: string): SeenUpdates => {
  const update = known.open.get(name)
  if (update === undefined) return known
  const open = new Map(known.open)
  open.delete(name)
  return { ...known, open, lost: sorted([...known.lost, update]) }
}

/** What the object can be after all that are over, and any of the others, in some order. */
const outcomesOf = (
  { done, open, lost }: Omit<SeenUpdates, 'outcomes'>,
  behaviour: Behaviour,
): readonly unknown[] => {
  const effort = new Effort()
  const updates = [...done, ...open.values(), ...lost]
  const must = (1n << BigInt(done.length)) - 1n
  const kinds = updates.map(({ f, argument = null }) =>
    behaviour.classFor({ f, key: null, argument }, undefined),
  )
  const seen = new Set<string>()
  const outcomes = new Map<string, unknown>()
  const go = (happened: bigint, state: number): void => {
    if (seen.has(`${happened} ${state}`)) return
    seen.add(`${happened} ${state}`)
    effort.spend()
    if ((happened & must) === must) {
      const value = behaviour.state(state)
      outcomes.set(textOf(value), value)
    }
    for (const [at, kind] of kinds.entries()) {
      const bit = 1n << BigInt(at)
      if ((happened & bit) !== 0n) continue
      for (const next of behaviour.next(state, kind)) go(happened | bit, next)
    }
  }
  go(0n, behaviour.initial)
  return [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}
