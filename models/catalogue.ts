import type { Parameters, System } from 'netsplit'

/** What a model file exports. */
export interface ModelModule {
  readonly default: System | ((parameters: never) => System)
  readonly parameters?: Parameters
}

/** What must come out for one property: the verdict, and how short the run is that decides it. */
export interface Outcome {
  readonly verdict: 'holds' | 'violated'
  /**
   * Steps of the shortest counterexample, or of the shortest witness of a `reachable` property; null
   * where there is no run to show.
   */
  readonly length: number | null
}

/** A model with its parameters set, and what must come out. */
export interface Configuration {
  /** The parameters that differ from the defaults. */
  readonly parameters: Parameters
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** By the property's name. */
  readonly properties: Readonly<Record<string, Outcome>>
  /** The reductions that are applied: the counts depend on them. */
  readonly reductions: readonly string[]
  /** Where the numbers come from; those that it does not name are our own count. */
  readonly source: string
  /** Too large for the reference explorer. */
  readonly slow?: boolean
}

/** A model that comes with the program. */
export interface BundledModel {
  readonly name: string
  /** One line. */
  readonly about: string
  readonly load: () => Promise<ModelModule>
  /** The defaults first. */
  readonly configurations: readonly Configuration[]
}

const holds: Outcome = { verdict: 'holds', length: null }
/** Of `reachable`: it is, in so many steps. */
const shownIn = (length: number): Outcome => ({ verdict: 'holds', length })
const brokenIn = (length: number): Outcome => ({ verdict: 'violated', length })
const neverShown: Outcome = { verdict: 'violated', length: null }

const ignoredDeliveries = ['ignored-deliveries']

const twoPhaseCommit: BundledModel = {
  name: 'two-phase-commit',
  about: 'Gray and Lamport: all participants commit, or all abort',
  load: () => import('./two-phase-commit.ts'),
  configurations: [
    {
      participants: 3,
      distinct: 288,
      generated: 1_146,
      source: 'TLC, as the manifest of tlaplus/Examples has it for TwoPhase.tla',
    },
    {
      participants: 5,
      distinct: 8_832,
      generated: 58_146,
      source: "Stateright's 2pc example (distinct)",
    },
    {
      participants: 7,
      distinct: 296_448,
      generated: 2_744_706,
      source: 'own count',
      slow: true,
    },
    {
      participants: 9,
      distinct: 10_340_352,
      generated: 123_558_402,
      source: 'own count',
      slow: true,
    },
  ].map(({ participants, ...counts }) => ({
    ...counts,
    parameters: { participants },
    // The longest way: everyone prepares, is heard, and obeys; the manager decides between.
    depth: 3 * participants + 2,
    properties: {
      'no two participants decide differently': holds,
      'all can commit': shownIn(3 * participants + 1),
      'all can abort': shownIn(participants),
    },
    reductions: [],
  })),
}

const paxos: BundledModel = {
  name: 'paxos',
  about: 'single-decree Paxos (Lamport): one value is chosen, whoever leads',
  load: () => import('./paxos.ts'),
  configurations: [
    { clients: 2, distinct: 16_668, generated: 32_971, depth: 21 },
    { clients: 1, distinct: 265, generated: 482, depth: 14 },
    { clients: 3, distinct: 1_194_428, generated: 2_420_477, depth: 28, slow: true },
  ].map(({ clients, ...counts }) => ({
    ...counts,
    parameters: { clients },
    properties: {
      'no two different values are chosen': holds,
      'only a value that a client puts is chosen': holds,
      'clients that get a value get the same one': holds,
      'a client can have the answer to its Get': shownIn(9),
    },
    reductions: ignoredDeliveries,
    source: clients === 2 ? "Stateright's paxos example (distinct)" : 'own count',
  })),
}

const capAp: BundledModel = {
  name: 'cap-ap',
  about: 'orders in two regions, available: answers at once, merges later',
  load: () => import('./cap/ap.ts'),
  configurations: [
    { partition: 'lasts', distinct: 412, generated: 1_066, depth: 14, takenBack: 7, agreed: 6 },
    { partition: 'heals', distinct: 412, generated: 1_066, depth: 14, takenBack: 7, agreed: 6 },
    { partition: 'none', distinct: 129, generated: 275, depth: 11, takenBack: 6, agreed: 5 },
  ].map(({ partition, takenBack, agreed, ...counts }) => ({
    ...counts,
    parameters: { partition },
    properties: {
      'the users never see the order both confirmed and cancelled': brokenIn(4),
      'what a user was told is never taken back': brokenIn(takenBack),
      'once everything has arrived, the regions agree': holds,
      'both users can be answered, and answered again': shownIn(8),
      'both can end up seeing the same': shownIn(agreed),
    },
    // One property looks at the messages in flight.
    reductions: [],
    source: 'own count',
  })),
}

