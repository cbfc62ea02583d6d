import fc from 'fast-check'
import {
  duplicating,
  fifo,
  observer,
  replicas,
  role,
  system,
  unordered,
  type Budget,
  type Context,
  type Network,
  type Property,
  type Role,
  type System,
} from 'netsplit'

/*
 * Random small systems that store, compare and send values which they declare interchangeable, and never look at
 * what a value says. Some have a flaw that tells values apart.
 */

export const flaws = [
  'sorted', // values are kept in a list, and sorted
  'least', // values are compared by their order
  'first', // values are taken as a list with a first one
  'named', // one value is treated otherwise, late
  'start', // all nodes begin with one of the values
  'seen', // a predicate looks for one of the values
  'text', // values are parts of texts
  'refused', // one value is not accepted, late
  'guarded', // one value forbids a step
  'heard', // an observer keeps one of the values only
] as const

type Source = 'held' | 'message' | 'any' | 'none'

interface Deed {
  goTo: number
  /** Where to go if what came is what is held. */
  ifSame: number
  holds: Source | 'keep'
  notes: 'held' | 'message' | 'nothing' | 'clear'
  sends: { to: 'from' | 'others' | 'hub' | 'self'; type: number; value: Source; once: boolean }[]
  timer: 'leave' | 'set' | 'clear'
}

interface Script {
  start: Deed | null
  receive: (Deed | null)[]
  timeout: (Deed | null)[]
  step: (Deed | null)[]
}

export interface ValuedSpec {
  values: number
  /** A second set of two, which one of the nodes uses. */
  hasMore: boolean
  replicas: number
  hasHub: boolean
  scripts: [Script, Script]
  /** Whether nodes begin with some value each, or with none. */
  beginsWith: 'none' | 'any'
  network: { kind: Network['kind']; loss: Budget }
  crashes: Budget
  isCut: boolean
  timers: 'any' | 'patient'
  /** Whether steps are a family, one for each value: in place of a choice. */
  family: boolean
  isWatched: boolean
  ages: boolean
  bound: number | null
  flaw: (typeof flaws)[number] | null
  properties: { kind: 'always' | 'reachable' | 'noDeadlock' | 'stepwise'; look: Look }[]
}

interface Look {
  about: 'places' | 'held' | 'seen' | 'marks' | 'table' | 'agree' | 'mail' | 'observed'
  place: number
  count: number
}

const places = 3
const types = 2
const sources = ['held', 'held', 'message', 'any', 'any', 'none'] as const

const deed: fc.Arbitrary<Deed> = fc.record({
  goTo: fc.nat(places - 1),
  ifSame: fc.nat(places - 1),
  holds: fc.constantFrom<Deed['holds'][]>('keep', 'message', 'any', 'any', 'none'),
  notes: fc.constantFrom<Deed['notes'][]>('held', 'message', 'message', 'nothing', 'clear'),
  sends: fc.array(
    fc.record({
      to: fc.constantFrom('from' as const, 'others' as const, 'hub' as const, 'self' as const),
      type: fc.nat(types - 1),
      value: fc.constantFrom<Source[]>(...sources),
      once: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  timer: fc.constantFrom('leave' as const, 'leave' as const, 'set' as const, 'clear' as const),
})
const mayBe = fc.option(deed, { freq: 2 })
const script: fc.Arbitrary<Script> = fc.record({
  start: fc.option(deed, { freq: 2 }),
  receive: fc.array(mayBe, { minLength: places * types, maxLength: places * types }),
  timeout: fc.array(mayBe, { minLength: places, maxLength: places }),
  step: fc.tuple(deed, mayBe, mayBe),
})

export const valuedSpec: fc.Arbitrary<ValuedSpec> = fc.record({
  values: fc.constantFrom(2, 3, 3),
  hasMore: fc.constantFrom(false, false, true),
  replicas: fc.constantFrom(1, 1, 2),
  hasHub: fc.boolean(),
  scripts: fc.tuple(script, script),
  beginsWith: fc.constantFrom('none' as const, 'none' as const, 'any' as const),
  network: fc.record({
    kind: fc.constantFrom('unordered' as const, 'duplicating' as const, 'fifo' as const),
    loss: fc.constantFrom<Budget[]>(0, 0, 0, 1),
  }),
  crashes: fc.constantFrom<Budget[]>(0, 0, 0, 1),
  isCut: fc.constantFrom(false, false, false, true),
  timers: fc.constantFrom('any' as const, 'any' as const, 'patient' as const),
  family: fc.boolean(),
  isWatched: fc.constantFrom(false, false, true),
  ages: fc.constantFrom(false, false, true),
  bound: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 5 }),
  flaw: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...flaws) },
  ),
  properties: fc.array(
    fc.record({
      kind: fc.constantFrom('always', 'always', 'reachable', 'reachable', 'noDeadlock', 'stepwise'),
      look: fc.record({
        about: fc.constantFrom(
          ...(['places', 'held', 'seen', 'marks', 'table', 'agree', 'mail', 'observed'] as const),
        ),
        place: fc.nat(places - 1),
        count: fc.integer({ min: 1, max: 3 }),
      }),
    }),
    { minLength: 2, maxLength: 4 },
  ) as fc.Arbitrary<ValuedSpec['properties']>,
})

