import { checkGiven, wantedOfCheck } from '../check-options.ts'
import { decidedVerdict, isLiveness } from '../model/property-kinds.ts'
import type { DecidedByRun, NamedProperty } from '../model/property.ts'
import { propertyNamed } from '../model/property-named.ts'
import type { System } from '../model/system.ts'
import { unpaced } from '../pace/pace.ts'
import { renderTrace } from '../render/trace-text.ts'
import type { Transition, World } from '../semantics/actions.ts'
import { worldOf } from '../semantics/initial.ts'
import { replay } from '../trace/replay.ts'
import type { Trace, TraceStep } from '../trace/trace.ts'
import { keyOf } from '../value/key.ts'
import { ModelError } from '../value/model-error.ts'
import { showMessage, showName } from '../value/notation.ts'
import { impossibleAt } from './impossible.ts'
import { make, type ParametersOf, type Subject } from '../subject.ts'
import { isLassoOf } from './lasso-of.ts'
import { lightsOf } from './lights.ts'
import { advance, begin, positionsOf, tellStep, type Position } from './position.ts'
import { startsOf } from './starts.ts'
import { isWithin } from './within.ts'

/** A run that decided a property, in words: so it outlives changes of the model that do not concern it. */
export interface WrittenRun {
  /** The name of the property. */
  readonly property: string
  /** The steps, in words. */
  readonly steps: readonly string[]
  /**
   * Of an infinite run after how many steps the part begins that is repeated for ever; as many as there are:
   * nothing more happens. Null for a finite run.
   */
  readonly loopsTo: number | null
}

/** What became of a run that no longer decides its property. */
export interface Gone {
  /** `impossible`: a step of it cannot happen any more; `harmless`: it can, and does not decide the property. */
  readonly kind: 'impossible' | 'harmless'
  /** Of an impossible run the step, from 1; else null. */
  readonly step: number | null
  /** The same in words. */
  readonly text: string
}

/** What {@link expectRunGone} may be told. */
export interface RunOptions<Of = Subject> {
  /** Of a module: the parameters that differ from its defaults. */
  readonly parameters?: ParametersOf<Of>
}

/** Of steps that are told alike so many ways are followed. */
const mostWays = 1_000

/** What a step is called in a run that is written down. */
export const wordsOf = ({ action, choices }: TraceStep): string =>
  choices.length === 0 ? action : `${action}, choosing ${choices.map(showMessage).join(', ')}`

/** A run that was found, to be written down. */
export const writtenRun = (property: string, { steps, loopsTo }: Trace): WrittenRun => ({
  property,
  steps: steps.map(wordsOf),
  loopsTo,
})

/**
 * Requires that a run which once broke a property does so no longer: a step of it cannot happen any more, or it
 * can happen and keeps the property. Only this run is looked at, not whether the property holds. To be awaited.
 *
 * @returns what happens instead
 * @throws Error when the run breaks the property (of `reachable`: still gets there): its message has the run
 * @throws ModelError 'unknown-property' when the system has no such property; 'bad-option' where the run breaks off at a
 *   step that nobody takes any more by that name; what user code gives rise to
 */
export const expectRunGone = async <Of extends Subject>(
  subject: Of,
  run: WrittenRun,
  options: RunOptions<Of> = {},
): Promise<Gone> => {
  checkGiven(options, { parameters: wantedOfCheck.parameters }, 'expectRunGone')
  const { system } = make(subject, options.parameters)
  const named = propertyIn(system, run)
  const world = worldOf({ ...system, properties: [named] })
  const { loopsTo, steps } = run
  let ways = [...startsOf(world)].map((state, id) => begin(world, state, id))
  for (const [at, words] of steps.entries()) {
    const next = ways.flatMap((from) => stepsCalled(world, from, words))
    if (next.length > mostWays) throw tooMany(run.property, at + 1)
    if (next.length === 0) return impossible(world, ways, at + 1, words)
    ways = next
  }
  for (const end of ways) {
    // oxlint-disable-next-line no-await-in-loop
    const trace = await decidedBy(world, named, end, loopsTo)
    if (trace === null) continue
    const { name, property } = named
    const { kind, expected } = property
    const context = { name, kind, verdict: decidedVerdict(kind), expected, isWalked: true }
    throw new Error(renderTrace(trace, context, { columns: 80, colour: false }).trimEnd())
  }
  const words = `The run of ${steps.length} steps can still happen`
  const isOpen = loopsTo !== null && !ways.some((end) => closes(end, loopsTo))
  const text = isOpen
    ? `${words}, but it does not come back to where it was after step ${loopsTo}`
    : `${words}, and keeps the property`
  return { kind: 'harmless', step: null, text: `${text}.` }
}

