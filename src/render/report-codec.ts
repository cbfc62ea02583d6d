import {
  schemaVersion,
  type Divergence,
  type FlipOutcome,
  type FlipReport,
  type FlipVerdict,
  type GraphReport,
  type PropertyReport,
  type Report,
  type RoleSource,
  type Source,
} from '../report.ts'
import {
  amount,
  byKind,
  dictionary,
  fields,
  flag,
  list,
  named,
  oneOf,
  optional,
  orNull,
  scalar,
  text,
  whole,
  type Fields,
  type Schema,
} from './codec.ts'
import { assumptionCodec } from './assumption-codec.ts'
import { valueCodec } from './encode-value.ts'
import { growthCodec } from './growth-codec.ts'
import { coverageCodec } from './coverage-codec.ts'
import { profileCodec } from './profile-codec.ts'
import { walksCodec } from './walks-codec.ts'
import { traceCodec, traceDefinitions } from './trace-codec.ts'

const verdict = oneOf('holds', 'violated', 'vacuous', 'incomplete')
const limitKinds = [
  'states',
  'memory',
  'disk',
  'seconds',
  'interrupted',
  'divergence',
  'bound',
  'first-violation',
  'walks',
] as const

const ended = oneOf('everything-seen', 'everything-decided', ...limitKinds)

/** The kinds of properties. */
export const propertyKind = oneOf(
  'always',
  'never',
  'reachable',
  'stepwise',
  'noDeadlock',
  'eventually',
  'leadsTo',
  'alwaysEventually',
  'eventuallyAlways',
  'until',
  'ltl',
  'everyRequestAnswered',
  'everyRequestServed',
)

const sourceCodec = named<Source>('Source', fields<Source>({ file: text, line: whole(1) }))

/** What became of a property. */
export const propertyCodec = named<PropertyReport>(
  'Property',
  fields<PropertyReport>({
    name: text,
    kind: propertyKind,
    verdict,
    expected: oneOf('holds', 'violated'),
    assumptions: list(assumptionCodec),
    trace: orNull(traceCodec),
    source: optional(sourceCodec),
  }),
)

const roleCodec = named<RoleSource>(
  'Role',
  fields<RoleSource>({
    nodes: list(text),
    source: sourceCodec,
    handlers: dictionary(sourceCodec),
  }),
)

const outcome = named<FlipOutcome>(
  'Flip',
  fields<FlipOutcome>({
    change: text,
    assumption: text,
    was: text,
    becomes: text,
    verdicts: list(
      fields<FlipVerdict>({
        property: text,
        verdict,
        run: orNull(
          fields<NonNullable<FlipVerdict['run']>>({ steps: whole(0), loopsTo: orNull(whole(0)) }),
        ),
        isChanged: orNull(flag),
      }),
    ),
    incomplete: orNull(
      fields<NonNullable<FlipOutcome['incomplete']>>({
        kind: oneOf(...limitKinds, 'mistake', 'not-tried'),
        reason: text,
      }),
    ),
  }),
)

const incomplete = fields<NonNullable<Report['incomplete']>>({
  kind: oneOf(...limitKinds),
  reason: text,
  growth: list(growthCodec),
  divergence: orNull(
    fields<Divergence>({
      trace: traceCodec,
      growth: list(
        fields<Divergence['growth'][number]>({
          from: text,
          to: text,
          message: valueCodec,
          count: whole(1),
        }),
      ),
    }),
  ),
})

type Apart = Extract<Report['reductions'][number]['bar'], { kind: 'told-apart' }>['apart'][number]

const toldApart = fields<Apart>({
  group: orNull(text),
  nodes: list(text),
  by: byKind<Apart['by']>({
    start: { node: text },
    step: { node: text, event: text, difference: text },
    observer: { observer: text, event: text, difference: text },
    predicate: { property: orNull(text) },
    faults: {},
    links: {},
    many: {},
  }),
})

const reductionName = oneOf('ignored-deliveries', 'stale-messages', 'symmetry')

const reduction = fields<Report['reductions'][number]>({
  name: reductionName,
  isApplied: flag,
  bar: orNull(
    byKind<NonNullable<Report['reductions'][number]['bar']>>({
      asked: {},
      machine: {},
      'none-declared': {},
      network: {},
      'patient-timers': {},
      time: {},
      'mid-step': {},
      properties: { properties: list(text) },
      'reads-messages': { property: orNull(text) },
      'no-replicas': {},
      'told-apart': { apart: list(toldApart) },
      'many-replicas': {},
      observers: { observers: list(text) },
      disk: {},
      engine: {},
      begun: {},
    }),
  ),
  removed: orNull(
    fields<NonNullable<Report['reductions'][number]['removed']>>({
      messages: whole(0),
      checked: whole(0),
    }),
  ),
  orbits: orNull(
    fields<NonNullable<Report['reductions'][number]['orbits']>>({
      groups: list(list(text)),
      values: list(list(text)),
      apart: list(toldApart),
      states: whole(0),
    }),
  ),
})

const graph = fields<GraphReport>({
  reductions: list(reductionName),
  properties: list(text),
  states: fields<GraphReport['states']>({
    distinct: whole(0),
    generated: whole(0),
    depth: whole(0),
  }),
  ended,
})

type Sampled = NonNullable<Report['steps']['sampled']>

const reportFields: Fields<Report> = {
  schemaVersion: oneOf(schemaVersion),
  model: text,
  parameters: dictionary(scalar),
  verdict,
  asExpected: flag,
  properties: list(propertyCodec),
  leftOut: optional(list(text)),
  states: fields<Report['states']>({
    distinct: whole(0),
    generated: whole(0),
    depth: whole(0),
    bytesPerState: whole(0),
  }),
  graphs: optional(list(graph)),
  steps: fields<Report['steps']>({
    evaluated: whole(0),
    sampled: orNull(fields<Sampled>({ asked: whole(0), of: whole(0) })),
  }),
  reductions: list(reduction),
  ended,
  incomplete: orNull(incomplete),
  notes: list(text),
  seconds: amount,
  workers: whole(1),
  peakMemoryBytes: amount,
  profile: optional(profileCodec),
  coverage: optional(coverageCodec),
  roles: optional(list(roleCodec)),
  walks: optional(walksCodec),
}

/** A report, with or without changed assumptions. */
export const reportCodec = fields<Report & Partial<FlipReport>>({
  ...reportFields,
  flips: optional(list(outcome)),
})

/** The JSON Schema of a report. */
export const reportSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report',
  description:
    'What netsplit found out about a system: the JSON that `netsplit check --json` prints and that reportToJson(…) makes.',
  ...reportCodec.schema,
  $defs: Object.fromEntries([
    ...traceDefinitions,
    ...[
      assumptionCodec,
      sourceCodec,
      propertyCodec,
      roleCodec,
      outcome,
      profileCodec,
      coverageCodec,
      walksCodec,
    ].map(({ definition }) => definition),
  ]),
}