/** The names of all values there may be. */
const allValues = ['a', 'b', 'c'] as const
type Value = (typeof allValues)[number]
const moreValues = ['x', 'y']
/** The value that a flaw treats otherwise. */
const odd = 'a'

/** What was noted last, as a field of the state itself. */
type Marks = { [Mark in Value]?: 1 }

interface State extends Marks {
  place: number
  held: string | null
  seen: Set<string>
  list: string[]
  table: Record<string, string>
  sent: number
}

interface Message {
  type: number
  value: string | null
}

/** What a handler knows besides the state. */
interface Around {
  readonly spec: ValuedSpec
  readonly context: Pick<Context<Message, 'tick'>, 'choose' | 'others' | 'self' | 'send'> & {
    setTimer: (name: 'tick') => void
    clearTimer: (name: 'tick') => void
  }
  readonly message: Message | null
  readonly from: string | null
  /** The value that a step of a family is for. */
  readonly value?: string
}

/** The values of the first set. */
export const valuesOf = ({ values }: Pick<ValuedSpec, 'values'>): readonly Value[] =>
  allValues.slice(0, values)

/** The values that a node takes one of. */
const pool = (spec: ValuedSpec, self: string): readonly string[] =>
  spec.hasMore && self === 'hub' ? moreValues : valuesOf(spec)

const sourced = (state: State, source: Source, around: Around): string | null => {
  const { spec, context, message, value } = around
  if (source === 'held') return state.held
  if (source === 'message') return message?.value ?? null
  if (source === 'none') return null
  const all = pool(spec, context.self)
  if (spec.flaw === 'first') return all[0] ?? null
  return value ?? context.choose(all)
}

const placeAfter = (
  { place, held }: State,
  { goTo, ifSame }: Deed,
  { spec, message }: Around,
): number => {
  const came = message?.value ?? null
  if (spec.flaw === 'named' && place === 1 && came === odd) return spec.ages ? place : 0
  const isBoth = came !== null && held !== null
  const isSame = isBoth && (spec.flaw === 'least' ? came < held : came === held)
  const next = isSame ? ifSame : goTo
  return spec.ages ? Math.max(place, next) : next
}

const sendAll = (state: State, { sends }: Deed, around: Around): void => {
  const { spec, context, from } = around
  for (const { to, type, value, once: isOnce } of sends) {
    const { others } = context
    const hub = spec.hasHub ? ['hub'] : []
    const receivers = { from: from === null ? [] : [from], others, hub, self: [context.self] }[to]
    const once = isOnce && spec.network.kind !== 'fifo'
    if (receivers.length === 0 || state.sent >= 2) continue
    state.sent += 1
    context.send(receivers, { type, value: sourced(state, value, around) }, { once })
  }
}

