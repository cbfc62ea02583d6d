import fc from 'fast-check'
import {
  byzantine,
  client,
  duplicating,
  fifo,
  observer,
  role,
  system,
  unordered,
  type Budget,
  type Faults,
  type Kit,
  type LinksBetween,
  type Network,
  type Observer,
  type Property,
  type Role,
  type System,
  type TimeOptions,
  type Told,
  type ToldKind,
} from 'netsplit'

/*
 * Random small systems: roles are random tables, over every network, fault, timer, choice and
 * client. What is generated is plain data, so that a failing case can be printed, shrunk and kept.
 */

/** What one handler does: where to go, what to send, which timers to touch. */
interface Effect {
  goTo: number
  sends: { to: number; message: number; once?: boolean }[]
  timers: { name: 0 | 1; isSet: boolean; units?: number }[]
  replies: boolean
  /** Where it saves what is durable: before so many of the messages. Default: it does not say. */
  saves?: number | null
}

/** One or two effects: with two the handler chooses. */
type Effects = Effect[]

interface RoleSpec {
  start: Effects | null
  /** By state * messages + message. */
  receive: Effects[]
  /** Pairs (state * messages + message) that are not accepted. */
  refuses: number[]
  /** By state * 2 + timer. */
  timeout: Effects[]
  /** With `family` each effect is a step of its own, in `choosing` one with a choice. Default: it is chosen. */
  internal: { when: number[]; effects: Effects[]; family?: 'items' | 'choosing' | null }[]
  durable: 'nothing' | 'all' | 'place'
  recover: Effects | null
  choosesStart: boolean
}

type PropertySpec =
  | { kind: 'always' | 'never' | 'reachable'; of: PredicateSpec }
  | { kind: 'stepwise'; node: number; rule: 'up' | 'calm' | 'moves' | 'shows' }
  | { kind: 'noDeadlock'; unless: PredicateSpec | null }

/** Predicates are mostly true: what they exclude is what a search has to look for. */
export type PredicateSpec =
  | { about: 'meeting'; places: [number, number][]; sent: number; rank: number }
  | { about: 'lottery'; weights: number[]; modulus: number; drawn: number }
  | { about: 'states'; first: [number, number]; second: [number, number]; isOr: boolean }
  | { about: 'up'; node: number }
  | { about: 'cut' }
  | { about: 'mail'; message: number; most: number }
  | { about: 'answers'; most: number }
  | { about: 'observed'; drawn: number }

/** What an observer listens to; of messages and nodes to all, or to those of one type or node. */
interface EarSpec {
  kind: ToldKind
  weight: number
  only: number | null
}

interface NetworkSpec {
  kind: Network['kind']
  loss: Budget
  duplication: Budget
}

/** From some nodes to some, clients among them: of links that were named before these are no part. */
interface LinksSpec extends NetworkSpec {
  from: number[]
  to: number[]
}

export interface SystemSpec {
  /** Who is told of what happens. Default: nobody. */
  observers?: EarSpec[][]
  /** Handlers return their next state, which `persist` does not go with. Default: they change a draft. */
  returnsStates?: boolean
  /** Nodes never go back to an earlier place, and ignore messages of a type before it. Default: no. */
  ages?: Ageing
  roles: RoleSpec[]
  /** The role of each node. */
  nodes: number[]
  clients: { near: number; script: number[]; isGenerator: boolean; retries?: boolean }[]
  /** A node that may say messages of some types, and of some that it has heard. Default: none. */
  traitor?: { says: number[]; hears: number[] } | null
  /** On queues `losesHead`: the oldest of a link alone may be lost. Default: any. */
  network: NetworkSpec & {
    losesHead?: boolean
    /** Links on which messages travel in another way. Default: none. */
    links?: LinksSpec[]
  }
  partitions: {
    split: 'any' | 'first' | 'one-way' | 'links' | 'list' | 'three'
    times: Budget
    atStart: boolean
    heals: 'never' | 'maybe' | 'eventually'
    messages: 'delayed' | 'dropped'
    /** How many cuts may stand at the same time, of `any` two nodes and of lists. Default: 1. */
    atOnce?: number
  } | null
  crashes: {
    times: Budget
    restarts: 'never' | 'maybe' | 'eventually'
    first: boolean
    /** How many nodes may be down at the same time. Default: any number. */
    atOnce?: number | null
    /** In how many crashes the disk is lost. Default: 0. */
    losesDisk?: number
    /** Whether nodes crash in the middle of steps. Default: no. */
    midStep?: boolean
  } | null
  timers: 'any' | 'patient'
  /** Default: none. */
  time?: TimeOptions
  /** Which timer and which internal steps, by their places, spend budgets, and of how many. Default: none. */
  budgets?: { timer: 0 | 1 | null; steps: number[]; times: [Budget, Budget] } | null
  /** How many messages a node may send in its life: keeps the space finite. Null: nobody counts. */
  mostSent: number | null
  within: PredicateSpec | null
  properties: PropertySpec[]
  /** Each picks a state out of the space (0 the last one, 1 the first) for a property to find. */
  aims: number[]
}

