import type { Reason, Span } from '../model/explanation.ts'
import type { FairAction } from '../model/fairness.ts'
import type { PathStep } from '../value/path.ts'
import type {
  Carried,
  Change,
  ElementChange,
  Fold,
  HaltedStep,
  KeptPromise,
  NodeSnapshot,
  Observation,
  ObservedChange,
  ObserverSnapshot,
  RunMessage,
  SentMessage,
  Standing,
  Trace,
  TraceCut,
  TraceCutSides,
  TracedExplanation,
  TracedRequest,
  TraceStep,
  Varying,
} from '../trace/trace.ts'
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
  type Codec,
  type Fields,
} from './codec.ts'
import { fieldCodec, valueCodec } from './encode-value.ts'

const pathStep: Codec<PathStep> = either(
  'string',
  text,
  either('number', whole(0), fields<{ readonly key: unknown }>({ key: valueCodec })),
)

/** A message of a run. */
export const messageCodec = named<RunMessage>(
  'Message',
  fields<RunMessage>({
    id: whole(1),
    sentInStep: whole(0),
    from: text,
    to: text,
    message: valueCodec,
  }),
)

const sent = named<SentMessage>(
  'SentMessage',
  fields<SentMessage>({
    id: whole(1),
    sentInStep: whole(0),
    from: text,
    to: text,
    message: valueCodec,
    isHeld: flag,
  }),
)

const cutSides = { sides: list(list(text)), isOneWay: flag }
const oneCut = fields<TraceCutSides>(cutSides)
const cut = named<TraceCut>(
  'Cut',
  fields<TraceCut>({ ...cutSides, others: optional(list(oneCut)) }),
)

const node = named<NodeSnapshot>(
  'NodeSnapshot',
  fields<NodeSnapshot>({ node: text, up: flag, state: valueCodec, timers: list(text) }),
)

const difference: Fields<Omit<Change, 'node'>> = {
  path: text,
  steps: list(pathStep),
  before: fieldCodec,
  after: fieldCodec,
  carried: orNull(fields<Carried>({ step: pathStep, in: oneOf('before', 'after') })),
  elements: orNull(
    fields<ElementChange>({
      gained: list(valueCodec),
      lost: list(valueCodec),
      place: orNull(either('string', oneOf('front', 'end'), whole(0))),
    }),
  ),
}

const change = named<Change>('Change', fields<Change>({ node: text, ...difference }))

const observedChange = named<ObservedChange>(
  'ObservedChange',
  fields<ObservedChange>({ observer: text, ...difference }),
)

const observers = optional(list(fields<ObserverSnapshot>({ observer: text, state: valueCodec })))

/** What kind of step it is. */
export const stepKind = oneOf(
  'deliver',
  'duplicate',
  'say',
  'timeout',
  'internal',
  'crash',
  'restart',
  'lose',
  'split',
  'heal',
  'pause',
  'resume',
  'tick',
)

/** A step of a run. */
export const stepCodec = named<TraceStep>(
  'Step',
  fields<TraceStep>({
    action: text,
    kind: stepKind,
    node: orNull(text),
    envelope: orNull(messageCodec),
    name: orNull(text),
    item: optional(valueCodec),
    middle: optional(
      fields<HaltedStep>({
        kind: oneOf('deliver', 'duplicate', 'say', 'timeout', 'internal', 'restart'),
        saves: orNull(whole(0)),
        unsent: list(
          fields<HaltedStep['unsent'][number]>({ from: text, to: text, message: valueCodec }),
        ),
      }),
    ),
    losesDisk: optional(flag),
    spends: optional(fields<NonNullable<TraceStep['spends']>>({ budget: text, left: budget })),
    choices: list(valueCodec),
    sent: list(sent),
    dropped: list(messageCodec),
    held: list(messageCodec),
    timers: list(
      fields<TraceStep['timers'][number]>({
        node: text,
        timer: text,
        isSet: flag,
        units: orNull(whole(1)),
      }),
    ),
    changes: list(change),
    observed: optional(list(observedChange)),
    cut: orNull(cut),
    whichCut: optional(oneCut),
    time: orNull(whole(0)),
  }),
)

const action = named<FairAction>(
  'Action',
  byKind<FairAction>({
    deliver: { from: text, to: text, message: valueCodec },
    timeout: { node: text, name: text },
    internal: { node: text, name: text, item: optional(valueCodec) },
    restart: { node: text },
    heal: { cut: optional(oneCut) },
    resume: { node: text },
    tick: {},
  }),
)

const fold = named<Fold>(
  'Fold',
  fields<Fold>({
    from: whole(1),
    to: whole(1),
    times: whole(1),
    varying: list(
      fields<Varying>({
        path: list(either('string', text, whole(0))),
        first: whole(Number.MIN_SAFE_INTEGER),
        last: whole(Number.MIN_SAFE_INTEGER),
      }),
    ),
  }),
)

const standing = { nodes: list(node), inFlight: list(sent), cut: orNull(cut), observed: observers }

/** How everything stands. */
export const standingCodec = fields<Standing>(standing)

const request = fields<TracedRequest>({
  node: text,
  operation: either('string', text, whole(1)),
})

const observation = fields<Observation>({
  path: text,
  value: fieldCodec,
  before: optional(fieldCodec),
})

const explanation = fields<TracedExplanation>({
  observer: text,
  title: text,
  spans: list(fields<Span>({ node: text, what: text, from: whole(0), to: orNull(whole(0)) })),
  reasons: list(fields<Reason>({ text, items: list(text) })),
})

/** A run. */
export const traceCodec = named<Trace>(
  'Trace',
  fields<Trace>({
    isMachine: flag,
    initial: fields<Trace['initial']>({ ...standing, dropped: list(messageCodec) }),
    steps: list(stepCodec),
    folds: list(fold),
    standings: list(fields<Trace['standings'][number]>({ afterStep: whole(1), ...standing })),
    loopsTo: orNull(whole(0)),
    kept: orNull(
      list(
        fields<KeptPromise>({
          action,
          takenInStep: orNull(whole(1)),
          notPossibleAfterStep: orNull(whole(0)),
          changesNothing: optional(flag),
        }),
      ),
    ),
    notPromised: orNull(list(action)),
    waiting: orNull(request),
    refused: orNull(request),
    observations: list(observation),
    explanations: optional(list(explanation)),
    final: standingCodec,
  }),
)

/** The parts of a run that have a name in the schema. */
export const traceDefinitions = [
  valueCodec,
  fieldCodec,
  messageCodec,
  sent,
  cut,
  node,
  change,
  observedChange,
  stepCodec,
  fold,
  action,
  traceCodec,
].map(({ definition }) => definition)
