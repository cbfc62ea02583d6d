import type { Report } from '../report.ts'
import { pathUnder } from '../trace/paths.ts'
import type {
  Change,
  NodeSnapshot,
  RunMessage,
  SentMessage,
  Trace,
  TraceStep,
} from '../trace/trace.ts'
import { encodeValue } from './encode-value.ts'

/**
 * A report as one JSON document. Values of a model (states, messages, choices) are encoded by
 * `encodeValue`; new fields may come, none goes.
 */
export const renderJson = (report: Report): unknown => ({
  model: report.model,
  parameters: report.parameters,
  verdict: report.verdict,
  asExpected: report.asExpected,
  properties: report.properties.map(({ name, kind, verdict, expected, assumptions, trace }) => ({
    name,
    kind,
    verdict,
    expected,
    assumptions,
    trace: trace === null ? null : traceJson(trace),
  })),
  states: report.states,
  steps: report.steps,
  reductions: report.reductions,
  incomplete: report.incomplete,
  notes: report.notes,
  seconds: report.seconds,
  workers: report.workers,
  peakMemoryBytes: report.peakMemoryBytes,
})

/** A run as JSON. */
const traceJson = (trace: Trace): unknown => ({
  initial: {
    nodes: nodesJson(trace.initial.nodes),
    inFlight: trace.initial.inFlight.map(sentJson),
    dropped: trace.initial.dropped.map(messageJson),
    cut: trace.initial.cut,
  },
  steps: trace.steps.map((step) => stepJson(step, trace.isMachine)),
  loopsTo: trace.loopsTo,
  kept: (trace.kept ?? []).map(({ action, takenIn, disabledAt }) => ({
    action: encodeValue(action),
    takenInStep: takenIn === null ? null : takenIn + 1,
    notPossibleAfterStep: disabledAt,
  })),
  notPromised: (trace.unpromised ?? []).map(encodeValue),
  waiting: trace.waiting ?? null,
  refused: trace.refused ?? null,
  observations: trace.observations.map((each) => ({
    path: each.path,
    ...('before' in each ? { before: encodeValue(each.before) } : {}),
    value: encodeValue(each.value),
  })),
  final: {
    nodes: nodesJson(trace.final.nodes),
    inFlight: trace.final.inFlight.map(sentJson),
    cut: trace.final.cut,
  },
})

const stepJson = (step: TraceStep, isMachine: boolean): unknown => ({
  action: step.action,
  kind: step.kind,
  node: step.node,
  name: step.name,
  message: step.envelope === null ? null : messageJson(step.envelope),
  choices: step.choices.map(encodeValue),
  changes: Object.fromEntries(
    step.changes.map((change) => [
      isMachine ? change.path || 'state' : pathUnder(change.node, change.steps),
      changeJson(change),
    ]),
  ),
  timers: step.timers,
  sent: step.sent.map(sentJson),
  dropped: step.dropped.map(messageJson),
  held: step.held.map(messageJson),
  cut: step.cut,
})

const changeJson = ({ before, after, elements }: Change): unknown => ({
  before: encodeValue(before),
  after: encodeValue(after),
  ...(elements === null
    ? {}
    : {
        gained: elements.gained.map(encodeValue),
        lost: elements.lost.map(encodeValue),
      }),
})

const messageJson = ({ id, sentInStep, from, to, message }: RunMessage): object => ({
  id,
  sentInStep,
  from,
  to,
  message: encodeValue(message),
})

const sentJson = (sent: SentMessage): unknown => ({
  ...messageJson(sent),
  isHeld: sent.isHeld,
})

const nodesJson = (nodes: readonly NodeSnapshot[]): unknown =>
  Object.fromEntries(
    nodes.map(({ node, up, state, timers }) => [node, { up, state: encodeValue(state), timers }]),
  )
