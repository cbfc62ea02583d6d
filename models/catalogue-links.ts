import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import type { BundledModel } from './configuration.ts'

const alternatingBit: BundledModel = {
  ...bundle('alternating-bit'),
  configurations: rowsOf(
    {
      safety: ['what has arrived is what was sent, in order and once'],
      liveness: ['everything arrives in the end'],
      reachable: ['everything can be acknowledged'],
    },
    [
      { parameters: {}, reduced: [180, 1_329, 11], shown: [6] },
      {
        parameters: { bug: 'no-bit' },
        reduced: [581, 3_992, 11],
        broken: { 'what has arrived is what was sent, in order and once': 2 },
        shown: [6],
      },
      {
        parameters: { bug: 'not-fifo' },
        reduced: [1_693, 14_469, 11],
        broken: {
          'what has arrived is what was sent, in order and once': 4,
          'everything arrives in the end': null,
        },
        shown: [5],
      },
    ],
  ),
}

/** What reaches whom. */
export const linkModels: readonly BundledModel[] = [alternatingBit]