/** What of it is not quite so: messages are given up that may matter then. */
export type Ageing = 'always' | 'too soon' | 'goes back' | 'turns back' | 'forgets' | 'heeds'

const places = 3
/** What an observer of a random system can know. */
const marks = 3
const messages = 2
const timerNames = ['early', 'late'] as const

interface State {
  place: number
  sent: number
}

interface Message {
  type: number
}

const mostly = fc.constantFrom(true, true, true, false)

const effect: fc.Arbitrary<Effect> = fc.record({
  goTo: fc.nat(places - 1),
  sends: fc.array(fc.record({ to: fc.nat(3), message: fc.nat(messages - 1), once: fc.boolean() }), {
    maxLength: 2,
  }),
  timers: fc.array(fc.record({ name: fc.constantFrom(0, 1), isSet: fc.boolean() }), {
    maxLength: 1,
  }),
  replies: fc.boolean(),
  saves: fc.constantFrom(null, null, 0, 1, 2),
})
const effects: fc.Arbitrary<Effects> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(effect) },
  { weight: 1, arbitrary: fc.tuple(effect, effect) },
)
/** A handler that does nothing in most states: ignored deliveries must be common. */
const idle: Effects = []
const reaction = fc.oneof(
  { weight: 2, arbitrary: effects },
  { weight: 1, arbitrary: fc.constant(idle) },
)

const roleSpec: fc.Arbitrary<RoleSpec> = fc.record({
  start: fc.option(effects, { freq: 3 }),
  receive: fc.array(reaction, { minLength: places * messages, maxLength: places * messages }),
  refuses: fc.array(fc.nat(places * messages - 1), { maxLength: 2 }),
  timeout: fc.array(reaction, { minLength: places * 2, maxLength: places * 2 }),
  internal: fc.array(
    fc.record({
      when: fc.uniqueArray(fc.nat(places - 1), { minLength: 1, maxLength: 2 }),
      effects: fc.array(effects, { minLength: places, maxLength: places }),
      family: fc.constantFrom<('items' | 'choosing' | null)[]>('items', 'choosing', null),
    }),
    { maxLength: 2 },
  ),
  durable: fc.constantFrom('nothing', 'all', 'place'),
  recover: fc.option(effects),
  choosesStart: fc.boolean(),
})

export const predicateSpec: fc.Arbitrary<PredicateSpec> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      about: fc.constant('lottery' as const),
      weights: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 3 }),
      modulus: fc.constantFrom(7, 13, 23, 41),
      drawn: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      about: fc.constant('meeting' as const),
      places: fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(places - 1)), {
        minLength: 1,
        maxLength: 3,
        selector: ([node]) => node,
      }),
      sent: fc.nat(4),
      rank: fc.nat(3),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      about: fc.constant('states' as const),
      first: fc.tuple(fc.nat(2), fc.constantFrom(0, 1, 1, 2, 2)),
      second: fc.tuple(fc.nat(2), fc.constantFrom(0, 1, 1, 2, 2)),
      isOr: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ about: fc.constant('up' as const), node: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ about: 'cut' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      about: fc.constant('mail' as const),
      message: fc.nat(messages - 1),
      most: fc.nat(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ about: fc.constant('answers' as const), most: fc.nat(2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ about: fc.constant('observed' as const), drawn: fc.nat(marks - 1) }),
  },
)

