import { checkNames, wantedText } from '../check-options.ts'
import { checkToAudit } from '../check.ts'
import type { From } from '../check/from.ts'
import { decidedVerdict, isLiveness, isWitnessed } from '../model/property-kinds.ts'
import type { LivenessProperty, NamedProperty } from '../model/property.ts'
import type { CheckOptions, PropertyReport, Report } from '../report.ts'
import type { World } from '../semantics/actions.ts'
import { plainView } from '../semantics/plain-view.ts'
import { formulaAfter } from '../semantics/reference-prefix.ts'
import { propertyNamed } from '../model/property-named.ts'
import { pathAlong } from './path-of.ts'
import { positionsOf, type Position } from './position.ts'
import type { Path } from './stage.ts'

/** What {@link Explorer.finish} may be told: limits as of a check. */
export interface FinishOptions extends Omit<
  CheckOptions,
  'model' | 'parameters' | 'exhaustive' | 'stopAtFirst' | 'again'
> {
  /** The name of a property. Default: all but those of the kind `reachable`. */
  readonly property?: string
}

/** How a walk can be ended by an adversary. */
export type Finished =
  | {
      readonly kind: 'run'
      /** The property, with the whole run: from the start of the walk. */
      readonly property: PropertyReport
      /** The same run, as a path: what follows the walk's own path are the steps that were found. */
      readonly path: Path
    }
  /** Nothing from there on breaks any of them: every state that can be reached from there was seen. */
  | { readonly kind: 'none'; readonly states: number }
  /** A limit or a bound came first. */
  | { readonly kind: 'open'; readonly states: number; readonly reason: string }

/** The shortest run from a position that breaks a property. */
export const finishFrom = async (
  world: World,
  position: Position,
  given: FinishOptions,
): Promise<Finished> => {
  checkNames(given, 'finish', { property: wantedText })
  const { property: wanted, ...options } = given
  const { system } = world
  const states = positionsOf(position).map(({ state }) => state)
  const before = states.slice(0, -1)
  const views = before.map((state) => () => plainView(system, state))
  const asked = askedOf(system.properties, wanted)
  const whole = new Map<string, LivenessProperty>()
  const properties = asked.flatMap((each): readonly NamedProperty[] => {
    const { name, property } = each
    if (!isLiveness(property)) return [each]
    whole.set(name, property)
    if (!('formula' in property)) return [each]
    const left = formulaAfter(property.formula, views)
    if (left === true) return []
    // What is false already is broken by whatever comes: by this very state.
    const formula = left === false ? ({ op: 'is', predicate: () => false } as const) : left
    return [{ name, property: { ...property, formula, trigger: null } }]
  })
  const taken = position.path.slice(1)
  const from: From = { before, taken, state: position.state, whole }
  const { report } = await checkToAudit({ ...system, properties }, options, from)
  return finishedBy(world, report, position)
}

const finishedBy = (
  world: World,
  { properties, states: { distinct }, incomplete }: Report,
  position: Position,
): Finished => {
  const [found] = properties
    .filter(({ kind, verdict }) => verdict === decidedVerdict(kind))
    .filter(({ trace }) => trace !== null)
    .toSorted((a, b) => (a.trace?.steps.length ?? 0) - (b.trace?.steps.length ?? 0))
  if (found?.trace) {
    return { kind: 'run', property: found, path: pathAlong(world, position, found.trace) }
  }
  return incomplete === null
    ? { kind: 'none', states: distinct }
    : { kind: 'open', states: distinct, reason: incomplete.reason }
}

/** The properties that are asked about. */
const askedOf = (
  properties: readonly NamedProperty[],
  wanted: string | undefined,
): readonly NamedProperty[] => {
  if (wanted === undefined) return properties.filter(({ property: { kind } }) => !isWitnessed(kind))
  return [propertyNamed(properties, wanted, { who: 'The system' })]
}
