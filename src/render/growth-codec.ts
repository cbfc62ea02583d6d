import type { Report } from '../report.ts'
import { fields, list, text, whole } from './codec.ts'

/** How many values a component had by the end of each of some depths. */
export const growthCodec = fields<NonNullable<Report['incomplete']>['growth'][number]>({
  component: text,
  fromDepth: whole(1),
  valuesByDepth: list(whole(0)),
})
