import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import type { BundledModel } from './configuration.ts'

const agree = 'no two nodes decide differently'
const voted = 'all have voted yes if one commits'
const participantDecides = 'every participant that stays up decides'

const crashes: BundledModel = {
  ...bundle('two-phase-commit-crashes'),
  configurations: rowsOf(
    { safety: [agree, voted], liveness: [participantDecides], reachable: ['all can commit'] },
    [
      {
        parameters: {},
        reduced: [22_389, 111_007, 17],
        broken: { [participantDecides]: null },
        shown: [6],
      },
      {
        parameters: { restarts: 'eventually' },
        reduced: [22_389, 111_007, 17],
        shown: [6],
      },
      {
        parameters: { bug: 'times-out-to-commit' },
        reduced: [2_998, 10_845, 12],
        broken: { [agree]: 3, [voted]: 2 },
        shown: [4],
      },
      {
        parameters: { bug: 'volatile-vote' },
        reduced: [42_222, 206_558, 20],
        broken: { [agree]: 7, [voted]: 6, [participantDecides]: null },
        shown: [6],
      },
    ],
  ),
}

const uncertain = 'nobody is uncertain when one has committed'

const threePhases: BundledModel = {
  ...bundle('three-phase-commit'),
  configurations: rowsOf(
    {
      safety: [agree, uncertain],
      liveness: ['everybody who stays up decides'],
      reachable: ['all can commit'],
    },
    [
      { parameters: {}, reduced: [7_916, 12_118, 37], shown: [14] },
      {
        parameters: { partition: true },
        reduced: [58_549, 105_988, 39],
        broken: { [agree]: 14, [uncertain]: 9 },
        shown: [14],
      },
      {
        parameters: { bug: 'skips-preparing' },
        reduced: [5_387, 9_163, 29],
        broken: { [agree]: 16, [uncertain]: 12 },
        shown: [14],
      },
    ],
  ),
}

const serial = 'transactions are serializable'
const snapshot = 'transactions read a snapshot'
const ends = 'every transaction comes to an end'

const locking: BundledModel = {
  ...bundle('two-phase-locking'),
  configurations: rowsOf(
    { safety: [serial, snapshot], liveness: [ends], reachable: ['all can commit'] },
    [
      { parameters: {}, reduced: [511, 1_245, 21], shown: [18] },
      { parameters: { batch: true }, reduced: [7_201, 21_454, 29], shown: [26] },
      {
        parameters: { bug: 'no-read-locks' },
        reduced: [403, 999, 21],
        broken: { [serial]: 16 },
        shown: [16],
      },
      {
        parameters: { bug: 'no-read-locks', batch: true },
        reduced: [28_260, 94_566, 29],
        broken: { [serial]: 15, [snapshot]: 15 },
        shown: [24],
      },
      {
        parameters: { bug: 'unlocks-early' },
        reduced: [3_572, 12_241, 25],
        broken: { [serial]: 18 },
        shown: [18],
      },
      {
        parameters: { bug: 'waits' },
        reduced: [179, 379, 21],
        broken: { [ends]: null },
        shown: [18],
      },
    ],
  ),
}

/** Commit among nodes that crash, and transactions among those that do not. */
export const commitModels: readonly BundledModel[] = [crashes, threePhases, locking]
