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

const returns = 'what is deleted does not return to who knew'
const alike = 'in the end all have the item, or none has'
const gone = 'what is deleted is gone in the end'

const gossip: BundledModel = {
  ...bundle('gossip'),
  configurations: rowsOf(
    {
      safety: [returns],
      liveness: [alike, gone],
      reachable: ['all can have the item', 'all can know that it is deleted'],
    },
    [
      { parameters: {}, reduced: [2_757, 10_275, 17], shown: [4, 5] },
      { parameters: { exchange: 'pull' }, reduced: [3_435, 12_651, 20], shown: [6, 7] },
      { parameters: { exchange: 'push-pull' }, reduced: [5_282, 18_796, 17], shown: [4, 5] },
      {
        parameters: { spread: 'rumors' },
        reduced: [2_464, 7_590, 19],
        broken: { [alike]: null, [gone]: null },
        shown: [4, 5],
      },
      { parameters: { spread: 'both' }, reduced: [25_798, 102_550, 22], shown: [4, 5] },
      {
        parameters: { bug: 'no-certificates' },
        reduced: [2_203, 8_339, 14],
        broken: { [returns]: 5, [gone]: null },
        shown: [4, null],
      },
      {
        parameters: { bug: 'drops-certificates' },
        reduced: [44_545, 174_630, 28],
        broken: { [returns]: 6, [gone]: null },
        shown: [4, 5],
      },
      {
        parameters: { bug: 'drops-certificates', retention: 1 },
        reduced: [30_917, 124_425, 25],
        broken: { [returns]: 9 },
        shown: [4, 5],
      },
    ],
  ),
}

/** What reaches whom. */
export const linkModels: readonly BundledModel[] = [alternatingBit, reliableBroadcast, gossip]
