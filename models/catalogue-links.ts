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

const reliableBroadcast: BundledModel = {
  ...bundle('reliable-broadcast'),
  configurations: rowsOf(
    {
      safety: [],
      liveness: [
        'of those who stay up all deliver, or none',
        'if anybody has delivered, all do who stay up',
      ],
      reachable: ['all can deliver'],
    },
    [
      { parameters: {}, reduced: [3_514, 11_683, 19], shown: [12] },
      {
        parameters: { bug: 'no-relay' },
        reduced: [161, 368, 11],
        broken: {
          'of those who stay up all deliver, or none': null,
          'if anybody has delivered, all do who stay up': null,
        },
        shown: [8],
      },
      {
        parameters: { bug: 'delivers-first' },
        reduced: [5_565, 19_532, 19],
        broken: { 'if anybody has delivered, all do who stay up': null },
        shown: [8],
      },
    ],
  ),
}

/** What reaches whom. */
export const linkModels: readonly BundledModel[] = [alternatingBit, reliableBroadcast]
