import type {
  AssumedBudget,
  AssumedCut,
  AssumedFairness,
  AssumedLinks,
  OptionalStep,
} from '../model/ledger.ts'
import { networkKinds } from '../model/network.ts'
import type { Assumption } from '../report.ts'
import {
  budget,
  byKind,
  either,
  fields,
  flag,
  list,
  named,
  oneOf,
  optional,
  orNull,
  text,
  whole,
} from './codec.ts'

const promise = oneOf('never', 'maybe', 'eventually')
const actionKinds = list(
  oneOf('deliver', 'timeout', 'internal', 'restart', 'heal', 'resume', 'tick'),
)

/** One thing that a verdict rests on. */
export const assumptionCodec = named<Assumption>(
  'Assumption',
  byKind<Assumption>({
    machine: { text },
    network: {
      network: oneOf(...networkKinds),
      links: optional(
        either(
          'string',
          oneOf('others'),
          fields<AssumedLinks>({ from: list(text), to: list(text) }),
        ),
      ),
      loss: budget,
      duplication: budget,
      losesHead: optional(flag),
      text,
    },
    partitions: {
      splits: budget,
      cutCount: whole(0),
      cuts: list(fields<AssumedCut>({ sides: list(list(text)), isOneWay: flag })),
      atOnce: optional(whole(2)),
      atStart: flag,
      heals: promise,
      messages: oneOf('delayed', 'dropped'),
      text,
    },
    crashes: {
      crashes: budget,
      nodes: list(text),
      anyNode: flag,
      atOnce: optional(whole(1)),
      losesDisk: optional(budget),
      midStep: optional(flag),
      restarts: promise,
      text,
    },
    traitors: { nodes: list(text), text },
    timers: { timers: oneOf('none', 'any', 'patient', 'timed'), text },
    time: {
      delay: fields<Extract<Assumption, { kind: 'time' }>['delay']>({
        min: whole(0),
        max: either('number', whole(1), oneOf('unlimited')),
      }),
      drift: whole(0),
      pauses: budget,
      text,
    },
    budgets: {
      budgets: list(
        fields<AssumedBudget>({
          name: text,
          times: budget,
          spentBy: list(fields<AssumedBudget['spentBy'][number]>({ name: text, of: text })),
        }),
      ),
      text,
    },
    bound: { isIntended: flag, text },
    reduction: { name: text, text },
    fairness: {
      degrees: orNull(
        fields<NonNullable<Extract<Assumption, { kind: 'fairness' }>['degrees']>>({
          none: actionKinds,
          weak: actionKinds,
          strong: actionKinds,
        }),
      ),
      entries: optional(
        list(
          fields<AssumedFairness>({
            of: orNull(text),
            degree: oneOf('none', 'weak', 'strong'),
            moves: flag,
          }),
        ),
      ),
      text,
    },
    optional: { steps: list(fields<OptionalStep>({ name: text, of: orNull(text) })), text },
  }),
)
