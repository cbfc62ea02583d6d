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
          'TLC, as the manifest of tlaplus/Examples has it for MCLamportMutex (distinct, depth)',
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
      safety: ['only the process with the largest number leads'],
      liveness: ['once somebody stands, all know the leader in the end'],
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

/** Who may enter, and who leads. */
export const exclusionModels: readonly BundledModel[] = [lamportMutex, ricartAgrawala, changRoberts]