const propertySpec: fc.Arbitrary<PropertySpec> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('always', 'never', 'reachable'),
      of: predicateSpec,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('stepwise' as const),
      node: fc.nat(2),
      rule: fc.constantFrom('up', 'calm', 'moves', 'shows'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('noDeadlock' as const),
      unless: fc.option(predicateSpec),
    }),
  },
)

const budget = fc.constantFrom<Budget[]>(0, 0, 1, 2, 'unlimited')
const networkSpec = {
  kind: fc.constantFrom('unordered' as const, 'duplicating' as const, 'fifo' as const),
  loss: budget,
  duplication: budget,
}
const some = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 })
const linksSpec: fc.Arbitrary<LinksSpec> = fc.record({ ...networkSpec, from: some, to: some })
const someBudget = fc.constantFrom<Budget[]>(1, 1, 2, 'unlimited')
const earSpec: fc.Arbitrary<EarSpec> = fc.record({
  kind: fc.constantFrom<ToldKind[]>(
    ...([
      'send',
      'deliver',
      'lose',
      'timeout',
      'step',
      'crash',
      'restart',
      'split',
      'heal',
    ] as const),
    ...(['change', 'invoke', 'return', 'send', 'deliver'] as const),
  ),
  weight: fc.integer({ min: 1, max: 4 }),
  only: fc.option(fc.nat(2)),
})

/** More than half of the systems have observers. */
const ears = fc.uniqueArray(earSpec, { minLength: 1, maxLength: 4, selector: ({ kind }) => kind })
const observerSpecs = fc.oneof(
  { weight: 4, arbitrary: fc.constant<EarSpec[][]>([]) },
  { weight: 4, arbitrary: fc.tuple(ears) },
  { weight: 1, arbitrary: fc.tuple(ears, ears) },
)

const promise = fc.constantFrom('never' as const, 'maybe' as const, 'eventually' as const)

const clientSpec = fc.record({
  near: fc.nat(2),
  script: fc.array(fc.nat(messages - 1), { minLength: 1, maxLength: 2 }),
  isGenerator: fc.boolean(),
  retries: mostly,
})

export const systemSpec: fc.Arbitrary<SystemSpec> = fc.record({
  observers: observerSpecs,
  roles: fc.array(roleSpec, { minLength: 1, maxLength: 2 }),
  nodes: fc.array(fc.nat(1), { minLength: 1, maxLength: 3 }),
  clients: fc.oneof(
    { weight: 1, arbitrary: fc.constant<SystemSpec['clients']>([]) },
    { weight: 7, arbitrary: fc.tuple(clientSpec) },
  ),
  network: fc.record({
    ...networkSpec,
    links: fc.oneof(
      { weight: 2, arbitrary: fc.constant<LinksSpec[]>([]) },
      { weight: 4, arbitrary: fc.tuple(linksSpec) },
      { weight: 1, arbitrary: fc.tuple(linksSpec, linksSpec) },
    ),
  }),
  traitor: fc.option(
    fc.record({
      says: fc.uniqueArray(fc.nat(messages - 1), { minLength: 1, maxLength: messages }),
      hears: fc.uniqueArray(fc.nat(messages), { maxLength: messages + 1 }),
    }),
    { freq: 2, nil: null },
  ),
  partitions: fc.option(
    fc.record({
      split: fc.constantFrom(
        'any' as const,
        'first' as const,
        'one-way' as const,
        'links' as const,
        'list' as const,
      ),
      times: someBudget,
      atStart: fc.boolean(),
      heals: promise,
      messages: fc.constantFrom('delayed' as const, 'dropped' as const),
    }),
  ),
  crashes: fc.option(
    fc.record({
      times: someBudget,
      restarts: promise,
      first: fc.boolean(),
      atOnce: fc.constantFrom(null, 1, 1, 1, 2),
      losesDisk: fc.constantFrom(0, 1, 1),
      midStep: fc.constantFrom(true, true, true, false),
    }),
  ),
  timers: fc.constantFrom('any' as const, 'patient' as const),
  budgets: fc.option(
    fc.record({
      timer: fc.constantFrom(0 as const, 1 as const, null),
      steps: fc.uniqueArray(fc.nat(1), { maxLength: 2 }),
      times: fc.tuple(
        fc.constantFrom<Budget[]>(0, 1, 1, 2, 'unlimited'),
        fc.constantFrom<Budget[]>(0, 1, 1, 2, 'unlimited'),
      ),
    }),
    { freq: 3, nil: null },
  ),
  mostSent: fc.integer({ min: 1, max: 2 }),
  within: fc.option(predicateSpec, { freq: 3 }),
  properties: fc.array(propertySpec, { minLength: 1, maxLength: 4 }),
  aims: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
})

