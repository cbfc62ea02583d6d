import { original } from 'immer'
import type { Explanation, ToldInStep } from '../model/explanation.ts'
import type { Pace } from '../pace/pace.ts'
import { observer, type Observer, type Tellings } from '../model/observer.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { Behaviour } from './behaviour.ts'
import { knownOf, nameIn, withOne, withoutOne } from './by-operation.ts'
import type { SessionConditionName } from './condition-names.ts'
import { operationText } from './conflict-words.ts'
import { historyOf, spansOf } from './explain.ts'
import { Effort } from './effort.ts'
import { entriesOf } from './entries.ts'
import { leaveOut } from './leave-out.ts'
import type { Operation } from './operation.ts'
import { givenBy } from './possible.ts'
import { Reader, type Reading } from './reading.ts'
import { sessionConditions } from './session-conditions.ts'
import { brokenTitle, othersWords } from './session-words.ts'
import { actsOf, type SeenSessions, type Sessions } from './sessions.ts'
import { seenAs, sessionsOf } from './sessions-of.ts'
import type { Call, Specification } from './specification.ts'

/** What is watched over, and the name of the function that watches. */
interface Watching {
  readonly place: string
  readonly name: SessionConditionName
}

/** Makes an observer of a condition, as {@link linearizable} does. */
export type Watch = <Message>(
  spec: Specification,
  reading: Reading<Message>,
) => Observer<SeenSessions>

/**
 * Watches over **sequential consistency** (Lamport 1979): some order of all operations, in which those of each client stay
 * in theirs, gives the results. Like linearizability, but nobody compares clocks. Used as {@link linearizable}.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const sequentiallyConsistent: Watch = (spec, reading) =>
  watching(spec, reading, { place: 'sequentiallyConsistent({…})', name: 'sequential' })

/**
 * Watches over **causal consistency** (Perrin, Mostéfaoui and Jard 2016; of registers Ahamad and others 1995): what
 * could have led to what is seen by all in that order; what could not, by each client in an order of its own.
 * Used as {@link linearizable}.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const causallyConsistent: Watch = (spec, reading) =>
  watching(spec, reading, { place: 'causallyConsistent({…})', name: 'causal' })

/**
 * Watches over **read your writes** (Terry and others 1994): what a client has updated has reached every copy that
 * answers it later. Used as {@link linearizable}.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const readYourWrites: Watch = (spec, reading) =>
  watching(spec, reading, { place: 'readYourWrites({…})', name: 'read-your-writes' })

/**
 * Watches over **monotonic reads** (Terry and others 1994): what had reached the copy that answered a client has
 * reached every copy that answers it later, in the same order. Used as {@link linearizable}.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const monotonicReads: Watch = (spec, reading) =>
  watching(spec, reading, { place: 'monotonicReads({…})', name: 'monotonic-reads' })

/**
 * Watches over **monotonic writes** (Terry and others 1994): an update has reached a copy only after all that its
 * client has updated before. Used as {@link linearizable}.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const monotonicWrites: Watch = (spec, reading) =>
  watching(spec, reading, { place: 'monotonicWrites({…})', name: 'monotonic-writes' })

/**
 * Watches over **writes follow reads** (Terry and others 1994): an update has reached a copy only after all that had
 * reached those that had answered its client before. Used as {@link linearizable}.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const writesFollowReads: Watch = (spec, reading) =>
  watching(spec, reading, { place: 'writesFollowReads({…})', name: 'writes-follow-reads' })

const watching = <Message>(
  spec: Specification,
  reading: Reading<Message>,
  { place, name }: Watching,
): Observer<SeenSessions> => {
  const reader = new Reader(spec, reading as Reading, place)
  const condition = sessionConditions[name]
  const behaviour = new Behaviour(spec.isKeyed ? entriesOf(spec) : spec)
  const holds = (sessions: Sessions): boolean =>
    condition.holdsOf(actsOf(sessions, behaviour), behaviour, new Effort())
  const watch = observer<SeenSessions>({
    initial: () => ({ sessions: new Map(), open: new Map(), isConsistent: true }),
    on: {
      invoke: reader.hearing<SeenSessions, Tellings['invoke']>((draft, told) => {
        const now = original(draft as unknown) as SeenSessions
        if (!now.isConsistent) return now
        const free = { ...now, open: withoutOne(now.open, nameIn(told)) }
        const call = reader.call(told)
        return call === null ? free : begun(free, told, call)
      }),
      return: reader.hearing<SeenSessions, Tellings['return']>((draft, told) => {
        const now = original(draft as unknown) as SeenSessions
        const at = now.isConsistent ? knownOf(now.open, nameIn(told)) : undefined
        const own = now.sessions.get(told.node) ?? []
        const session = own[at ?? -1] ?? []
        const operation = session.at(-1)
        if (at === undefined || operation === undefined) return now
        const end = reader.end(told, operation)
        const free = { ...now, open: withoutOne(now.open, nameIn(told)) }
        if (end.kind === 'unknown') return free
        const before = session.slice(0, -1)
        const after =
          end.kind === 'failed' ? before : [...before, { ...operation, gave: givenBy(end.result) }]
        const sessions = new Map(now.sessions).set(told.node, own.with(at, after))
        return { ...free, sessions, isConsistent: holds([...sessions.values()].flat()) }
      }),
    },
  })
  return {
    ...watch,
    explain: (told, pace) => explain(reader, told, { holds, words: condition.words, pace }),
  }
}

/** An operation begins: if its client has one open, in another session. */
const begun = (
  { sessions, open, isConsistent }: SeenSessions,
  told: Tellings['invoke'],
  { f, key, argument }: Call,
): SeenSessions => {
  const own = sessions.get(told.node) ?? []
  const taken = new Set(open.get(told.node)?.values())
  const isFree = (at: number): boolean => {
    const last = own[at]?.at(-1)
    return !taken.has(at) && (last === undefined || last.gave !== undefined)
  }
  let at = 0
  while (!isFree(at)) at += 1
  const operation = {
    f,
    ...(key === null ? {} : { key }),
    ...(argument === null ? {} : { argument }),
  }
  const session = [...(own[at] ?? []), operation]
  const all = at < own.length ? own.with(at, session) : [...own, session]
  return {
    sessions: new Map(sessions).set(told.node, all),
    open: withOne(open, nameIn(told), at),
    isConsistent,
  }
}

