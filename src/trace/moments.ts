import { compare, equal } from '../value/compare.ts'
import type { PathStep } from '../value/path.ts'
import type {
  Change,
  NodeSnapshot,
  ObserverSnapshot,
  RunMessage,
  Trace,
  TraceCut,
  TraceStep,
} from './trace.ts'

/** How everything stands at a moment of a run: after so many of its steps. */
export interface Moment {
  readonly nodes: readonly NodeSnapshot[]
  /** The oldest first. */
  readonly inFlight: readonly RunMessage[]
  readonly cut: TraceCut | null
  /** What each observer knows; absent where the system has none. */
  readonly observed?: readonly ObserverSnapshot[]
}

/** Every moment of a run, from the start on: its steps applied one after the other. */
export const momentsOf = (trace: Trace): readonly Moment[] => {
  const lastSeen = lastSeenIn(trace)
  const moments: Moment[] = [trace.initial]
  trace.steps.forEach((step, index) => {
    const { nodes, inFlight, observed } = moments[index] ?? trace.initial
    const isGone = ({ id }: RunMessage): boolean => (lastSeen.get(id) ?? -1) <= index
    moments.push({
      nodes: nodes.map((each) => snapshotAfter(each, step)),
      inFlight: flightAfter(inFlight, step, isGone),
      cut: step.cut,
      ...(observed === undefined ? {} : { observed: observed.map((it) => knownAfter(it, step)) }),
    })
  })
  return moments
}

/** For each message the last step that speaks of it as in flight: a network may keep what it delivers. */
const lastSeenIn = ({ steps, final }: Trace): ReadonlyMap<number, number> => {
  const last = new Map<number, number>()
  steps.forEach(({ envelope, dropped, held }, index) => {
    for (const { id } of [...(envelope === null ? [] : [envelope]), ...dropped, ...held]) {
      last.set(id, index)
    }
  })
  for (const { id } of final.inFlight) last.set(id, Infinity)
  return last
}

const snapshotAfter = (before: NodeSnapshot, step: TraceStep): NodeSnapshot => {
  const { node, up, state } = before
  const changes = step.changes.filter((change) => change.node === node)
  const touched = step.timers.filter((timer) => timer.node === node)
  const fired = step.kind === 'timeout' && step.node === node ? step.name : null
  const isSet = (timer: string): boolean =>
    touched.find((each) => each.timer === timer)?.isSet ?? timer !== fired
  const isCrash = step.kind === 'crash' && step.node === node
  const known = [...before.timers, ...touched.map(({ timer }) => timer)]
  return {
    node,
    up: step.node === node && step.kind === 'restart' ? true : up && !isCrash,
    state: changes.length === 0 ? state : stateAfter(state, changes),
    timers: isCrash ? [] : [...new Set(known)].filter(isSet).toSorted(),
  }
}

const knownAfter = (before: ObserverSnapshot, { observed = [] }: TraceStep): ObserverSnapshot => {
  const { observer, state } = before
  const changes = observed.filter((change) => change.observer === observer)
  return changes.length === 0 ? before : { observer, state: stateAfter(state, changes) }
}

const stateAfter = (state: unknown, changes: readonly Pick<Change, 'steps' | 'after'>[]): unknown =>
  changes.reduce((base, { steps, after }) => withValue(base, steps, after), state)

const flightAfter = (
  before: readonly RunMessage[],
  { envelope, sent, dropped }: TraceStep,
  isGone: (message: RunMessage) => boolean,
): readonly RunMessage[] => {
  const ended = [...(envelope !== null && isGone(envelope) ? [envelope] : []), ...dropped]
  const gone = new Set(ended.map(({ id }) => id))
  const left = before.filter(({ id }) => !gone.has(id))
  const known = new Set(left.map(({ id }) => id))
  return [...left, ...sent.filter(({ id }) => !known.has(id))]
}

/**
 * A canonical value with another one at a path; `undefined` takes out what is there. What comes out is
 * canonical, but not frozen.
 */
export const withValue = (
  base: unknown,
  [step, ...rest]: readonly PathStep[],
  after: unknown,
): unknown => {
  if (step === undefined) return after
  if (typeof step === 'object') {
    const map = base as ReadonlyMap<unknown, unknown>
    const key = [...map.keys()].find((other) => equal(other, step.key)) ?? step.key
    return new Map(withEntry([...map], key, withValue(map.get(key), rest, after)))
  }
  if (Array.isArray(base)) {
    return base.with(Number(step), withValue(base[Number(step)], rest, after))
  }
  const record = base as Readonly<Record<string, unknown>>
  const inner = withValue(Object.hasOwn(record, step) ? record[step] : undefined, rest, after)
  return Object.fromEntries(withEntry(Object.entries(record), String(step), inner))
}

/** Entries with the value of a key, in the order of keys; `undefined` takes the key out. */
const withEntry = <Key>(
  entries: readonly (readonly [Key, unknown])[],
  key: Key,
  value: unknown,
): readonly (readonly [Key, unknown])[] => {
  const others = entries.filter(([other]) => other !== key)
  if (value === undefined) return others
  return [...others, [key, value] as const].toSorted(([a], [b]) => compare(a, b))
}