/** The budgets that are spent. */
const budgetsOf = ({
  budgets = null,
  roles,
  time,
}: SystemSpec): Readonly<Record<string, Budget>> => {
  if (budgets === null) return {}
  const { timer, steps, times } = budgets
  const haveSteps = steps.some((step) => roles.every(({ internal }) => step < internal.length))
  return {
    ...(timer === null || time !== undefined ? {} : { timing: times[0] }),
    ...(haveSteps ? { stepping: times[1] } : {}),
  }
}

/** Of how many systems compared some words of the language are to occur in, as shares. */
export const wordShares: Readonly<Record<string, number>> = {
  observers: 1 / 5,
  once: 1 / 5,
  // A client that asks again has many states.
  retry: 1 / 25,
  links: 1 / 5,
  budgets: 1 / 5,
  'at once': 1 / 5,
  'lost disks': 1 / 5,
  // On bags and sets only: they are in about two of nine.
  traitor: 1 / 15,
  'crash in a step': 1 / 5,
  persist: 1 / 5,
  families: 1 / 5,
}

const says = (part: unknown, word: string): boolean =>
  JSON.stringify(part).includes(`"${word}":true`)

/** On queues, and with time, there are none. */
const hasTraitor = ({ traitor = null, network, time }: SystemSpec): boolean =>
  traitor !== null && network.kind !== 'fifo' && time === undefined

/** The nodes by number: clients behind the others. */
const idsOf = ({ nodes, clients }: SystemSpec): readonly string[] => [
  ...nodes.map((_, index) => `n${index}`),
  ...clients.map((_, index) => `c${index}`),
]

/** The links between two nodes that an entry names, but for those that one before it names. */
const pairsOf = (spec: SystemSpec, entry: number): readonly (readonly [string, string])[] => {
  const ids = idsOf(spec)
  const links = spec.network.links ?? []
  const named = ({ from, to }: LinksSpec): readonly string[] =>
    ids.flatMap((a, sender) =>
      ids.flatMap((b, receiver) =>
        from.some((each) => each % ids.length === sender) &&
        to.some((each) => each % ids.length === receiver)
          ? [`${a} ${b}`]
          : [],
      ),
    )
  const before = links.slice(0, entry).flatMap(named)
  return links
    .slice(entry, entry + 1)
    .flatMap(named)
    .filter((pair) => !before.includes(pair))
    .map((pair) => pair.split(' ') as [string, string])
}

const tables = new WeakMap<SystemSpec, ReadonlyMap<string, Network['kind']>>()

/** How messages travel from one node to another: asked in each step. */
const kindOn = (spec: SystemSpec, from: string, to: string): Network['kind'] => {
  const known = tables.get(spec)
  const table =
    known ??
    new Map(
      (spec.network.links ?? []).flatMap(({ kind }, entry) =>
        pairsOf(spec, entry).map((pair): [string, typeof kind] => [pair.join(' '), kind]),
      ),
    )
  if (known === undefined) tables.set(spec, table)
  return table.get(`${from} ${to}`) ?? spec.network.kind
}

/** How messages travel between nodes, by pair. */
const kindsOf = (spec: SystemSpec): readonly Network['kind'][] =>
  idsOf(spec).flatMap((from) => idsOf(spec).map((to) => kindOn(spec, from, to)))

/** Which of these words occur in a system. */
export const wordsUsed = (spec: SystemSpec): readonly string[] => {
  const mayOnce = kindsOf(spec).some((kind) => kind !== 'fifo')
  const halts = spec.crashes?.midStep ?? false
  const uses: Readonly<Record<string, boolean>> = {
    observers: (spec.observers ?? []).length > 0,
    once: mayOnce && says(spec.roles, 'once'),
    retry: mayOnce && says(spec.clients, 'retries'),
    links: new Set(kindsOf(spec)).size > 1,
    budgets: Object.keys(budgetsOf(spec)).length > 0,
    'at once': (spec.crashes?.atOnce ?? null) !== null,
    'crash in a step': halts,
    persist: halts && /"saves":\d/.test(JSON.stringify(spec.roles)),
    'lost disks': (spec.crashes?.losesDisk ?? 0) > 0,
    traitor: hasTraitor(spec),
    families: /"family":"/.test(JSON.stringify(spec.roles)),
  }
  return Object.keys(uses).filter((word) => uses[word])
}