/** Why the operations of a run break a condition: those whose results do. */
const explain = async (
  reader: Reader,
  told: readonly ToldInStep[],
  by: {
    readonly holds: (sessions: Sessions) => boolean
    readonly words: string
    readonly pace: Pace
  },
): Promise<Explanation | null> => {
  const { holds, words, pace } = by
  const sessions = sessionsOf(historyOf(reader, told))
  const all = sessions.flat().filter(({ returned }) => returned !== null)
  const isBrokenBy = async (kept: readonly Operation[]): Promise<boolean> => {
    if (pace.isDue()) await pace.turn()
    return !holds(sessions.map((session) => session.map((it) => seenAs(it, kept.includes(it)))))
  }
  const kept = (await isBrokenBy(all)) ? await smallest(all, isBrokenBy) : null
  if (kept === null) return null
  const others = othersWords(sessions.flat().length - kept.length)
  return {
    title: brokenTitle(true),
    spans: spansOf(kept, operationText),
    reasons: [words, others].filter((text) => text !== '').map((text) => ({ text, items: [] })),
  }
}

/** The results that break it; null where there is too much to look at once some of them are forgotten. */
const smallest = async (
  all: readonly Operation[],
  isBrokenBy: (kept: readonly Operation[]) => Promise<boolean>,
): Promise<readonly Operation[] | null> => {
  try {
    return await leaveOut(all, isBrokenBy)
  } catch (error) {
    if (isInstance(error, ModelError) && error.code === 'too-large') return null
    throw error
  }
}
