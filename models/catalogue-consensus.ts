import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import type { BundledModel } from './configuration.ts'

const oneOrder = 'clients see one order of operations (linearizability)'
const sameOrder = 'replicas execute the same operations in the same order'
const kept = 'what was answered is in the log of every later primary'
const inALaterView = 'all can execute everything in a later view'
const recovered = 'whoever has crashed can have everything again'
const inThisOrder = [oneOrder, sameOrder, kept]

const viewstampedReplication: BundledModel = {
  ...bundle('viewstamped-replication'),
  configurations: [
    ...rowsOf({ safety: inThisOrder, reachable: [inALaterView, recovered] }, [
      { parameters: {}, reduced: [278_254, 644_940, 21], whole: null, shown: [9, 9] },
      {
        parameters: { crashes: 2 },
        reduced: [4_711_759, 12_604_115, 29],
        whole: null,
        broken: { [sameOrder]: 23, [kept]: 19 },
        shown: [9, 9],
      },
      {
        parameters: { crashes: 2, disk: true },
        reduced: [103_411, 342_176, 24],
        whole: null,
        shown: [9, 9],
      },
      {
        parameters: { clients: 2, disk: true },
        reduced: [300_903, 1_143_038, 25],
        whole: null,
        shown: [11, 11],
      },
      {
        parameters: { bug: 'no-recovery' },
        reduced: [199_850, 457_343, 20],
        whole: null,
        broken: { [sameOrder]: 9, [kept]: 6 },
        shown: [9, 5],
      },
      {
        parameters: { bug: 'no-start-quorum' },
        reduced: [247_128, 581_590, 22],
        whole: null,
        broken: { [sameOrder]: 15, [kept]: 11 },
        shown: [8, 9],
      },
    ]),
    ...rowsOf({ safety: inThisOrder, reachable: [inALaterView] }, [
      {
        parameters: { bug: 'no-view-quorum', crashes: 0 },
        reduced: [10_996, 21_013, 15],
        whole: null,
        broken: { [sameOrder]: 10, [kept]: 6 },
        shown: [9],
      },
      {
        parameters: { bug: 'longest-log', clients: 2, views: 2, crashes: 0, disk: true },
        reduced: [493_023, 2_441_444, 26],
        whole: null,
        broken: { [oneOrder]: 17, [sameOrder]: 15, [kept]: 14 },
        shown: [11],
      },
    ]),
    ...rowsOf(
      {
        safety: inThisOrder,
        liveness: ['every operation is answered'],
        reachable: [inALaterView, recovered],
      },
      [
        {
          parameters: { patient: true },
          reduced: [330_224, 1_699_252, 27],
          whole: null,
          shown: [11, 9],
        },
      ],
    ),
  ],
}

const election = 'election safety: a term has one leader at most'
const matching = 'log matching: logs that agree on the term of an entry are alike up to it'
const completeness = 'leader completeness: what was committed is in the log of every later leader'
const machine = 'state machine safety: nobody applies another entry at an index'

const oneInASlot = 'no two commands are chosen in a slot'
const noGap = 'a leader proposes nothing behind a gap'

const multiPaxos: BundledModel = {
  ...bundle('multi-paxos'),
  configurations: rowsOf(
    {
      safety: [oneInASlot, noGap],
      reachable: ['all can learn all commands', 'a gap can be filled'],
    },
    [
      { parameters: {}, reduced: [12_354, 60_792, 20], whole: null, shown: [13, 11] },
      {
        parameters: { bug: 'ignores-accepted' },
        reduced: [10_373, 44_187, 23],
        whole: null,
        broken: { [oneInASlot]: 12 },
        shown: [13, null],
      },
      {
        parameters: { bug: 'leaves-gaps' },
        reduced: [12_438, 61_106, 21],
        whole: null,
        broken: { [noGap]: 9 },
        shown: [13, null],
      },
      {
        parameters: { bug: 'small-quorum' },
        reduced: [6_722, 30_936, 18],
        whole: null,
        broken: { [oneInASlot]: 8 },
        shown: [9, 9],
      },
      {
        parameters: { bug: 'no-ballot-check' },
        reduced: [240_746, 1_339_098, 25],
        whole: null,
        broken: { [oneInASlot]: 12 },
        shown: [13, 11],
      },
      {
        parameters: { slots: 1 },
        reduced: [404, 1_354, 14],
        whole: [150_553, 727_873, 20],
        shown: [8, null],
      },
    ],
  ),
}