/** The system that a specification stands for. */
export const buildSystem = (spec: SystemSpec): System => {
  const roles = spec.roles.map((each) => buildRole(each, spec))
  const ids = spec.nodes.map((_, index) => `n${index}`)
  const nodes: Record<string, Role<unknown, unknown, string>> = {}
  spec.nodes.forEach((index, node) => {
    nodes[`n${node}`] = roles[index % roles.length] as Role<unknown, unknown, string>
  })
  if (hasTraitor(spec)) {
    const { says, hears } = spec.traitor ?? { says: [], hears: [] }
    nodes['t0'] = byzantine<Message>({
      // What it has heard it says, and what comes after it.
      says: (_, heard) =>
        [...says, ...heard.flatMap(({ type }) => [type, type + 1])].map((type) => ({ type })),
      hears: ({ type }) => hears.includes(type),
    })
  }
  spec.clients.forEach(({ near, script, isGenerator, retries = false }, index) => {
    const requests = script.map((type) => ({ send: { type } }))
    const mayOnce = kindOn(spec, `c${index}`, ids[near % ids.length] ?? 'n0') !== 'fifo'
    nodes[`c${index}`] = client<Message>({
      near: ids[near % ids.length] ?? 'n0',
      ask: isGenerator ? { anyOf: requests, upTo: 2 } : requests,
      retry: retries && mayOnce && (spec.time === undefined || 2),
    })
  })
  return system({
    name: 'random',
    nodes,
    network: buildNetwork(spec),
    faults: buildFaults(spec, ids),
    observers: Object.fromEntries(
      (spec.observers ?? []).map((ears, index) => [`o${index}`, buildObserver(ears, ids)]),
    ),
    ...(spec.time === undefined ? { timers: spec.timers } : { time: spec.time }),
    budgets: budgetsOf(spec),
    ...(spec.within === null ? {} : { within: predicateOf(spec.within, ids, spec.clients.length) }),
    properties: (kit) =>
      Object.fromEntries(
        spec.properties.map((each, index) => [
          `p${index}`,
          buildProperty(each, kit as Kit<unknown>, ids, spec.clients.length),
        ]),
      ),
  })
}

const networkOf = ({
  kind,
  loss,
  duplication,
  losesHead = false,
}: NetworkSpec & { losesHead?: boolean }): Network =>
  kind === 'duplicating'
    ? duplicating({ loss })
    : kind === 'fifo'
      ? fifo({ loss: losesHead ? { times: loss, at: 'head' } : loss, duplication })
      : unordered({ loss, duplication })

const buildNetwork = (spec: SystemSpec): NonNullable<Parameters<typeof system>[0]['network']> => {
  const { links = [], ...rest } = spec.network
  // A budget that is counted is that of links of one kind.
  const spent = { loss: rest.loss, duplication: rest.kind === 'duplicating' ? 0 : rest.duplication }
  const ids = idsOf(spec)
  const named = (list: number[]): string[] => [
    ...new Set(list.map((at) => ids[at % ids.length] ?? 'n0')),
  ]
  const entries = links.flatMap((each, entry): LinksBetween[] => {
    const pairs = pairsOf(spec, entry)
    const [from, to] = [named(each.from), named(each.to)]
    const isWhole = pairs.length === from.length * to.length
    const own = (of: 'loss' | 'duplication'): Budget => {
      const wanted = of === 'duplication' && each.kind === 'duplicating' ? 0 : each[of]
      const mayCount = spent[of] === 0 && isWhole
      const mayEver = spent[of] === 0 || spent[of] === 'unlimited'
      if (wanted === 0 || !(wanted === 'unlimited' ? mayEver : mayCount)) return 0
      spent[of] = wanted
      return wanted
    }
    const { kind } = each
    const network = networkOf({ kind, loss: own('loss'), duplication: own('duplication') })
    return isWhole ? [{ from, to, network }] : pairs.map(([a, b]) => ({ from: a, to: b, network }))
  })
  if (entries.length === 0) return networkOf(rest)
  const isAll =
    !hasTraitor(spec) &&
    links.reduce((sum, _, entry) => sum + pairsOf(spec, entry).length, 0) ===
      idsOf(spec).length ** 2
  return { links: entries, ...(isAll ? {} : { default: networkOf(rest) }) }
}