const propertyIn = (system: System, { property: wanted }: WrittenRun): NamedProperty =>
  propertyNamed(system.properties, wanted, {
    who: `The system ${system.name}`,
    fix: 'write the run down again, or take its test out',
  })

const tooMany = (property: string, step: number): ModelError =>
  new ModelError('too-large', {
    what: `Step ${step} of the run is told like others in more than ${mostWays} ways`,
    where: [`the run of property '${property}'`],
    fix: 'take its test out, and keep that of the property',
  })

const isCalled = (world: World, from: Position, way: Transition, words: string): boolean =>
  wordsOf(tellStep(world, from, way).step) === words

/** The steps of that name; a check does not look at those that lead out of the bound. */
const stepsCalled = (world: World, from: Position, words: string): readonly Position[] =>
  from.ways.flatMap((way, id) =>
    isCalled(world, from, way, words) && isWithin(world.system, way.next)
      ? advance(world, from, id, way)
      : [],
  )

const impossible = (world: World, ways: readonly Position[], step: number, words: string): Gone => {
  if (!isOfSystem(world.system, words)) throw unknownStep(world.system, words, step)
  const [known] = ways.flatMap((from) =>
    impossibleAt(world, from).filter(({ action }) => action === words),
  )
  const isBeyond = ways.some((from) => from.ways.some((way) => isCalled(world, from, way, words)))
  const none = isBeyond ? "It leads out of the model's bound." : 'There is no such step there.'
  const why = known?.why ?? none
  const text = `Step ${step} of the run cannot happen any more: ${words}. ${why}`
  return { kind: 'impossible', step, text }
}

/** Of a step that nodes take by themselves, whether the model has one of that name; of any other what happens is not listed. */
const isOfSystem = ({ nodes, isMachine }: System, words: string): boolean => {
  const known = nodes.flatMap(({ id, role: { handlers } }) => [
    ...Object.keys(handlers.internal ?? {}).map((step) =>
      isMachine ? showName(step) : `${showName(id)} does "${showName(step)}"`,
    ),
    ...Object.keys(handlers.timeout ?? {}).map(
      (timer) => `${showName(id)}: timer "${showName(timer)}" fires`,
    ),
  ])
  const isOwn = isMachine || /^\S+(?: does "|: timer ")/.test(words)
  const isCalledBy = (step: string): boolean =>
    words === step || [' for ', ', choosing '].some((more) => words.startsWith(step + more))
  return !isOwn || known.some(isCalledBy)
}

const unknownStep = ({ name }: System, words: string, step: number): ModelError =>
  new ModelError('bad-option', {
    what: `The system ${name} has no step that is called as step ${step} of the run: ${words}`,
    where: ['expectRunGone'],
    fix: 'where it was renamed, rename it in the run, too; where it is gone, write the run down again, or take its test out',
  })

/** Whether the state at the end is that after a step before. */
const closes = (end: Position, loopsTo: number): boolean => {
  const before = positionsOf(end)[loopsTo]
  return before !== undefined && keyOf(before.state) === keyOf(end.state)
}

/** The run as it decides the property; null where it does not. */
const decidedBy = async (
  world: World,
  { property }: NamedProperty,
  end: Position,
  loopsTo: number | null,
): Promise<Trace | null> => {
  const positions = positionsOf(end)
  const [here] = lightsOf(world, positions)
  if (here?.light === 'violated' || here?.light === 'reached') {
    const upTo = positions.slice(0, here.moments.indexOf(true) + 1)
    const states = upTo.map(({ state }) => state)
    return replay(world.system, states, unpaced, {
      property: byRun(property),
      begun: end.path.slice(1, upTo.length),
    })
  }
  if (loopsTo === null || !isLiveness(property) || !closes(end, loopsTo)) return null
  return isLassoOf(world, property, positions.map(asTaken), loopsTo)
}

const byRun = (property: NamedProperty['property']): DecidedByRun | null =>
  isLiveness(property) && !('formula' in property) ? null : property

/** A position with the transition that led there. */
const asTaken = (position: Position): { position: Position; way: Transition | null } => {
  const { before, path } = position
  return { position, way: before?.ways[path.at(-1) ?? -1] ?? null }
}
