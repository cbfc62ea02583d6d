import { traitsOn } from '../model/network-plan.ts'
import type { System } from '../model/system.ts'
import { isDroppedBy } from '../semantics/effects.ts'
import { initialEnvironments } from '../semantics/initial.ts'
import type { Place } from '../semantics/place.ts'
import { settleEach } from '../semantics/run-step.ts'
import type { Outcome } from '../semantics/step.ts'
import { clockAtStart, withTimers } from '../semantics/clocks.ts'
import type { Environment, NodeState } from '../semantics/global-state.ts'
import { compare } from '../value/compare.ts'
import type { Beginning } from './beginning.ts'
import type { Cells } from './cells.ts'
import { Listing } from './listing.ts'
import { noteStart } from './settled-starts.ts'
import type { StepMemo } from './step-memo.ts'
import type { Tables } from './tables.ts'

/**
 * The initial states of a system as vectors, each as it is asked for: their number is the product of
 * what each node can choose. Environments change last, and of the nodes the first.
 */
export function* beginnings(tables: Tables): Generator<Int32Array> {
  const { world, nodes } = tables
  const ways = world.places.map((_, node) => new Listing(keptWaysOf(tables, node)))
  const picked: Beginning[] = []
  for (const environment of initialEnvironments(world.system)) {
    const open: Iterator<Beginning>[] = []
    if (nodes === 0) yield vectorOf(tables, picked, environment)
    else open.push(startOf(ways, 0))
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const next = last.next()
      if (next.done === true) {
        open.pop()
        continue
      }
      picked[open.length - 1] = next.value
      if (open.length === nodes) yield vectorOf(tables, picked, environment)
      else open.push(startOf(ways, open.length))
    }
  }
}

const startOf = (ways: readonly Iterable<Beginning>[], node: number): Iterator<Beginning> =>
  (ways[node] as Iterable<Beginning>)[Symbol.iterator]()

/** Of each node so many ways to begin are kept, to be gone through once more. */
export const mostKept = 1 << 14

/** The ways for a node to begin; they are kept as far as somebody has come for the first time. */
export function* keptWaysOf(tables: Tables, node: number): Generator<Beginning> {
  const begun = tables.begun[node] as Beginning[]
  let at = 0
  for (const way of waysOf(tables.world.places[node] as Place)) {
    if (at === begun.length && at < mostKept) begun.push(way)
    // Observers are told how it began.
    else if (tables.observation === null) way.initial = null
    at += 1
    yield way
  }
}

/** What a way to begin comes to, as data. */
export const outcomesOf = (
  { values, envelopes, memos, system }: Tables,
  { node, initial, is }: Beginning,
): Readonly<Record<'initial' | 'state' | 'timers' | 'sends', unknown>> => {
  if ('ids' in is) {
    const { state, timers, sends } = is.ids
    return {
      initial,
      state: values.get(state),
      timers: (memos[node] as StepMemo).clocks.decode(timers),
      sends: sends.map(({ to, envelope }) => ({
        to,
        message: envelopes.message(envelope),
        once: envelopes.isOnce(envelope),
      })),
    }
  }
  const { state, timers, sends } = is.outcome
  return { initial, state, timers: timersAtStart(system, timers), sends }
}

/** What a node may begin with: each initial state, and what `start` makes of it. */
export function* waysOf(place: Place): Generator<Beginning> {
  for (const { state } of settleEach(place, undefined, { kind: 'initial' })) {
    for (const outcome of startsOf(place, state)) {
      yield { node: place.index, initial: state, is: { outcome }, cell: -1, telling: -1 }
    }
  }
}

/** What `start` makes of a node's initial state. */
const startsOf = (place: Place, state: unknown): Iterable<Outcome> =>
  place.handlers.start === undefined
    ? [{ state, sends: [], timers: noTimers, saves: [], choices: [] }]
    : settleEach(place, state, { kind: 'start' })

const noTimers: Outcome['timers'] = new Map()

/** The timers that `start` has set. */
const timersAtStart = (
  system: System,
  touched: Outcome['timers'],
): Pick<NodeState, 'timers' | 'clock'> =>
  withTimers({ up: true, state: null, timers: [], ...clockAtStart(system) }, touched)

const vectorOf = (
  tables: Tables,
  picked: readonly Beginning[],
  environment: Environment,
): Int32Array => {
  if (picked.some(({ is }) => 'outcome' in is)) number(tables, picked)
  const { boxes, cells, nodes, environments, system } = tables
  const vector = new Int32Array(tables.sizes.length)
  let mailboxes: Int32Array | null = null
  for (const { node, is } of picked) {
    if ('outcome' in is) continue
    for (const { to, envelope } of is.ids.sends) {
      if (isDroppedBy(system, environment.cut, node, to)) continue
      mailboxes ??= new Int32Array(nodes)
      mailboxes[to] = boxes.add(mailboxes[to] as number, envelope)
    }
  }
  for (const way of picked) {
    const { node, is } = way
    const mailbox = mailboxes?.[node] ?? 0
    if (mailbox === 0 && way.cell >= 0) {
      vector[node] = way.cell
    } else if ('ids' in is) {
      const { state, timers } = is.ids
      const cell = (cells[node] as Cells).settle(true, state, timers, mailbox)
      if (mailbox === 0) way.cell = cell
      vector[node] = cell
    }
  }
  vector[nodes] = environments.intern(environment)
  tellStarts(tables, vector, picked)
  if (mailboxes !== null) noteStart(tables, vector, { picked, environment, mailboxes })
  return vector
}

/** Tells observers how the nodes began, one after the other. */
const tellStarts = (
  { values, observation }: Tables,
  vector: Int32Array,
  picked: readonly Beginning[],
): void => {
  if (observation === null) return
  observation.begin(vector)
  for (const way of picked) {
    if ('outcome' in way.is) continue
    if (way.telling < 0) {
      const { state, sends } = way.is.ids
      way.telling = observation.tellingOf({
        kind: null,
        detail: 0,
        node: way.node,
        before: values.intern(way.initial),
        after: state,
        sends: sends.map(({ envelope }) => envelope),
      })
    }
    observation.tell(vector, way.telling)
  }
}

/** Gives ids to what has none: to messages in the order in which a global state has them. */
const number = (tables: Tables, picked: readonly Beginning[]): void => {
  const { envelopes, values, memos, system } = tables
  const fresh = picked.flatMap((way) =>
    'outcome' in way.is ? [{ way, node: way.node, outcome: way.is.outcome }] : [],
  )
  const sends = fresh.flatMap(({ node: from, outcome }) =>
    outcome.sends.map(({ to, message }) => ({ from, to, message })),
  )
  const sorted = sends.toSorted(
    (a, b) =>
      a.to - b.to ||
      a.from - b.from ||
      (traitsOn(system.network, a.from, a.to).isQueue ? 0 : compare(a.message, b.message)),
  )
  for (const { from, to, message } of sorted) envelopes.intern(from, to, message)
  for (const { way, node, outcome } of fresh) {
    const ids = {
      state: values.intern(outcome.state),
      timers: (memos[node] as StepMemo).clocks.encode(timersAtStart(system, outcome.timers)),
      sends: outcome.sends.map(({ to, message, once }) => ({
        to,
        envelope: envelopes.internId(node, to, values.intern(message), once),
      })),
    }
    // What it was may be large.
    way.is = { ids }
  }
}