const sumOf = (text: string): number => {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at) * (at + 1)
  return sum
}

/** An observer that knows a number, which depends on all that it was told, and in which order. */
const buildObserver = (ears: readonly EarSpec[], ids: readonly string[]): Observer => {
  const on = ears.map(({ kind, weight, only }) => {
    const hear = (seen: { mark: number }, told: Told): void => {
      seen.mark = (seen.mark * 2 + weight + sumOf(JSON.stringify(told))) % marks
    }
    const isOfMessage = kind === 'send' || kind === 'deliver' || kind === 'lose'
    const isOfNone = kind === 'split' || kind === 'heal'
    if (only === null || isOfNone) return [kind, hear]
    const node = ids[only % ids.length] ?? 'n0'
    return [kind, { only: isOfMessage ? { from: node } : { node }, do: hear }]
  })
  // What is told is typed by the kind, which is drawn here.
  return observer({ initial: () => ({ mark: 0 }), on: Object.fromEntries(on) as never })
}

const buildFaults = (spec: SystemSpec, ids: readonly string[]): Faults => {
  const { partitions, crashes } = spec
  const [first = 'n0', second] = ids
  const oneWay = { from: [first], to: second === undefined ? [] : [second] }
  const splits = {
    any: 'any' as const,
    first: [[first]],
    'one-way': oneWay,
    links: { links: [[first, second ?? first]] as const },
    list: [[[first]], oneWay],
    three: [[[first]], oneWay, { from: oneWay.to, to: oneWay.from }],
  }
  return {
    ...(partitions === null || second === undefined
      ? {}
      : { partitions: { ...partitions, split: splits[partitions.split] } }),
    ...(crashes === null
      ? {}
      : {
          crashes: {
            times: crashes.times,
            restarts: crashes.restarts,
            ...(crashes.atOnce ? { atOnce: crashes.atOnce } : {}),
            // What nodes with `ages` give up matters again where they forget their place.
            losesDisk: isKept(spec) ? 0 : (crashes.losesDisk ?? 0),
            midStep: crashes.midStep ?? false,
            ...(crashes.first ? { nodes: [first] } : {}),
          },
        }),
  }
}

/** A message of an effect, or a reply to a node. */
type Sending = Effect['sends'][number] | { from: string; message: number; once?: boolean }

type Sends = (to: string, message: Message, options: { once: boolean }) => void

/** Sends what may still be sent. */
const sendAll = (
  state: State,
  sends: readonly Sending[],
  spec: SystemSpec,
  { self, send }: { self: string; send: Sends },
  save: (sent: number) => void,
): void => {
  const { nodes, mostSent } = spec
  const others = hasTraitor(spec) ? nodes.length + 1 : nodes.length
  for (const [index, sending] of sends.entries()) {
    save(index)
    const place = 'from' in sending ? 0 : sending.to % others
    const to = 'from' in sending ? sending.from : place < nodes.length ? `n${place}` : 't0'
    const once = (sending.once ?? false) && kindOn(spec, self, to) !== 'fifo'
    // What is sent once does not pile up.
    if (mostSent !== null && !once) {
      if (state.sent >= mostSent) break
      state.sent += 1
    }
    send(to, { type: sending.message }, { once })
  }
  save(sends.length)
}

/** Before how many messages an effect saves: where crashes have no end, before all, so that what was sent is not forgotten. */
const savesOf = (
  { saves = null }: Effect,
  { crashes, mostSent, returnsStates }: SystemSpec,
): number | null =>
  returnsStates === true
    ? null
    : saves !== null && crashes?.times === 'unlimited' && mostSent !== null
      ? 0
      : saves

/** With time for how long a timer is set. */
const lengthOf = ({ time }: SystemSpec, units = 1): readonly [] | readonly [number] =>
  time === undefined ? [] : [units]

