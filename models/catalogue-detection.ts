import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import { holds, shownIn, type BundledModel } from './configuration.ts'

const tokenRingTermination: BundledModel = {
  ...bundle('token-ring-termination'),
  configurations: rowsOf(
    {
      safety: ['what is detected is true'],
      liveness: ['when all have finished, that is detected in the end'],
      reachable: ['it can be detected'],
    },
    [
      {
        parameters: { processes: 3 },
        reduced: [302, 1_817, 9],
        shown: [3],
        source: 'TLC, as the manifest of tlaplus/Examples has it for EWD840: 302 distinct',
      },
      {
        parameters: { processes: 4 },
        reduced: [1_566, 14_962, 12],
        shown: [4],
        source:
          'TLC, as the manifest of tlaplus/Examples has it for EWD840_json: 1,566 distinct, and the depth',
      },
      {
        parameters: { bug: 'stays-white' },
        reduced: [248, 1_536, 7],
        broken: { 'what is detected is true': 5 },
        shown: [3],
      },
    ],
  ),
}

const detected = 'what is detected is true'
const isDetected = 'when all is over, that is detected in the end'

const ofSafra = rowsOf(
  { safety: [detected], liveness: [isDetected], reachable: ['it can be detected'] },
  [
    { parameters: {}, reduced: [19_474, 81_162, 25], shown: [3] },
    {
      parameters: { bug: 'no-counting' },
      reduced: [2_720, 13_728, 16],
      broken: { [detected]: 5 },
      shown: [3],
    },
    {
      parameters: { bug: 'stays-white' },
      reduced: [17_980, 76_452, 26],
      broken: { [detected]: 8 },
      shown: [3],
    },
    {
      parameters: { bug: 'stays-black' },
      reduced: [17_872, 75_787, 25],
      broken: { [isDetected]: null },
      shown: [3],
    },
  ],
)

const safraTermination: BundledModel = {
  ...bundle('safra-termination'),
  configurations: [
    ...ofSafra,
    {
      parameters: { most: 3, starts: 'home' },
      distinct: 1_384_582,
      generated: 8_049_797,
      depth: 60,
      properties: { [detected]: holds, [isDetected]: holds, 'it can be detected': shownIn(3) },
      reductions: [],
      source: 'TLC, as EWD998.tla in tlaplus/Examples has it: 1.3m distinct, diameter 60',
      slow: true,
    },
  ],
}

const chandyLamport: BundledModel = {
  ...bundle('chandy-lamport'),
  configurations: rowsOf(
    {
      safety: ['all the money is in the snapshot, once'],
      liveness: ['a snapshot that was begun is done in the end'],
      reachable: ['money can be caught on its way'],
    },
    [
      { parameters: {}, reduced: [6_689, 20_728, 12], shown: [5] },
      {
        parameters: { bug: 'not-fifo' },
        reduced: [16_104, 50_868, 12],
        broken: { 'all the money is in the snapshot, once': 8 },
        shown: [5],
      },
      {
        parameters: { bug: 'ignores-channels' },
        reduced: [6_633, 20_668, 12],
        broken: { 'all the money is in the snapshot, once': 9 },
        shown: [],
      },
    ],
  ),
}

/** What processes find out about all of them. */
export const detectionModels: readonly BundledModel[] = [
  tokenRingTermination,
  safraTermination,
  chandyLamport,
]
