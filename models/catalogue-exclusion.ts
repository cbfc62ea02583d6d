import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import type { BundledModel } from './configuration.ts'

const lamportMutex: BundledModel = {
  ...bundle('lamport-mutex'),
  configurations: rowsOf(
    { safety: ['no two processes are inside'], reachable: ['a process can be inside'] },
    [
      { parameters: {}, reduced: [1_043, 1_833, 40], shown: [4] },
      {
        parameters: { processes: 3, clock: 6 },
        reduced: [724_274, 2_684_508, 61],
        shown: [6],
        source:
          'TLC, as the manifest of tlaplus/Examples has it for MCLamportMutex: 724,274 distinct, and the depth',
      },
      {
        parameters: { clock: 4, bug: 'not-fifo' },
        reduced: [7_459, 19_525, 37],
        whole: [7_459, 21_604, 37],
        broken: { 'no two processes are inside': 8 },
        shown: [4],
      },
    ],
  ),
}

const ricartAgrawala: BundledModel = {
  ...bundle('ricart-agrawala'),
  configurations: rowsOf(
    {
      safety: ['no two processes are inside'],
      liveness: ['everybody has been inside as often as wished in the end'],
      reachable: ['a process can be inside while all others wait'],
    },
    [
      { parameters: {}, reduced: [2_879, 9_071, 19], shown: [7] },
      { parameters: { processes: 2, entries: 2 }, reduced: [158, 228, 17], shown: [4] },
      {
        parameters: { bug: 'ties-yield' },
        reduced: [4_409, 15_040, 19],
        broken: { 'no two processes are inside': 10 },
        shown: [7],
      },
      {
        parameters: { bug: 'forgets-highest' },
        reduced: [2_492, 8_839, 19],
        broken: { 'no two processes are inside': 10 },
        shown: [7],
      },
    ],
  ),
}

const changRoberts: BundledModel = {
  ...bundle('chang-roberts'),
  configurations: rowsOf(
    {
      safety: [
        'only the process with the largest number leads',
        'each number is under way once at most',
      ],
      liveness: [
        'once somebody stands, all know the leader in the end',
        'in the end there are no more messages',
      ],
      reachable: ['a leader can be known to all'],
    },
    [
      { parameters: {}, reduced: [110, 302, 13], shown: [8] },
      {
        parameters: { processes: 3, bug: 'passes-on' },
        reduced: [1_273, 2_847, 22],
        broken: { 'only the process with the largest number leads': 5 },
        shown: [6],
      },
    ],
  ),
}

const redlock: BundledModel = {
  ...bundle('redlock'),
  configurations: rowsOf(
    {
      safety: [
        'no two believe that they hold the lock',
        'no write with an older number is taken after one with a newer',
      ],
      reachable: ['all can write, one after the other'],
    },
    [
      { parameters: {}, reduced: [1_473, 4_194, 29], whole: [72_760, 259_177, 31], shown: [20] },
      {
        parameters: { expiries: 1 },
        reduced: [7_627, 24_267, 29],
        whole: [432_358, 1_762_009, 32],
        broken: {
          'no two believe that they hold the lock': 15,
          'no write with an older number is taken after one with a newer': 19,
        },
        shown: [19],
      },
      {
        parameters: { expiries: 1, fencing: true },
        reduced: [7_627, 24_267, 29],
        whole: [432_358, 1_762_009, 32],
        broken: { 'no two believe that they hold the lock': 15 },
        shown: [19],
      },
      {
        parameters: { crashes: 1 },
        reduced: [12_615, 41_683, 31],
        whole: [646_928, 2_655_529, 33],
        broken: {
          'no two believe that they hold the lock': 16,
          'no write with an older number is taken after one with a newer': 20,
        },
        shown: [20],
      },
      {
        parameters: { crashes: 1, durable: true },
        reduced: [6_883, 25_798, 31],
        whole: [363_800, 1_568_785, 33],
        shown: [20],
      },
    ],
  ),
}

const bully: BundledModel = {
  ...bundle('bully'),
  configurations: rowsOf(
    {
      safety: ['no two that are up coordinate at once'],
      liveness: ['in the end all that are up follow the highest of them'],
      reachable: ['the lowest can coordinate'],
    },
    [
      { parameters: {}, reduced: [143, 233, 12], shown: [5] },
      { parameters: { nodes: 4, crashes: 3 }, reduced: [17_857, 44_379, 36], shown: [6] },
      {
        parameters: { nodes: 2, crashes: 1, timers: 'any' },
        reduced: [306, 891, 15],
        broken: {
          'no two that are up coordinate at once': 3,
          'in the end all that are up follow the highest of them': null,
        },
        shown: [3],
      },
    ],
  ),
}

/** Who may enter, and who leads. */
export const exclusionModels: readonly BundledModel[] = [
  lamportMutex,
  ricartAgrawala,
  changRoberts,
  redlock,
  bully,
]