/** Whether nodes keep their place over crashes, as what they give up is to stay given up. */
const isKept = ({ ages }: SystemSpec): boolean => ages !== undefined && ages !== 'forgets'

/** Which effects are steps of their own: those that do something. */
const itemsOf = (place: number, list: Effects): readonly { at: number; to: number }[] =>
  list.flatMap(({ goTo, sends }, at) =>
    goTo === place && sends.length === 0 ? [] : [{ at, to: goTo }],
  )

const buildRole = (spec: RoleSpec, whole: SystemSpec): Role<State, Message, string> => {
  type Perform = Parameters<NonNullable<Parameters<typeof role<State, Message>>[0]['start']>>[1]
  const perform = (
    state: State,
    list: Effects,
    context: Perform,
    { from, goesBack = false }: { from?: string; goesBack?: boolean } = {},
  ): void => {
    if (list.length === 0) return
    const [only] = list
    const taken = list.length === 1 && only ? only : context.choose(list)
    const { goTo, sends, timers, replies } = taken
    const saves = savesOf(taken, whole)
    const move = (): void => {
      state.place = whole.ages === undefined || goesBack ? goTo : Math.max(state.place, goTo)
    }
    const isLate = saves !== null && taken.saves === 1
    if (!isLate) move()
    sendAll(
      state,
      [...sends, ...(replies && from !== undefined ? [{ from, message: goTo % messages }] : [])],
      whole,
      context,
      (sent) => {
        if (sent === saves) context.persist()
      },
    )
    if (isLate) move()
    for (const { name, isSet, units } of timers) {
      if (isSet) context.setTimer(timerNames[name], ...lengthOf(whole, units))
      else context.clearTimer(timerNames[name])
    }
  }
  const durable = isKept(whole) ? 'all' : spec.durable
  const timeout = (timer: 0 | 1) => (state: State, context: Perform) =>
    perform(state, spec.timeout[state.place * 2 + timer] ?? [], context, {
      goesBack: whole.ages === 'goes back',
    })
  const own = budgetsOf(whole)
  const timer = (of: 0 | 1) =>
    'timing' in own && whole.budgets?.timer === of
      ? { do: timeout(of), budget: 'timing' }
      : timeout(of)
  return role<State, Message, string, string>({
    initial: ({ choose }) => ({ place: spec.choosesStart ? choose([0, 1]) : 0, sent: 0 }),
    ...(spec.start === null
      ? {}
      : { start: (state, context) => perform(state, spec.start ?? [], context) }),
    accepts: (state, { type }) => !spec.refuses.includes(state.place * messages + type),
    ...(whole.ages === undefined
      ? {}
      : {
          stale: ({ place }: State, { type }: Message) =>
            whole.ages === 'too soon' ? place >= type : place > type,
        }),
    receive: (state, { type }, context) => {
      const isOld = whole.ages !== undefined && state.place > type
      if (isOld && (whole.ages !== 'heeds' || state.place < 2)) return
      const { from } = context
      perform(state, spec.receive[state.place * messages + type] ?? [], context, {
        from,
        goesBack: whole.ages === 'turns back',
      })
    },
    timeout: { early: timer(0), late: timer(1) },
    internal: Object.fromEntries(
      spec.internal.map(({ when, effects, family = null }, index) => [
        `step${index}`,
        {
          ...('stepping' in own && whole.budgets?.steps.includes(index) === true
            ? { budget: 'stepping' }
            : {}),
          when: ({ place }: State) => when.includes(place),
          ...(family === null
            ? {
                do: (state: State, context: Perform) =>
                  perform(state, effects[state.place] ?? [], context, {
                    goesBack: whole.ages === 'turns back',
                  }),
              }
            : {
                each: ({ place }: State) => itemsOf(place, effects[place] ?? []),
                doEach: (state: State, { at }: { at: number }, context: Perform) => {
                  const list = effects[state.place] ?? []
                  const own = list.slice(at, at + 1)
                  perform(state, family === 'items' ? own : [...own, ...list], context, {
                    goesBack: whole.ages === 'turns back',
                  })
                },
              }),
        },
      ]),
    ),
    // What was sent always survives: with unlimited crashes the space must stay finite.
    durable: ({ place, sent }) =>
      durable === 'all'
        ? { place, sent }
        : durable === 'place'
          ? { place: place % 2, sent }
          : { sent },
    ...(spec.recover === null
      ? {}
      : { recover: (state, context) => perform(state, spec.recover ?? [], context) }),
  })
}

