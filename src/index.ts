export { check, ModelErrorInRun } from './check.ts'
export { expectHolds } from './expect-holds.ts'
export type { ParametersOf, Subject, SubjectOptions } from './subject.ts'
export type { ModelModule } from './model/model-module.ts'
export { simulate, type SimulateOptions } from './simulate.ts'
export { flipCheck, flips, type Flip, type FlipOptions } from './flip.ts'
export { byzantine, type TraitorState } from './model/byzantine.ts'
export {
  atLeast,
  defaultsOf,
  oneOf,
  type AtLeast,
  type Choice,
  type Given,
  type GivenValue,
  type OneOf,
  type ParameterSpecs,
} from './model/choices.ts'
export { client, type AnyScript, type ClientState, type Request } from './model/client.ts'
export type { Crashes, Faults, Links, OneWay, Partitions, Promise3, Split } from './model/faults.ts'
export type { Degree, FairAction, Fairness, FairnessEntry } from './model/fairness.ts'
export type { Formula, Formulas } from './model/formula.ts'
export {
  machine,
  type Action,
  type ActionOptions,
  type FamilyOfActions,
  type MachineContext,
} from './model/machine.ts'
export {
  duplicating,
  fifo,
  unordered,
  type Budget,
  type Network,
  type NetworkOptions,
  type QueueOptions,
} from './model/network.ts'
export type { LinkKind, LinksBetween, NetworkByLink, NetworkPlan } from './model/network-plan.ts'
export {
  observer,
  type Ear,
  type Explain,
  type Hearing,
  type NamedObserver,
  type Observer,
  type ObserverOptions,
  type On,
  type OneOrMore,
  type Only,
  type Tellings,
  type Told,
  type ToldKind,
  type ToldOfMessage,
  type ToldOfNode,
  type TypeOf,
} from './model/observer.ts'
export type { Explanation, Reason, Span, ToldInStep } from './model/explanation.ts'
export type { Pace } from './pace/pace.ts'
export type { Parameters, ParameterValue } from './model/parameters.ts'
export type { Cut, CutSides } from './model/cuts.ts'
export type { StandingCuts } from './model/standings.ts'
export type { CrashPlan } from './model/crash-plan.ts'
export type { FaultPlan } from './model/fault-plan.ts'
export type { NodeDefinition, NodeSpec } from './model/nodes.ts'
export type {
  Envelope,
  Expectation,
  Kit,
  LivenessOptions,
  LivenessProperty,
  NamedProperty,
  Property,
  PropertyOptions,
  Requests,
  SafetyProperty,
  StatePredicate,
  StepPredicate,
  Temporal,
} from './model/property.ts'
export type {
  Context,
  GuardContext,
  InitialContext,
  ReceiveContext,
  SendOptions,
} from './model/context.ts'
export type { FamilyOfSteps, Handler, Step, StepOptions, Timeout } from './model/steps.ts'
export {
  replicas,
  role,
  type ClientMark,
  type Handlers,
  type Operations,
  type Replicas,
  type Role,
  type RoleOptions,
} from './model/role.ts'
export {
  system,
  type BudgetName,
  type Budgets,
  type NodeName,
  type System,
  type SystemOptions,
  type View,
} from './model/system.ts'
export type { Time, TimeOptions } from './model/time.ts'
export type { Bound } from './model/bound.ts'
export type { OwnBudget } from './model/budgets.ts'
export { ModelError, type ErrorCode } from './value/model-error.ts'
export { explore, type Explorer } from './walk/explore.ts'
export {
  expectRunGone,
  writtenRun,
  type Gone,
  type RunOptions,
  type WrittenRun,
} from './walk/written-run.ts'
export type { GraphState, GraphStep, StateGraph } from './trace/state-graph.ts'
export type { Finished, FinishOptions } from './walk/finish.ts'
export type {
  Hindrance,
  ImpossibleStep,
  Light,
  Path,
  PossibleStep,
  Promised,
  PropertyHere,
  Stage,
  Start,
  StepGroup,
} from './walk/stage.ts'
export {
  assertAsExpected,
  NotAsExpected,
  propertyOf,
  renderReport,
  renderTrace,
  type RenderOptions,
  type RenderReportOptions,
  type RenderTraceOptions,
} from './tell.ts'
export { reportFromJson, reportToJson } from './render/report-json.ts'
export { schemaVersion, type Assumption, type Ended, type LimitKind } from './report.ts'
export type {
  AssumedBudget,
  AssumedCut,
  AssumedFairness,
  AssumedLinks,
  Ground,
  OptionalStep,
} from './model/ledger.ts'
export type { Orbits, Reduction, ReductionBar, Removed } from './compile/reductions.ts'
export type { TellsApart, ToldApart } from './compile/told-apart.ts'
export type {
  CheckOptions,
  Divergence,
  FlipOutcome,
  FlipReport,
  FlipVerdict,
  FoundRun,
  GraphReport,
  Progress,
  Estimate,
  Phase,
  Profile,
  ProfilePart,
  ProfileStep,
  AlwaysSame,
  CalledFunction,
  CodeRange,
  Coverage,
  CoveredFile,
  CoveredPart,
  NeverRun,
  PropertyReport,
  Report,
  RoleSource,
  Source,
  TakenSteps,
  Walks,
} from './report.ts'
export type { Verdict } from './property/verdicts.ts'
export type {
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
} from './trace/trace.ts'
export type { PathStep } from './value/path.ts'
export type { Growth } from './compile/growth.ts'