const perform = (state: State, deed: Deed | null | undefined, around: Around): void => {
  if (!deed) return
  const { context } = around
  state.place = placeAfter(state, deed, around)
  if (deed.holds !== 'keep') state.held = sourced(state, deed.holds, around)
  takeNote(state, deed, around)
  sendAll(state, deed, around)
  if (deed.timer === 'set') context.setTimer('tick')
  if (deed.timer === 'clear') context.clearTimer('tick')
}

const takeNote = (state: State, { notes }: Deed, { spec, message }: Around): void => {
  if (notes === 'clear') state.seen.clear()
  const note = notes === 'held' ? state.held : notes === 'message' ? message?.value : null
  if (!note) return
  state.seen.add(note)
  state.table[note] = state.held ?? note
  for (const value of allValues) Reflect.deleteProperty(state, value)
  const mark = allValues.find((value) => value === note)
  if (mark !== undefined) state[mark] = 1
  const all = [...new Set([...state.list, note])]
  state.list = spec.flaw === 'sorted' ? all.toSorted() : all.slice(-2)
  if (spec.flaw === 'text') state.list = [`got ${note}`]
}

const roleOf = (script: Script, spec: ValuedSpec): Role<State, Message, string> => {
  const alone = (context: Around['context']): Around => ({
    spec,
    context,
    message: null,
    from: null,
  })
  const isLate = (state: State): boolean => state.place === 2
  return role<State, Message, 'tick', string>({
    initial: ({ self, choose }) => ({
      place: 0,
      held:
        spec.flaw === 'start' ? odd : spec.beginsWith === 'any' ? choose(pool(spec, self)) : null,
      seen: new Set(),
      list: [],
      table: {},
      sent: 0,
    }),
    ...(script.start === null
      ? {}
      : { start: (state, context) => perform(state, script.start, alone(context)) }),
    accepts: (state, { value }) => !(spec.flaw === 'refused' && isLate(state) && value === odd),
    ...(spec.ages ? { stale: ({ place }, { type }) => place > type } : {}),
    receive: (state, message, context) => {
      if (spec.ages && state.place > message.type) return
      const { from } = context
      const deed = script.receive[state.place * types + message.type]
      perform(state, deed, { spec, context, message, from })
    },
    timeout: {
      tick: (state, context) => perform(state, script.timeout[state.place], alone(context)),
    },
    internal: {
      step: {
        budget: 'steps',
        when: ({ place, held }) =>
          script.step[place] !== null && !(spec.flaw === 'guarded' && held === odd),
        ...(spec.family
          ? {
              each: (_: State, { self }: { self: string }) => pool(spec, self),
              doEach: (state: State, value: string, context: Around['context']) =>
                perform(state, script.step[state.place], { ...alone(context), value }),
            }
          : {
              do: (state: State, context: Around['context']) =>
                perform(state, script.step[state.place], alone(context)),
            }),
      },
    },
    durable: ({ place, held, sent }) => ({ place, held, sent }),
    recover: (state) => void Object.assign(state, { seen: new Set(), list: [], table: {} }),
  })
}

interface AnyView {
  nodes: { s: readonly State[]; hub?: State }
  inFlight: readonly { message: Message }[]
  observed: { sent?: { values: Set<string>; last: string | null } }
}

