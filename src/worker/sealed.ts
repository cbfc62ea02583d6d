import {
  amount,
  byKind,
  dictionary,
  fields,
  flag,
  list,
  oneOf,
  optional,
  orNull,
  scalar,
  text,
  whole,
  type Codec,
} from '../render/codec.ts'
import { phaseCodec } from '../render/profile-codec.ts'
import { propertyCodec, propertyKind, reportCodec } from '../render/report-codec.ts'
import {
  messageCodec,
  standingCodec,
  stepCodec,
  stepKind,
  traceCodec,
} from '../render/trace-codec.ts'
import type { Estimate, Progress } from '../report.ts'
import type { ImpossibleStep, PossibleStep, Promised, PropertyHere, Start } from '../walk/stage.ts'
import type { Described, Failed, Finished, FlipEntry, Retraced, Stage } from './contract.ts'
import type { Question } from './port.ts'

/*
 * What comes from a worker that runs strangers' code goes as JSON, and is checked field by field
 * before a page sees it: the code may have answered in the worker's stead.
 */

const expected = oneOf('holds', 'violated')

const described = fields<Described>({
  name: text,
  about: text,
  isMachine: flag,
  nodes: list(text),
  parameters: dictionary(scalar),
  defaults: dictionary(scalar),
  properties: list(
    fields<Described['properties'][number]>({ name: text, kind: propertyKind, expected }),
  ),
  flips: list(fields<FlipEntry>({ id: text, assumption: text, was: text, becomes: text })),
})

const group = oneOf('delivery', 'timer', 'internal', 'fault', 'repair')

const impossible = fields<ImpossibleStep>({
  group,
  kind: stepKind,
  action: text,
  node: orNull(text),
  envelope: orNull(messageCodec),
  hindrance: oneOf(
    'crashed',
    'cut',
    'not-accepted',
    'behind-others',
    'guard',
    'timer-not-set',
    'patience',
    'budget-spent',
    'others-down',
    'never',
    'cut-in-place',
    'too-early',
    'paused',
    'due',
  ),
  why: text,
})

const lights = list(
  fields<PropertyHere>({
    name: text,
    kind: propertyKind,
    expected,
    light: oneOf('kept', 'violated', 'reached', 'not-reached', 'settled', 'open'),
    moments: list(flag),
  }),
)

const retraced = fields<Retraced>({ path: list(whole(0)), properties: lights })

const stage = fields<Stage>({
  path: list(whole(0)),
  starts: list(fields<Start>({ id: whole(0), standing: standingCodec })),
  hasMoreStarts: flag,
  trace: orNull(traceCodec),
  possible: list(
    fields<PossibleStep>({
      id: whole(0),
      group,
      step: stepCodec,
      promise: fields<Promised>({ degree: oneOf('none', 'weak', 'strong'), text }),
      isBeyondBound: flag,
      changesNothing: flag,
    }),
  ),
  impossible: list(impossible),
  properties: lights,
  isWithinBound: flag,
  mayRest: flag,
})

const finished = byKind<Finished>({
  run: { property: propertyCodec, path: list(whole(0)) },
  none: { states: whole(0) },
  open: { states: whole(0), reason: text },
})

const failed = fields<Failed>({
  kind: oneOf('failed'),
  cause: oneOf('mistake', 'aborted', 'lost', 'no-workers'),
  message: text,
  where: list(text),
  wayOut: text,
  at: orNull(fields<NonNullable<Failed['at']>>({ line: whole(0), column: whole(0) })),
})

const progress = fields<Progress>({
  states: whole(0),
  transitions: whole(0),
  depth: whole(0),
  phase: phaseCodec,
  queue: whole(0),
  bytes: amount,
  seconds: amount,
  divergence: orNull(text),
  estimate: optional(fields<Estimate>({ states: whole(0), low: whole(0), high: whole(0) })),
})

/** Both ways of a codec, for what is found by the kind of a question. */
interface Sealing {
  readonly encode: (found: unknown) => unknown
  readonly decode: (json: unknown) => unknown
}

const sealing = <T>({ encode, decode }: Codec<T>): Sealing => ({
  encode: (found) => encode(found as T),
  decode: (json) => decode(json, []),
})

const sealings: Readonly<Record<Exclude<Question['kind'], 'table'>, Sealing>> = {
  describe: sealing(described),
  check: sealing(reportCodec),
  stage: sealing(stage),
  retrace: sealing(retraced),
  finish: sealing(finished),
}

/** What was found, as JSON. */
export const seal = ({ kind }: Question, found: unknown): unknown =>
  kind === 'table' ? null : sealings[kind].encode(found)

/**
 * The same, checked.
 *
 * @throws ModelError 'bad-report' when it is not what was asked for
 */
export const unseal = ({ kind }: Question, json: unknown): unknown =>
  kind === 'table' ? null : sealings[kind].decode(json)

/** @throws ModelError 'bad-report' */
export const unsealFailed = (json: unknown): Failed => failed.decode(json, [])

/** @throws ModelError 'bad-report' */
export const unsealProgress = (json: unknown): Progress => progress.decode(json, [])
