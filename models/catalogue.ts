import { bundle, bundled } from './bundled.ts'
import { capModels } from './catalogue-cap.ts'
import { commitModels } from './catalogue-commit.ts'
import { consensusModels } from './catalogue-consensus.ts'
import { rowsOf } from './catalogue-rows.ts'
import { storageModels } from './catalogue-storage.ts'
import { exclusionModels } from './catalogue-exclusion.ts'
import { detectionModels } from './catalogue-detection.ts'
import { linkModels } from './catalogue-links.ts'
import { requestModels } from './catalogue-requests.ts'
import { timedModels } from './catalogue-time.ts'
import { brokenIn, holds, shownIn, type BundledModel } from './configuration.ts'

export type { BundledModel, Configuration, ModelModule, Outcome } from './configuration.ts'

const names: readonly string[] = bundled.map(({ name }) => name)

const ignoredDeliveries = ['ignored-deliveries']

const twoPhaseCommit: BundledModel = {
  ...bundle('two-phase-commit'),
  configurations: [
    {
      participants: 3,
      distinct: 288,
      generated: 1_146,
      source:
        'TLC, as the manifest of tlaplus/Examples has it for TwoPhase.tla: 288 distinct, 1,146 generated',
    },
    {
      participants: 5,
      distinct: 8_832,
      generated: 58_146,
      source: "Stateright's 2pc example: 8,832 distinct",
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

const oneChosen = 'no two different values are chosen'
const ownValue = 'only a value that a client puts is chosen'
const sameGot = 'clients that get a value get the same one'
const canGet = 'a client can have the answer to its Get'

const paxos: BundledModel = {
  ...bundle('paxos'),
  configurations: [
    ...[
      { clients: 2, distinct: 16_668, generated: 32_971, depth: 21 },
      { clients: 1, distinct: 265, generated: 482, depth: 14 },
      { clients: 3, distinct: 1_194_428, generated: 2_420_477, depth: 28, slow: true },
    ].map(({ clients, ...counts }) => ({
      ...counts,
      parameters: { clients },
      properties: { [oneChosen]: holds, [ownValue]: holds, [sameGot]: holds, [canGet]: shownIn(9) },
      reductions: ignoredDeliveries,
      source: clients === 2 ? "Stateright's paxos example: 16,668 distinct" : 'own count',
    })),
    ...rowsOf({ safety: [oneChosen, ownValue, sameGot], reachable: [canGet] }, [
      {
        parameters: { bug: 'ignores-accepted' },
        reduced: [15_577, 29_657, 21],
        whole: [395_013, 1_820_536, 27],
        broken: { [oneChosen]: 10, [sameGot]: 17 },
        shown: [9],
      },
      {
        parameters: { bug: 'no-ballot-check' },
        reduced: [29_334, 62_836, 21],
        whole: [539_786, 2_523_334, 26],
        broken: { [oneChosen]: 10, [sameGot]: 17 },
        shown: [9],
      },
      {
        parameters: { bug: 'small-quorum', servers: 4 },
        reduced: [2_890_649, 8_115_493, 28],
        whole: null,
        broken: { [oneChosen]: 10, [sameGot]: 17 },
        shown: [9],
      },
    ]),
  ],
}

const dieHard: BundledModel = {
  ...bundle('die-hard'),
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
  ...bundle('dining-philosophers'),
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
  ...bundle('two-generals'),
  configurations: [4, 1, 2, 9].map((messengers) => ({
    parameters: { messengers },
    // One messenger is on his way, and arrives or is captured; or one has been captured, or all have
    // arrived, and dawn comes for one general after the other.
    distinct: 5 * messengers + 4,
    generated: 6 * messengers + 5,
    depth: messengers + 3,
    properties: {
      'no general attacks alone': brokenIn(messengers + 2),
      'one messenger is under way at most, and none after the last': holds,
      'who attacks knows that the last messenger has set out': holds,
      'both can attack': shownIn(messengers + 2),
    },
    reductions: [],
    source: 'by hand: n states before dawn is possible, 4 states for each of n + 1 nights',
  })),
}

const known: readonly BundledModel[] = [
  dieHard,
  diningPhilosophers,
  twoGenerals,
  twoPhaseCommit,
  paxos,
  ...commitModels,
  ...consensusModels,
  ...storageModels,
  ...exclusionModels,
  ...detectionModels,
  ...linkModels,
  ...requestModels,
  ...timedModels,
  ...capModels,
]

/** The models that come with the program, with what must come out, in the order in which they are listed. */
export const bundledModels: readonly BundledModel[] = known.toSorted(
  (a, b) => names.indexOf(a.name) - names.indexOf(b.name),
)