/** What is looked at: what is not asked about is not, as it would switch reductions off. */
const looks: Readonly<Record<Look['about'], (view: AnyView, look: Look) => boolean>> = {
  places: ({ nodes: { s } }, { place, count }) =>
    s.filter((each) => each.place === place).length >= count,
  held: ({ nodes: { s } }, { count }) => s.filter(({ held }) => held !== null).length >= count,
  seen: ({ nodes: { s } }, { count }) => s.some(({ seen }) => seen.size >= count),
  marks: ({ nodes: { s } }, { place }) =>
    s.some((each) => allValues.some((value) => each[value] === 1 && each.place === place)),
  table: ({ nodes: { s } }, { count }) =>
    s.some(({ table }) => Object.entries(table).filter(([key, it]) => key !== it).length >= count),
  agree: ({ nodes: { s } }, { count }) =>
    new Set(s.map(({ held }) => held)).size >= Math.min(count, 2) && s[0]?.held !== null,
  mail: ({ nodes: { s }, inFlight }, { place }) =>
    inFlight.some(({ message: { type, value } }) => type === place % types && value === s[0]?.held),
  observed: ({ nodes: { s }, observed: { sent } }, { count }) =>
    sent !== undefined &&
    sent.values.size >= count &&
    sent.last !== null &&
    s.some(({ held }) => held === sent.last),
}

const lookAt = (look: Look, { flaw, isWatched }: ValuedSpec) => {
  const about = look.about === 'observed' && !isWatched ? 'seen' : look.about
  return (erased: unknown): boolean => {
    const view = erased as AnyView
    if (flaw === 'seen' && about === 'held') return view.nodes.s[0]?.held === odd
    if (flaw === 'seen' && about === 'marks') return view.nodes.s[0]?.[odd] === 1
    return looks[about](view, look)
  }
}

/** What a step may not do: to what is held, or to what is the case. */
const changesBy = (look: Look, spec: ValuedSpec) => {
  const is = lookAt(look, spec)
  return (before: unknown, after: unknown): boolean => {
    if (look.about !== 'held' || spec.flaw === 'seen') return !is(before) && is(after)
    const now = (after as AnyView).nodes.s
    return (before as AnyView).nodes.s.some(
      ({ held }, at) => held !== null && now[at]?.held !== held,
    )
  }
}

const networkOf = ({ network: { kind, loss } }: ValuedSpec): Network =>
  ({ duplicating, fifo, unordered })[kind]({ loss })

/** Keeps what was sent. */
const sentBy = ({ flaw }: ValuedSpec) =>
  observer<{ values: Set<string>; last: string | null }, Message>({
    initial: () => ({ values: new Set(), last: null }),
    on: {
      send: (known, { message: { value } }) => {
        if (value === null || (flaw === 'heard' && value !== odd)) return
        known.values.add(value)
        known.last = value
      },
    },
  })

/** The system that a specification stands for. */
export const buildValued = (spec: ValuedSpec): System => {
  const [server, hub] = spec.scripts.map((each) => roleOf(each, spec)) as [
    Role<State, Message, string>,
    Role<State, Message, string>,
  ]
  const { bound, crashes } = spec
  return system({
    name: 'random, with values',
    interchangeable: [valuesOf(spec), ...(spec.hasMore ? [moreValues] : [])],
    nodes: { s: replicas(spec.replicas, server), ...(spec.hasHub ? { hub } : {}) },
    network: networkOf(spec),
    faults: {
      ...(crashes === 0 ? {} : { crashes: { times: crashes } }),
      ...(spec.isCut && (spec.hasHub || spec.replicas > 1)
        ? { partitions: { split: 'any' as const, times: 1 } }
        : {}),
    },
    timers: spec.timers,
    budgets: { steps: 2 },
    observers: spec.isWatched ? { sent: sentBy(spec) } : {},
    ...(bound === null
      ? {}
      : {
          within: (erased: unknown) =>
            (erased as AnyView).nodes.s.reduce((sum, { seen }) => sum + seen.size, 0) <= bound,
        }),
    properties: (kit) =>
      Object.fromEntries(
        spec.properties.map(({ kind, look }, index): [string, Property] => {
          const is = lookAt(look, spec)
          const name = `p${index}`
          if (kind === 'stepwise') {
            const changes = changesBy(look, spec)
            return [name, kit.stepwise((before, after) => !changes(before, after))]
          }
          if (kind === 'noDeadlock') return [name, kit.noDeadlock({ unless: is })]
          return [name, kind === 'always' ? kit.always((view) => !is(view)) : kit.reachable(is)]
        }),
      ),
  })
}
