import { match } from 'ts-pattern'
import { describe, expectTypeOf, test } from 'vitest'
import {
  assertAsExpected,
  propertyOf,
  renderReport,
  renderTrace,
  reportFromJson,
  reportToJson,
  type Assumption,
  type Change,
  type Divergence,
  type Ended,
  type FlipReport,
  type Growth,
  type KeptPromise,
  type NodeSnapshot,
  type Observation,
  type PathStep,
  type PropertyReport,
  type Reduction,
  type Report,
  type RunMessage,
  type SentMessage,
  type Trace,
  type TraceCut,
  type TracedRequest,
  type TraceStep,
} from 'netsplit'

declare const report: Report
declare const flips: FlipReport
declare const trace: Trace

const told = (assumption: Assumption): string =>
  match(assumption)
    .with({ kind: 'network' }, ({ loss }) => `loss ${loss}`)
    .with({ kind: 'fairness' }, ({ degrees }) => String(degrees?.weak.length))
    .with(
      { kind: 'machine' },
      { kind: 'partitions' },
      { kind: 'crashes' },
      { kind: 'traitors' },
      { kind: 'timers' },
      { kind: 'time' },
      { kind: 'budgets' },
      { kind: 'bound' },
      { kind: 'reduction' },
      { kind: 'optional' },
      ({ text }) => text,
    )
    .exhaustive()

describe('a report', () => {
  test('has a name for the type of everything in it', () => {
    expectTypeOf(report.properties).items.toEqualTypeOf<PropertyReport>()
    expectTypeOf(report.reductions).items.toEqualTypeOf<Reduction>()
    expectTypeOf(report.ended).toEqualTypeOf<Ended>()
    type Incomplete = NonNullable<Report['incomplete']>
    expectTypeOf<Incomplete['growth']>().items.toEqualTypeOf<Growth>()
    expectTypeOf<Incomplete['divergence']>().toEqualTypeOf<Divergence | null>()
    expectTypeOf<PropertyReport['trace']>().toEqualTypeOf<Trace | null>()
    expectTypeOf(trace.steps).items.toEqualTypeOf<TraceStep>()
    expectTypeOf(trace.initial.nodes).items.toEqualTypeOf<NodeSnapshot>()
    expectTypeOf(trace.initial.inFlight).items.toEqualTypeOf<SentMessage>()
    expectTypeOf(trace.initial.dropped).items.toEqualTypeOf<RunMessage>()
    expectTypeOf(trace.observations).items.toEqualTypeOf<Observation>()
    expectTypeOf(trace.kept).toEqualTypeOf<readonly KeptPromise[] | null>()
    expectTypeOf(trace.waiting).toEqualTypeOf<TracedRequest | null>()
    expectTypeOf<TraceStep['changes']>().items.toEqualTypeOf<Change>()
    expectTypeOf<TraceStep['cut']>().toEqualTypeOf<TraceCut | null>()
    expectTypeOf<Change['steps']>().items.toEqualTypeOf<PathStep>()
  })

  test('tells assumptions apart by their kind', () => {
    expectTypeOf(told).returns.toBeString()
  })

  test('keeps its type as JSON', () => {
    expectTypeOf(reportToJson(report)).toEqualTypeOf<Report>()
    expectTypeOf(reportToJson(flips)).toEqualTypeOf<FlipReport>()
    expectTypeOf(reportFromJson).parameter(0).toBeUnknown()
    expectTypeOf(reportFromJson).returns.toEqualTypeOf<Report | FlipReport>()
  })

  test('is printed and asserted as it is', () => {
    expectTypeOf(renderReport(flips, { columns: 100, witnesses: true })).toBeString()
    expectTypeOf(renderTrace(trace, { property: propertyOf(report, 'p') })).toBeString()
    expectTypeOf(assertAsExpected(report)).toBeVoid()
    // @ts-expect-error a misspelt option
    renderReport(report, { color: true })
    // @ts-expect-error there is no run
    renderTrace(propertyOf(report, 'p').trace)
  })
})
