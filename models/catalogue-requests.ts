import { bundle } from './bundled.ts'
import { rowsOf } from './catalogue-rows.ts'
import type { BundledModel } from './configuration.ts'

const idempotencyKey: BundledModel = {
  ...bundle('idempotency-key'),
  configurations: rowsOf(
    {
      safety: ['nobody pays twice', 'who is told of a payment has paid'],
      liveness: ['every request is served'],
      reachable: ['both can be paid'],
    },
    [
      { parameters: {}, reduced: [202, 635, 15], shown: [6] },
      {
        parameters: { bug: 'no-key' },
        reduced: [1_066, 3_681, 20],
        broken: { 'nobody pays twice': 5 },
        shown: [6],
      },
      {
        parameters: { bug: 'key-first' },
        reduced: [369, 1_119, 18],
        broken: { 'who is told of a payment has paid': 7 },
        shown: [8],
      },
      {
        parameters: { bug: 'key-last' },
        reduced: [409, 1_223, 20],
        broken: { 'nobody pays twice': 7 },
        shown: [8],
      },
    ],
  ),
}

const outbox: BundledModel = {
  ...bundle('outbox'),
  configurations: rowsOf(
    {
      safety: ['no order is handled that is not there', 'no order is handled twice'],
      liveness: ['every order is handled'],
      reachable: ['the service can crash after the first order'],
    },
    [
      { parameters: {}, reduced: [61, 111, 9], shown: [2] },
      {
        parameters: { bug: 'save-first' },
        reduced: [29, 46, 7],
        broken: { 'every order is handled': null },
        shown: [1],
      },
      {
        parameters: { bug: 'publish-first' },
        reduced: [43, 77, 7],
        broken: { 'no order is handled that is not there': 2 },
        shown: [2],
      },
      {
        parameters: { bug: 'no-key' },
        reduced: [67, 115, 10],
        broken: { 'no order is handled twice': 6 },
        shown: [2],
      },
    ],
  ),
}

const saga: BundledModel = {
  ...bundle('saga'),
  configurations: rowsOf(
    {
      safety: ['nobody is charged twice', 'who is settled has paid for goods, or nothing'],
      liveness: ['every order is settled'],
      reachable: ['the second buyer can get the good'],
    },
    [
      { parameters: {}, reduced: [3_053, 10_150, 21], shown: [7] },
      {
        parameters: { bug: 'no-key' },
        reduced: [10_140, 30_038, 24],
        broken: {
          'nobody is charged twice': 5,
          'who is settled has paid for goods, or nothing': 9,
        },
        shown: [7],
      },
      {
        parameters: { bug: 'send-first' },
        reduced: [5_690, 19_491, 21],
        broken: { 'who is settled has paid for goods, or nothing': 9 },
        shown: [7],
      },
      {
        parameters: { bug: 'no-retry' },
        reduced: [668, 1_443, 17],
        broken: { 'every order is settled': null },
        shown: [7],
      },
    ],
  ),
}

/** What is done for those who ask. */
export const requestModels: readonly BundledModel[] = [idempotencyKey, outbox, saga]