const raft: BundledModel = {
  ...bundle('raft'),
  configurations: rowsOf(
    {
      safety: [election, matching, completeness, machine],
      reachable: ['a command can be applied everywhere'],
    },
    [
      { parameters: {}, reduced: [136_949, 620_161, 29], whole: null, shown: [12] },
      {
        parameters: { elections: 2 },
        reduced: [2_694, 8_379, 19],
        whole: [445_112, 1_896_289, 23],
        shown: [12],
      },
      {
        parameters: { bug: 'volatile-vote' },
        reduced: [181_359, 786_538, 37],
        whole: null,
        broken: { [election]: 8, [matching]: 10, [completeness]: 16, [machine]: 13 },
        shown: [12],
      },
      {
        parameters: { bug: 'no-log-check' },
        reduced: [323_018, 1_407_127, 33],
        whole: null,
        broken: { [completeness]: 9, [machine]: 12 },
        shown: [12],
      },
      {
        parameters: { bug: 'counts-old-terms' },
        reduced: [183_387, 839_144, 34],
        whole: null,
        broken: { [completeness]: 20, [machine]: 24 },
        shown: [12],
      },
    ],
  ),
}

const hasAll = 'a leader has all that was committed before'
const forGood = 'what is committed is committed for good'

const raftMembership: BundledModel = {
  ...bundle('raft-membership'),
  configurations: rowsOf(
    {
      safety: ['a term has one leader at most', hasAll, forGood],
      reachable: ['a change can be committed'],
    },
    [
      { parameters: {}, reduced: [23_865, 104_435, 29], whole: null, shown: [13] },
      {
        parameters: { bug: 'overlaps' },
        reduced: [186_745, 901_162, 30],
        whole: null,
        broken: { [hasAll]: 18, [forGood]: 21 },
        shown: [8],
      },
      {
        parameters: { bug: 'overlaps', servers: 3 },
        reduced: [13_449, 42_324, 20],
        whole: null,
        broken: { [hasAll]: 8, [forGood]: 11 },
        shown: [5],
      },
      {
        parameters: { bug: 'no-entry-of-own-term' },
        reduced: [72_353, 311_090, 29],
        whole: null,
        broken: { [hasAll]: 18, [forGood]: 21 },
        shown: [8],
      },
    ],
  ),
}

const agreement = 'no two honest nodes accept different values'
const validity = 'only what an honest sender says is accepted'

const byzantineBroadcast: BundledModel = {
  ...bundle('byzantine-broadcast'),
  configurations: [
    ...rowsOf({ safety: [agreement, validity], reachable: ['all honest nodes can accept'] }, [
      { parameters: {}, reduced: [33_221, 258_082, 15], whole: null, shown: [9] },
      {
        parameters: { nodes: 3 },
        reduced: [39, 216, 4],
        whole: [200, 2_897, 7],
        broken: { [agreement]: 2, [validity]: 1 },
        shown: [2],
      },
    ]),
    ...rowsOf({ safety: [agreement], reachable: ['all honest nodes can accept'] }, [
      {
        parameters: { nodes: 3, sender: 'traitor' },
        reduced: [45, 309, 5],
        whole: [339, 4_717, 7],
        broken: { [agreement]: 2 },
        shown: [2],
      },
      {
        parameters: { traitors: 2, sender: 'traitor' },
        reduced: [22_665, 179_601, 13],
        whole: null,
        broken: { [agreement]: 4 },
        shown: [4],
      },
    ]),
  ],
}

/** Agreement on a value, or on a sequence of commands. */
export const consensusModels: readonly BundledModel[] = [
  multiPaxos,
  viewstampedReplication,
  raft,
  raftMembership,
  byzantineBroadcast,
]
