import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import type { BundledModel } from './configuration.ts'

const inOrder = 'the register is linearizable'

const abd: BundledModel = {
  ...bundle('abd-register'),
  configurations: rowsOf(
    {
      safety: [inOrder, 'a tag stands for one value'],
      reachable: ['all operations can be over'],
    },
    [
      {
        parameters: {},
        reduced: [34_309, 187_833, 25],
        whole: [974_476, 6_064_356, 31],
        shown: [18],
      },
      {
        parameters: { bug: 'no-write-back' },
        reduced: [4_621, 19_331, 19],
        whole: [43_859, 201_719, 23],
        broken: { [inOrder]: 11 },
        shown: [14],
      },
      {
        parameters: { servers: 2, roles: 'both', history: true },
        reduced: [544, 875, 25],
        whole: [626, 979, 25],
        shown: [24],
        source: "Stateright's linearizable-register example: 544 distinct",
      },
      {
        parameters: { servers: 2, roles: 'both' },
        reduced: [467, 809, 25],
        whole: [549, 913, 25],
        shown: [24],
      },
    ],
  ),
}

const fresh = 'a read returns what was written before it began, or something newer'
const over = 'every operation is over in the end'

const quorums: BundledModel = {
  ...bundle('quorum-store'),
  configurations: rowsOf(
    {
      safety: [fresh],
      liveness: [over],
      reachable: ['a read can overlap a write and miss it'],
    },
    [
      { parameters: {}, reduced: [9_020, 37_104, 16], shown: [6] },
      { parameters: { w: 1 }, reduced: [12_168, 49_818, 16], broken: { [fresh]: 8 }, shown: [6] },
      { parameters: { r: 1, w: 3, crashes: 0 }, reduced: [2_015, 7_707, 15], shown: [4] },
      {
        parameters: { sloppy: true },
        reduced: [57_048, 263_581, 18],
        broken: { [fresh]: 10 },
        shown: [6],
      },
      {
        parameters: { crashes: 2 },
        reduced: [15_785, 69_285, 17],
        broken: { [over]: null },
        shown: [6],
      },
    ],
  ),
}

const singleCopyRegister: BundledModel = {
  ...bundle('single-copy-register'),
  configurations: rowsOf(
    { safety: ['what the clients see is linearizable'], reachable: ['a client can get a value'] },
    [
      { parameters: {}, reduced: [81, 117, 9], shown: [4] },
      {
        parameters: { history: true },
        reduced: [93, 121, 9],
        shown: [4],
        source: "Stateright's single-copy-register example: 93 distinct",
      },
      {
        parameters: { servers: 2 },
        reduced: [49, 73, 9],
        broken: { 'what the clients see is linearizable': 4 },
        shown: [5],
      },
    ],
  ),
}

const cacheInvalidation: BundledModel = {
  ...bundle('cache-invalidation'),
  configurations: rowsOf(
    {
      safety: [],
      liveness: ['in the end the cache has what the database has, or nothing'],
      reachable: [
        'a value can be found in the cache',
        'what is found can be out of date for a while',
      ],
    },
    [
      { parameters: {}, reduced: [2_612, 6_657, 22], shown: [6, 8] },
      {
        parameters: { bug: 'no-lease' },
        reduced: [2_935, 7_208, 22],
        broken: { 'in the end the cache has what the database has, or nothing': null },
        shown: [6, 8],
      },
      {
        parameters: { bug: 'empties-first' },
        reduced: [3_531, 8_967, 22],
        broken: { 'in the end the cache has what the database has, or nothing': null },
        shown: [6, 10],
      },
    ],
  ),
}

const primaryBackup: BundledModel = {
  ...bundle('primary-backup'),
  configurations: rowsOf(
    {
      safety: ['there is one primary at most', 'a primary has all that was acknowledged'],
      liveness: ['every write is acknowledged in the end'],
      reachable: ['a write can be acknowledged by the backup'],
    },
    [
      { parameters: {}, reduced: [214, 339, 16], shown: [9] },
      {
        parameters: { bug: 'answers-early' },
        reduced: [903, 1_910, 22],
        broken: { 'a primary has all that was acknowledged': 5 },
        shown: [5],
      },
      {
        parameters: { partition: true },
        reduced: [793, 1_355, 17],
        broken: {
          'there is one primary at most': 5,
          'a primary has all that was acknowledged': 7,
          'every write is acknowledged in the end': null,
        },
        shown: [8],
      },
    ],
  ),
}

const chainReplication: BundledModel = {
  ...bundle('chain-replication'),
  configurations: rowsOf(
    {
      safety: [
        'a later read sees all that an earlier one saw',
        'a read sees all that was over when it began',
        'the log of a server begins with that of its successor',
      ],
      liveness: ['every operation is over in the end'],
      reachable: ['a write can be seen'],
    },
    [
      { parameters: {}, reduced: [65_278, 279_996, 29], shown: [6] },
      {
        parameters: { bug: 'reads-anywhere', crashes: 0 },
        reduced: [887, 2_578, 17],
        broken: { 'a later read sees all that an earlier one saw': 7 },
        shown: [4],
      },
    ],
  ),
}

const crdt: BundledModel = {
  ...bundle('crdt'),
  configurations: rowsOf(
    {
      safety: [
        'once everything has arrived, the replicas agree',
        'no change is lost, and none counts twice',
      ],
      liveness: ['in the end the replicas agree'],
      reachable: ['replicas can differ for a while'],
    },
    [
      { parameters: {}, reduced: [212, 517, 8], shown: [1] },
      { parameters: { type: 'or-set' }, reduced: [1_144, 2_803, 8], shown: [1] },
      {
        parameters: { type: 'register' },
        reduced: [262, 571, 8],
        broken: { 'no change is lost, and none counts twice': 3 },
        shown: [1],
      },
      {
        parameters: { bug: 'adds' },
        reduced: [451, 755, 8],
        broken: {
          'once everything has arrived, the replicas agree': 3,
          'no change is lost, and none counts twice': 3,
          'in the end the replicas agree': null,
        },
        shown: [1],
      },
      {
        parameters: { type: 'or-set', bug: 'two-phase' },
        reduced: [585, 1_609, 8],
        broken: { 'no change is lost, and none counts twice': 3 },
        shown: [1],
      },
    ],
  ),
}

/** Data kept by several servers. */
export const storageModels: readonly BundledModel[] = [
  abd,
  quorums,
  singleCopyRegister,
  cacheInvalidation,
  primaryBackup,
  chainReplication,
  crdt,
]
