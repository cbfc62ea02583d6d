import fc from 'fast-check'
import {
  duplicating,
  fifo,
  replicas,
  role,
  system,
  unordered,
  type Budget,
  type Faults,
  type Network,
  type NetworkByLink,
  type Property,
  type Role,
  type System,
} from 'netsplit'
import type { Ageing } from './random-system.ts'
import { isWatched, observersOf, type Watched, type Watcher } from './symmetric-watchers.ts'

/*
 * Random small systems with replicas that are treated alike by construction: handlers know each other's
 * names, keep and send them, and never look at what a name says. Some have a flaw that tells replicas apart.
 */

type Who = 'self' | 'from' | 'leader' | 'nobody'
type Whom = 'from' | 'others' | 'all' | 'hub' | 'leader' | 'any' | 'self'

export interface Deed {
  goTo: number
  sends: { to: Whom; type: number; who: Who; once: boolean }[]
  notes: 'nothing' | 'from' | 'who' | 'clear'
  leader: 'keep' | Who | 'any'
  timer: 'leave' | 'set' | 'clear'
}

export interface Script {
  start: Deed | null
  receive: (Deed | null)[]
  timeout: (Deed | null)[]
  step: (Deed | null)[]
  refuses: number
  recovers: boolean
}

const flaws = [
  'list', // names are kept in the order of their arrival, and sorted
  'first', // `others` are taken as a list with a first one
  'named', // one name is treated otherwise, late
  'start', // one name begins otherwise
  'seen', // a predicate looks at one of the replicas
  'crash', // only one may crash
  'cut', // only one can be cut off
  'link', // what one sends travels otherwise
  'text', // names are parts of texts
] as const

/** Where messages are given up, besides: */
export const staleFlaws = [
  'spares', // one name gives nothing up
  'doubts', // one name does not give some messages up any more, late
  'heeds', // one name heeds some of what it gave up, late
] as const

export interface SymmetricSpec {
  /** Nodes never go back to an earlier place, and give up messages of a type before it. Default: no. */
  ages?: Ageing
  replicas: number
  /** A second group of so many; 0 for none. */
  peers: number
  hasHub: boolean
  scripts: [Script, Script, Script]
  network: { kind: Network['kind']; loss: Budget; duplication: Budget }
  /** How messages travel between replicas of the first group, where it is in another way. Default: it is not. */
  among?: Network['kind'] | null
  crashes: Budget | null
  cuts: 'none' | 'any' | 'each'
  /** How many of them may stand at the same time, and how many come in a run. Default: 1. */
  cutsAtOnce?: number
  isDropping: boolean
  timers: 'any' | 'patient'
  /** Whether their step is a family, one for each other replica: in place of a choice. Default: no. */
  family?: boolean
  /** How often replicas may take their step in a run, all of them together; null: as often as they like. */
  steps: Budget | null
  mostSent: number
  flaw: (typeof flaws)[number] | (typeof staleFlaws)[number] | null
  bound: number | null
  /** Who is told of what happens, and what is asked of them. Default: nobody. */
  watchers?: readonly Watcher[]
  watched?: readonly Watched[]
  properties: { kind: 'always' | 'never' | 'reachable' | 'noDeadlock' | 'stepwise'; look: Look }[]
}

interface Look {
  about: 'places' | 'known' | 'leaders' | 'up' | 'mail' | 'cut'
  place: number
  count: number
}

const places = 3
const types = 2

