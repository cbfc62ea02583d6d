import type { Phase, Profile, ProfilePart, ProfileStep } from '../report.ts'
import { growthCodec } from './growth-codec.ts'
import { amount, fields, flag, list, named, oneOf, text, whole } from './codec.ts'

/** What a check is at. */
export const phaseCodec = oneOf(
  'listing',
  'searching',
  'judging',
  'rebuilding',
  'telling',
  'confirming',
  'profiling',
)

const stepKinds = [
  'deliver',
  'timeout',
  'internal',
  'restart',
  'lose',
  'duplicate',
  'say',
  'crash',
  'split',
  'heal',
  'pause',
  'resume',
  'tick',
] as const

/** The kinds of steps. */
export const stepKind = oneOf(...stepKinds)

/** Where the states of a check come from. */
export const profileCodec = named<Profile>(
  'Profile',
  fields<Profile>({
    areOrbits: flag,
    countedOneIn: whole(1),
    parts: list(
      fields<ProfilePart>({
        kind: oneOf(
          'node',
          'state',
          'field',
          'timers',
          'up',
          'mail',
          'message',
          'environment',
          'component',
        ),
        part: text,
        values: whole(0),
        statesWithout: whole(0),
        factor: amount,
      }),
    ),
    isWhole: flag,
    growth: list(growthCodec),
    steps: list(
      fields<ProfileStep>({
        kind: oneOf('initial', ...stepKinds),
        name: text,
        transitions: whole(0),
        statesFound: whole(0),
      }),
    ),
    evaluations: list(fields<Profile['evaluations'][number]>({ of: text, steps: whole(0) })),
    tables: list(fields<Profile['tables'][number]>({ table: text, bytes: whole(0) })),
    phases: list(
      fields<{ readonly phase: Phase; readonly seconds: number }>({
        phase: phaseCodec,
        seconds: amount,
      }),
    ),
  }),
)
