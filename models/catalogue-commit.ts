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

/** Commit among nodes that crash. */
export const commitModels: readonly BundledModel[] = [crashes, threePhases]
