import type { FoundRun, TakenSteps, Walks } from '../report.ts'
import { amount, fields, flag, list, named, orNull, text, whole } from './codec.ts'
import { stepKind } from './profile-codec.ts'

/** How a simulation walked. */
export const walksCodec = named<Walks>(
  'Walks',
  fields<Walks>({
    seed: whole(0),
    runs: whole(0),
    maxSteps: whole(1),
    strategy: text,
    strategies: list(fields<Walks['strategies'][number]>({ strategy: text, runs: whole(1) })),
    steps: whole(0),
    longest: whole(0),
    ended: whole(0),
    standardError: amount,
    priorities: orNull(
      fields<NonNullable<Walks['priorities']>>({
        depth: whole(1),
        lengths: list(whole(1)),
        actors: whole(0),
      }),
    ),
    found: list(
      fields<FoundRun>({
        property: text,
        run: whole(0),
        strategy: text,
        walked: whole(0),
        told: whole(0),
        isMinimal: flag,
      }),
    ),
    taken: list(fields<TakenSteps>({ kind: stepKind, name: text, who: text, taken: whole(0) })),
  }),
)