interface AnyView {
  nodes: Record<string, { place: number; sent: number; answers?: unknown[] }>
  up: Record<string, boolean>
  inFlight: { message: Message }[]
  partitioned: boolean
  observed: Record<string, { mark: number }>
}

export const predicateOf = (
  spec: PredicateSpec,
  ids: readonly string[],
  clients: number,
): ((view: unknown) => boolean) => {
  const id = (node: number): string => ids[node % ids.length] ?? 'n0'
  return (erased) => {
    const view = erased as AnyView
    switch (spec.about) {
      case 'meeting':
        return !isMeeting(spec, view, ids)
      case 'lottery':
        return ticketOf(spec.weights, view, ids) % spec.modulus !== spec.drawn
      case 'states': {
        const is = ([node, place]: [number, number]): boolean =>
          view.nodes[id(node)]?.place !== place
        return spec.isOr ? is(spec.first) || is(spec.second) : is(spec.first) && is(spec.second)
      }
      case 'up':
        return view.up[id(spec.node)] ?? false
      case 'cut':
        return !view.partitioned
      case 'mail':
        return (
          view.inFlight.filter(({ message }) => message.type === spec.message).length <= spec.most
        )
      case 'answers':
        return clients === 0 || (view.nodes['c0']?.answers ?? []).length <= spec.most
      case 'observed':
        return Object.values(view.observed).every(({ mark }) => mark !== spec.drawn)
    }
  }
}

/** Several nodes in certain places, and so much sent and done by all of them together. */
const isMeeting = (
  { places: wanted, sent, rank }: Extract<PredicateSpec, { about: 'meeting' }>,
  view: AnyView,
  ids: readonly string[],
): boolean => {
  const all = ids.map((each) => view.nodes[each] ?? { place: 0, sent: 0 })
  const isIn = ([node, place]: [number, number]): boolean => all[node % all.length]?.place === place
  return (
    wanted.every(isIn) &&
    all.reduce((sum, node) => sum + node.sent, 0) >= Math.min(sent, ids.length) &&
    all.reduce((sum, node) => sum + node.place, 0) >= Math.min(rank, ids.length)
  )
}

/** A number for the ways in which the nodes may stand, wherever in the space that is. */
const ticketOf = (weights: readonly number[], view: AnyView, ids: readonly string[]): number =>
  ids.reduce((sum, each, index) => {
    const { place = 0, sent = 0 } = view.nodes[each] ?? {}
    return sum + (place * 3 + sent) * (weights[index] ?? 1)
  }, 0)

/** What a view shows of nodes and faults. */
const looks = (view: unknown): string => {
  const { nodes, up, partitioned, observed } = view as Record<string, unknown>
  return JSON.stringify([nodes, up, partitioned, observed])
}

const buildProperty = (
  spec: PropertySpec,
  kit: Kit<unknown>,
  ids: readonly string[],
  clients: number,
): Property => {
  switch (spec.kind) {
    case 'stepwise': {
      const place = (view: unknown): number =>
        (view as AnyView).nodes[ids[spec.node % ids.length] ?? 'n0']?.place ?? 0
      const rules = {
        up: (from: number, to: number) => to >= from,
        calm: (from: number, to: number) => to - from < 2,
        // Broken by every step of others, one that only consumes a message included.
        moves: (from: number, to: number) => to !== from,
      }
      // Broken by an ignored delivery, and by few other steps.
      if (spec.rule === 'shows')
        return kit.stepwise((before, after) => looks(before) !== looks(after))
      const { [spec.rule]: rule } = rules
      return kit.stepwise((before, after) => rule(place(before), place(after)))
    }
    case 'noDeadlock':
      return kit.noDeadlock(
        spec.unless === null ? {} : { unless: predicateOf(spec.unless, ids, clients) },
      )
    default: {
      const mostlyTrue = predicateOf(spec.of, ids, clients)
      return spec.kind === 'always'
        ? kit.always(mostlyTrue)
        : kit[spec.kind]((view) => !mostlyTrue(view))
    }
  }
}
