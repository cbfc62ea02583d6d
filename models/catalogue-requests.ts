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

/** What is done for those who ask. */
export const requestModels: readonly BundledModel[] = [idempotencyKey]