const capCp: BundledModel = {
  name: 'cap-cp',
  about: 'orders in two regions, consistent: settles by consent, waits while cut off',
  load: () => import('./cap/cp.ts'),
  configurations: [
    { partition: 'lasts', distinct: 226, generated: 494, depth: 14, heal: 1, left: shownIn(2) },
    { partition: 'heals', distinct: 226, generated: 494, depth: 14, heal: 1, left: shownIn(2) },
    { partition: 'none', distinct: 74, generated: 119, depth: 11, heal: 0, left: neverShown },
  ].map(({ partition, heal, left, ...counts }) => ({
    ...counts,
    parameters: { partition },
    properties: {
      'the users never see the order both confirmed and cancelled': holds,
      'the regions never settle the order differently': holds,
      'both users can be answered, and answered again': shownIn(10 + heal),
      'Rahim can get his wish': shownIn(4 + heal),
      'Mita can get hers': shownIn(4 + heal),
      'the cut can leave both users waiting': left,
    },
    reductions: ignoredDeliveries,
    source: 'own count',
  })),
}

const dieHard: BundledModel = {
  name: 'die-hard',
  about: 'the water jugs: the counterexample is the solution of the puzzle',
  load: () => import('./die-hard.ts'),
  configurations: [
    {
      parameters: {},
      distinct: 16,
      generated: 97,
      depth: 8,
      properties: {
        'no jug overflows': holds,
        'the big jug never holds four gallons': brokenIn(6),
      },
      reductions: [],
      source: 'TLC on DieHard.tla; by hand: 1 initial state and 6 actions in each of 16 states',
    },
  ],
}

const diningPhilosophers: BundledModel = {
  name: 'dining-philosophers',
  about: 'forks taken one at a time: a deadlock, and an order of the forks that mends it',
  load: () => import('./dining-philosophers.ts'),
  configurations: [
    { philosophers: 3, ordered: false, distinct: 14, generated: 28, depth: 4 },
    { philosophers: 3, ordered: true, distinct: 12, generated: 23, depth: 4 },
    { philosophers: 5, ordered: false, distinct: 82, generated: 266, depth: 6 },
    { philosophers: 5, ordered: true, distinct: 70, generated: 220, depth: 6 },
  ].map(({ philosophers, ordered, ...counts }) => ({
    ...counts,
    parameters: { philosophers, ordered },
    properties: {
      'somebody can always do something': ordered ? holds : brokenIn(philosophers),
      'neighbours never eat at once': holds,
      'a philosopher can eat': shownIn(2),
      'as many as there are pairs of forks can eat at once': shownIn(
        2 * Math.floor(philosophers / 2),
      ),
    },
    reductions: [],
    // Unordered: the closed walks of length n between thinking, has one fork and eating, where the
    // right neighbour of one who eats thinks: 14 for n = 3 and 82 for n = 5.
    source: ordered ? 'own count' : 'by hand (distinct): (1 + √2)ⁿ + (1 - √2)ⁿ',
  })),
}

const twoGenerals: BundledModel = {
  name: 'two-generals',
  about: 'agreement over a link that loses messages: one general may attack alone',
  load: () => import('./two-generals.ts'),
  configurations: [4, 1, 2, 9].map((messengers) => ({
    parameters: { messengers },
    // One messenger is on his way, and arrives or is captured; or one has been captured, or all have
    // arrived, and dawn comes for one general after the other.
    distinct: 5 * messengers + 4,
    generated: 6 * messengers + 5,
    depth: messengers + 3,
    properties: {
      'no general attacks alone': brokenIn(messengers + 2),
      'both can attack': shownIn(messengers + 2),
    },
    reductions: [],
    source: 'by hand: n states before dawn is possible, 4 states for each of n + 1 nights',
  })),
}

/** The models that come with the program, in the order in which a learner would read them. */
export const bundledModels: readonly BundledModel[] = [
  dieHard,
  diningPhilosophers,
  twoGenerals,
  twoPhaseCommit,
  paxos,
  capAp,
  capCp,
]