const deed: fc.Arbitrary<Deed> = fc.record({
  goTo: fc.nat(places - 1),
  sends: fc.array(
    fc.record({
      to: fc.constantFrom<Whom[]>('from', 'others', 'all', 'hub', 'leader', 'any', 'self'),
      type: fc.nat(types - 1),
      who: fc.constantFrom<Who[]>('self', 'from', 'leader', 'nobody'),
      once: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  notes: fc.constantFrom('nothing' as const, 'from' as const, 'who' as const, 'clear' as const),
  leader: fc.constantFrom('keep' as const, 'self' as const, 'from' as const, 'any' as const),
  timer: fc.constantFrom('leave' as const, 'leave' as const, 'set' as const, 'clear' as const),
})
const mayBe = fc.option(deed, { freq: 2 })
const script: fc.Arbitrary<Script> = fc.record({
  start: fc.option(deed, { freq: 2 }),
  receive: fc.array(mayBe, { minLength: places * types, maxLength: places * types }),
  timeout: fc.array(mayBe, { minLength: places, maxLength: places }),
  step: fc.array(mayBe, { minLength: places, maxLength: places }),
  refuses: fc.nat(3 * places * types),
  recovers: fc.boolean(),
})
const budget = fc.constantFrom<Budget[]>(0, 0, 0, 1)

export const symmetricSpec: fc.Arbitrary<SymmetricSpec> = fc.record({
  replicas: fc.constantFrom(2, 3, 3, 4),
  peers: fc.constantFrom(0, 0, 0, 2),
  hasHub: fc.boolean(),
  scripts: fc.tuple(script, script, script),
  network: fc.record({
    kind: fc.constantFrom('unordered' as const, 'duplicating' as const, 'fifo' as const),
    loss: budget,
    duplication: budget,
  }),
  among: fc.option(fc.constantFrom('unordered' as const, 'duplicating' as const, 'fifo' as const), {
    freq: 1,
    nil: null,
  }),
  crashes: fc.option(fc.constantFrom<Budget[]>(1, 1, 2), { freq: 3 }),
  cuts: fc.constantFrom('none' as const, 'none' as const, 'any' as const, 'each' as const),
  isDropping: fc.boolean(),
  timers: fc.constantFrom('any' as const, 'any' as const, 'patient' as const),
  family: fc.boolean(),
  steps: fc.option(fc.constantFrom<Budget[]>(0, 1, 2), { freq: 2 }),
  mostSent: fc.integer({ min: 1, max: 2 }),
  flaw: fc.option(fc.constantFrom(...flaws), { freq: 4, nil: null }),
  bound: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 5 }),
  properties: fc.array(
    fc.record({
      kind: fc.constantFrom('always', 'never', 'reachable', 'reachable', 'noDeadlock', 'stepwise'),
      look: fc.record({
        about: fc.constantFrom('places', 'places', 'known', 'leaders', 'up', 'mail', 'cut'),
        place: fc.nat(places - 1),
        count: fc.integer({ min: 1, max: 3 }),
      }),
    }),
    { minLength: 2, maxLength: 4 },
  ) as fc.Arbitrary<SymmetricSpec['properties']>,
})

interface State {
  place: number
  known: Set<string>
  /** Only with a flaw: names in a list, or texts. */
  list: string[]
  leader: string | null
  /** By name, as keys of a record. */
  heard: Record<string, number>
  sent: number
}

interface Message {
  type: number
  who: string | null
}

type Context = Parameters<
  NonNullable<Parameters<typeof role<State, Message, 'tick'>>[0]['start']>
>[1]

/** The name of the replica that a flaw treats otherwise. */
const odd = 's1'

/** What a handler knows besides the state. */
interface Around {
  readonly context: Context
  readonly from: string | null
  readonly message: Message | null
  readonly spec: SymmetricSpec
  /** The other replica that a step of a family is for. */
  readonly other?: string
  /** Whether the node may come back to a place that it left. */
  readonly goesBack: boolean
}

/** Does what a handler is to do. */
const perform = (state: State, deed: Deed | null | undefined, around: Around): void => {
  if (!deed) return
  const { context, from, spec } = around
  state.place = placeAfter(state, deed, around)
  takeNote(state, deed, around)
  if (deed.leader === 'any') state.leader = anyOther(around)
  else if (deed.leader !== 'keep') state.leader = named(state, deed.leader, context, from)
  for (const { to, type, who, once: isOnce } of deed.sends) {
    const once = isOnce && spec.network.kind !== 'fifo' && spec.among !== 'fifo'
    const receivers = once || state.sent < spec.mostSent ? receiversOf(state, to, around) : []
    if (receivers.length === 0) continue
    // What is sent once does not pile up.
    if (!once) state.sent += 1
    context.send(receivers, { type, who: named(state, who, context, from) }, { once })
  }
  if (deed.timer === 'set') context.setTimer('tick')
  if (deed.timer === 'clear') context.clearTimer('tick')
}

const placeAfter = (
  { place }: State,
  { goTo }: Deed,
  { context, spec, goesBack }: Around,
): number => {
  if (spec.flaw === 'named' && context.self === odd && place === 1) return 0
  return spec.ages === undefined || goesBack ? goTo : Math.max(place, goTo)
}

const takeNote = (state: State, { notes }: Deed, { from, message, spec }: Around): void => {
  if (notes === 'clear') state.known.clear()
  const note = notes === 'from' ? from : notes === 'who' ? message?.who : null
  if (!note) return
  state.known.add(note)
  state.heard[note] = 1
  if (spec.flaw === 'list') state.list = [...new Set([...state.list, note])].toSorted()
  if (spec.flaw === 'text') state.list = [`heard of ${note}`]
}

const named = (state: State, who: Who, { self }: Context, from: string | null): string | null =>
  ({ self, from, leader: state.leader, nobody: null })[who]

const anyOther = ({ context, spec, other }: Around): string => {
  if (other !== undefined) return other
  const { self, others } = context
  if (others.length === 0) return self
  return spec.flaw === 'first' ? (others[0] ?? self) : context.choose(others)
}

const receiversOf = (state: State, to: Whom, around: Around): readonly string[] => {
  const { context, from, spec } = around
  if (to === 'others') return context.others
  if (to === 'all') return context.group('s')
  if (to === 'any') return [anyOther(around)]
  const hub = spec.hasHub ? 'hub' : null
  const one = { from, leader: state.leader, self: context.self, hub }[to]
  return one === null ? [] : [one]
}

const roleOf = (script: Script, spec: SymmetricSpec): Role<State, Message, string> => {
  const goesBack = (...when: readonly Ageing[]): boolean => when.some((each) => each === spec.ages)
  const alone = (context: Context, ...back: readonly Ageing[]): Around => ({
    context,
    from: null,
    message: null,
    spec,
    goesBack: goesBack(...back),
  })
  const atStart = (self: string): number => (spec.flaw === 'start' && self === odd ? 1 : 0)
  const step = (state: State, context: Context, other?: string): void => {
    const deed = script.step[state.place]
    // Else it could go on for ever.
    state.sent += 1
    const around = alone(context, 'turns back')
    perform(state, deed, other === undefined ? around : { ...around, other })
  }
  return role<State, Message, 'tick', string>({
    initial: ({ self }) => ({
      place: atStart(self),
      known: new Set(),
      list: [],
      leader: null,
      heard: {},
      sent: 0,
    }),
    ...(script.start === null
      ? {}
      : { start: (state, context) => perform(state, script.start, alone(context)) }),
    accepts: ({ place }, { type }) => place * types + type !== script.refuses,
    ...(spec.ages === undefined ? {} : { stale: staleOf(spec) }),
    receive: (state, message, context) => {
      const { place } = state
      const { from, self } = context
      if (spec.ages !== undefined && place > message.type && !heeds(spec, state, message, self))
        return
      const around = { context, from, message, spec, goesBack: goesBack('turns back') }
      perform(state, script.receive[place * types + message.type], around)
    },
    timeout: {
      tick: (state, context) =>
        perform(state, script.timeout[state.place], alone(context, 'goes back')),
    },
    internal: {
      step: {
        ...(spec.steps === null ? {} : { budget: 'steps' }),
        when: ({ place, sent }) => script.step[place] !== null && sent < spec.mostSent,
        ...(spec.family === true
          ? {
              each: (_: State, { others }: { others: readonly string[] }) =>
                spec.flaw === 'first' ? others.slice(0, 1) : others,
              doEach: (state: State, other: string, context: Context) =>
                step(state, context, other),
            }
          : { do: (state: State, context: Context) => step(state, context) }),
      },
    },
    durable: ({ place, sent, known }) =>
      spec.ages === undefined || spec.ages === 'forgets' ? { sent, known } : { place, sent, known },
    ...(script.recovers ? { recover: (state) => void (state.place = 2) } : {}),
    ...(spec.watchers === undefined ? {} : { operations }),
  })
}

/** A node waits for all that it knows of, and refuses to wait for its leader. */
const operations = ({ known, leader }: State): { waiting: string[]; refused: string[] } => ({
  waiting: [...known].filter((name) => name !== leader),
  refused: leader === null ? [] : [leader],
})

/** Whether a flaw shows only now. */
const isLate = (state: State, { who }: Message, self: string): boolean =>
  state.place === 2 && who === null && self === odd

/** What a role with old messages says is old. */
const staleOf =
  ({ ages, flaw }: SymmetricSpec) =>
  (state: State, message: Message, { self }: { readonly self: string }): boolean => {
    if (flaw === 'spares' && self === odd) return false
    if (flaw === 'doubts' && isLate(state, message, self)) return false
    return ages === 'too soon' ? state.place >= message.type : state.place > message.type
  }

/** Whether a node does something about an old message all the same. */
const heeds = ({ ages, flaw }: SymmetricSpec, ...when: Parameters<typeof isLate>): boolean =>
  (ages === 'heeds' && when[0].place === 2) || (flaw === 'heeds' && isLate(...when))

interface AnyView {
  nodes: { s: readonly State[]; p?: readonly State[]; hub?: State }
  up: { s: readonly boolean[] }
  inFlight: readonly { message: Message }[]
  partitioned: boolean
}

const lookAt = ({ about, place, count }: Look, flaw: SymmetricSpec['flaw']) => {
  return (erased: unknown): boolean => {
    // What is not asked about is not looked at: it would switch reductions off.
    const view = erased as AnyView
    const { s } = view.nodes
    if (flaw === 'seen' && about === 'places') return s[1]?.place === place
    switch (about) {
      case 'places':
        return s.filter((each) => each.place === place).length >= count
      case 'known':
        return s.some(({ known }) => known.size >= count)
      case 'leaders':
        return new Set(s.map(({ leader }) => leader)).size >= count
      case 'up':
        return view.up.s.filter(Boolean).length <= s.length - count
      case 'mail':
        return view.inFlight.filter(({ message }) => message.type === place % types).length >= count
      case 'cut':
        return view.partitioned && s.some((each) => each.place === place)
    }
  }
}

/** What a step may not do: to the places or the leaders of nodes one by one, or to what is the case. */
const changesBy = (look: Look, flaw: SymmetricSpec['flaw']) => {
  const is = lookAt(look, flaw)
  const { about, place, count } = look
  return (before: unknown, after: unknown): boolean => {
    if (about !== 'places' && about !== 'leaders') return !is(before) && is(after)
    const [old, now] = [(before as AnyView).nodes.s, (after as AnyView).nodes.s]
    const changed = (each: State, at: number): boolean => {
      if (about === 'leaders') return each.leader !== null && now[at]?.leader !== each.leader
      return each.place === place && now[at]?.place !== place
    }
    if (flaw === 'seen') return old[1] !== undefined && changed(old[1], 1)
    return old.filter(({ place: at }) => at === place).length >= count && old.some(changed)
  }
}

/** In which several cuts stand, if there are so many. */
const manyAtOnce = ({ cutsAtOnce, flaw }: SymmetricSpec): { times?: number; atOnce?: number } =>
  cutsAtOnce === undefined || flaw === 'cut' ? {} : { times: cutsAtOnce, atOnce: cutsAtOnce }

const faultsOf = (spec: SymmetricSpec): Faults => {
  const names = Array.from({ length: spec.replicas }, (_, index) => `s${index + 1}`)
  const messages = spec.isDropping ? ('dropped' as const) : ('delayed' as const)
  const each = names.map((name) => [[name]])
  // With one node there is nothing to cut.
  const split = spec.flaw === 'cut' ? [[odd]] : spec.cuts === 'each' ? each : ('any' as const)
  const isCut = spec.flaw === 'cut' || spec.cuts !== 'none'
  const isCrashing = spec.flaw === 'crash' || spec.crashes !== null
  return {
    ...(isCut ? { partitions: { split, messages, ...manyAtOnce(spec) } } : {}),
    ...(isCrashing
      ? {
          crashes: {
            times: spec.crashes ?? 1,
            ...(spec.flaw === 'crash' ? { nodes: [odd] } : {}),
          },
        }
      : {}),
  }
}

const networkOf = (spec: SymmetricSpec): Network | NetworkByLink => {
  const { network, among = null, flaw } = spec
  const { kind, loss, duplication } = network
  const makes = { duplicating, fifo, unordered }
  const others = kind === 'duplicating' ? duplicating({ loss }) : makes[kind]({ loss, duplication })
  if (flaw === 'link') {
    const other = kind === 'unordered' ? duplicating() : unordered()
    return { links: [{ from: odd, to: 's', network: other }], default: others }
  }
  if (among === null) return others
  const isAll = !spec.hasHub && spec.peers === 0
  return {
    links: [{ from: 's', to: 's', network: makes[among]() }],
    ...(isAll ? {} : { default: others }),
  }
}

/** The system that a specification stands for. */
export const buildSymmetric = (spec: SymmetricSpec): System => {
  const [server, peer, hub] = spec.scripts.map((each) => roleOf(each, spec)) as [
    Role<State, Message, string>,
    Role<State, Message, string>,
    Role<State, Message, string>,
  ]
  const { bound, flaw } = spec
  return system({
    name: 'random, with replicas',
    nodes: {
      ...(spec.hasHub ? { hub } : {}),
      s: replicas(spec.replicas, server),
      ...(spec.peers === 0 ? {} : { p: replicas(spec.peers, peer) }),
    },
    network: networkOf(spec) as Network,
    faults: faultsOf(spec) as Faults<never>,
    timers: spec.timers,
    budgets: spec.steps === null ? {} : { steps: spec.steps },
    observers: observersOf(spec.watchers ?? []),
    ...(bound === null
      ? {}
      : {
          within: (erased: unknown) =>
            (erased as AnyView).nodes.s.reduce((sum, { sent }) => sum + sent, 0) <= bound,
        }),
    properties: (kit) =>
      Object.fromEntries([
        ...(spec.watched ?? []).map((each, index): [string, Property] => {
          const is = isWatched(each)
          if (each.kind === 'reachable') return [`w${index}`, kit.reachable(is)]
          if (each.kind === 'always') return [`w${index}`, kit.always((view) => !is(view))]
          return [`w${index}`, kit.stepwise((before, after) => is(before) || !is(after))]
        }),
        ...spec.properties.map(({ kind: of, look }, index): [string, Property] => {
          if (of === 'stepwise') {
            const changes = changesBy(look, flaw)
            return [`p${index}`, kit.stepwise((before, after) => !changes(before, after))]
          }
          const is = lookAt(look, flaw)
          if (of === 'noDeadlock') return [`p${index}`, kit.noDeadlock({ unless: is })]
          return [`p${index}`, of === 'always' ? kit.always((view) => !is(view)) : kit[of](is)]
        }),
      ]),
  })
}
