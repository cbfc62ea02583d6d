import { leftBy } from './fair-names.ts'
import {
  degreeOf,
  isList,
  type Degree,
  type FairAction,
  type Fairness,
  type FairnessEntry,
} from './fairness.ts'
import { hasTimers, type Ground, type OptionalStep } from './ledger.ts'
import type { System } from './system.ts'

/** What a verdict on a property of infinite runs rests on besides: what is promised of which actions. */
export const fairnessGrounds = (system: System, fairness: Fairness): readonly Ground[] => {
  const steps = optionalSteps(system)
  return [
    fairnessGround(system, fairness),
    ...(steps.length === 0 ? [] : [{ kind: 'optional', steps } as const]),
  ]
}

/** The kinds of actions that something can be promised of in a system. */
const promisable = (system: System): readonly FairAction['kind'][] => {
  const { nodes, faults } = system
  const steps = nodes.flatMap(({ role }) => Object.values(role.handlers.internal ?? {}))
  const kinds: Readonly<Record<FairAction['kind'], boolean>> = {
    deliver: nodes.some(({ role }) => role.handlers.receive !== undefined),
    timeout: hasTimers(system),
    internal: steps.some((step) => typeof step === 'function' || step.optional !== true),
    restart: faults.crashes !== 0 && faults.restarts === 'eventually',
    heal: faults.cuts.length > 0 && faults.heals === 'eventually',
    resume: system.time !== null && system.time.pauses !== 0,
    tick: system.time !== null,
  }
  return (Object.keys(kinds) as FairAction['kind'][]).filter((kind) => kinds[kind])
}

const fairnessGround = (system: System, fairness: Fairness): Ground => {
  const kinds = promisable(system)
  if (!isList(fairness)) return { kind: 'fairness', degrees: degreesOf(fairness, kinds) }
  const left = leftBy(fairness, system.nodes)
  return {
    kind: 'fairness',
    degrees: degreesOf(
      'weak',
      kinds.filter((kind) => left.includes(kind)),
    ),
    entries: fairness.map(({ of, degree, moves = false }) => ({
      of: typeof of === 'string' ? of : null,
      degree,
      moves,
    })),
  }
}

const degreesOf = (
  fairness: Exclude<Fairness, readonly FairnessEntry[]>,
  kinds: readonly FairAction['kind'][],
): Extract<Ground, { kind: 'fairness' }>['degrees'] => {
  if (typeof fairness === 'function') return null
  // Given by kind, it depends on nothing else of an action.
  const having = (degree: Degree): readonly FairAction['kind'][] =>
    kinds.filter((kind) => degreeOf(fairness, { kind } as FairAction) === degree)
  return { none: having('none'), weak: having('weak'), strong: having('strong') }
}

/** The steps that nobody has to take, those of replicas once. */
const optionalSteps = ({ nodes, isMachine }: System): readonly OptionalStep[] => {
  const steps = nodes.flatMap(({ group, role }) =>
    Object.entries(role.handlers.internal ?? {})
      .filter(([, step]) => typeof step === 'object' && step.optional === true)
      .map(([name]): OptionalStep => ({ name, of: isMachine ? null : group })),
  )
  return [...new Map(steps.map((step) => [`${step.of} ${step.name}`, step])).values()]
}
