import { checkGiven, wantedLimit } from '../check-options.ts'
import { isSystem } from '../model/model-module.ts'
import type { System } from '../model/system.ts'
import type { Transition, World } from '../semantics/actions.ts'
import { worldOf } from '../semantics/initial.ts'
import { standingOf } from '../trace/record-step.ts'
import { Flight } from '../trace/flight.ts'
import type { Trace } from '../trace/trace.ts'
import { equal } from '../value/compare.ts'
import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { finishFrom, type Finished, type FinishOptions } from './finish.ts'
import { impossibleAt } from './impossible.ts'
import type { StateGraph } from '../trace/state-graph.ts'
import { graphOf } from './graph.ts'
import { isWithin } from './within.ts'
import { lightsOf } from './lights.ts'
import { advance, begin, positionsOf, tellStep, traceOf, type Position } from './position.ts'
import { pathOfRun } from './path-of.ts'
import { groupOf, promiseOf } from './promise.ts'
import type { Path, PossibleStep, Stage, Start } from './stage.ts'
import { startsOf } from './starts.ts'

/** So many initial states are listed. */
const mostStarts = 200

/** A system that is walked through step by step. */
export interface Explorer {
  /**
   * Where a path leads, what can happen next, what cannot and why.
   *
   * @param path `'0.2.5'`: the initial state, then steps, by their numbers from 0; `''` lists the initial
   *   states
   * @throws ModelError 'bad-option' when there is no such path; what user code gives rise to
   */
  readonly at: (path: Path | string) => Stage
  /**
   * What a step from a stage leads to: the path of the stage with the number of the step.
   *
   * @throws ModelError as `at` does
   */
  readonly take: (stage: Stage, id: number) => Stage
  /**
   * The shortest violation from there, as one run from the start; of a `reachable` that is asked for by
   * name the shortest way to a witness. Of several properties it is the one with the shortest run.
   *
   * @throws ModelError as `at` and `check` do
   */
  readonly finish: (path: Path | string, options?: FinishOptions) => Promise<Finished>
  /**
   * The path of a run that a check of the same system told: with it the run can be walked step by step.
   *
   * @throws ModelError 'bad-option' when the run is none of the system
   */
  readonly pathOf: (trace: Trace) => Path
  /**
   * All reachable states and the steps between them, of a small system: to be drawn.
   *
   * @param options.maxStates how many states at most; 200 unless given
   * @throws ModelError what user code gives rise to
   */
  readonly graph: (options?: { readonly maxStates?: number }) => StateGraph
}

/**
 * A system to walk through by hand: its initial states, at each state what can happen next, in words and
 * with what is in flight, what cannot happen and why, and what each property says.
 *
 * @example
 * const walk = explore(model)
 * const stage = walk.at('0')
 * const next = walk.take(stage, 0)
 *
 * @throws ModelError 'not-a-system' when it is none
 */
export const explore = (system: System): Explorer => {
  if (!isSystem(system)) {
    throw new ModelError('not-a-system', {
      what: 'explore() was given something that is not a system',
      fix: 'pass what system({…}) or machine({…}) returned, as it is',
    })
  }
  const walker = new Walker(system)
  const at = (path: Path | string): Stage => walker.stage(readPath(path))
  return {
    at,
    take: ({ path }, id) => at([...path, id]),
    finish: (path, options = {}) =>
      finishFrom(walker.world, walker.positionAt(readPath(path)), options),
    pathOf: (trace) => pathOfRun(walker.world, trace),
    graph: (options = {}) => {
      checkGiven(options, { maxStates: wantedLimit }, 'graph')
      return graphOf(walker.world, options.maxStates ?? 200)
    },
  }
}

/** A path that was written down: `0.2.5`. */
const readPath = (path: Path | string): Path => {
  if (typeof path !== 'string') return path
  return path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : NaN))
}

class Walker {
  readonly world: World
  /** The positions of the walk that was asked for last: the next is most often one step further. */
  #known: readonly Position[] = []
  #starts: { readonly listed: readonly Start[]; readonly hasMore: boolean } | null = null

  constructor(system: System) {
    this.world = worldOf(system)
  }

  stage(path: Path): Stage {
    const { listed, hasMore } = (this.#starts ??= this.#listStarts())
    const starts = { starts: listed, hasMoreStarts: hasMore }
    if (path.length === 0) return { path, ...starts, ...nowhere }
    const position = this.positionAt(path)
    const positions = positionsOf(position)
    const possible = position.ways.map((way, id) => this.#possible(position, way, id))
    return {
      path,
      ...starts,
      trace: traceOf(positions[0] ?? position, positions, this.world.system.isMachine),
      possible,
      impossible: impossibleAt(this.world, position),
      properties: lightsOf(this.world, positions),
      isWithinBound: isWithin(this.world.system, position.state),
      mayRest: possible.every(({ promise }) => promise.degree === 'none'),
    }
  }

  /** @throws ModelError 'bad-option' where a step of the path is none */
  positionAt(path: Path): Position {
    const [start = NaN, ...rest] = path
    const known = this.#known.findLast((it) => it.path.every((id, at) => id === path[at]))
    let position = known ?? begin(this.world, this.#startAt(start, path), start)
    for (const id of rest.slice(position.path.length - 1)) {
      const way = position.ways[id]
      if (way === undefined) throw noStep(path, position)
      position = advance(this.world, position, id, way)
    }
    this.#known = positionsOf(position)
    return position
  }

  #possible(position: Position, way: Transition, id: number): PossibleStep {
    const { system } = this.world
    const changesNothing = equal(position.state, way.next)
    return {
      id,
      group: groupOf(way.action.kind),
      step: tellStep(this.world, position, way).step,
      promise: promiseOf(system, way.action, changesNothing),
      isBeyondBound: !isWithin(system, way.next),
      changesNothing,
    }
  }

  #startAt(id: number, path: Path): Position['state'] {
    let at = 0
    for (const state of startsOf(this.world)) if (at++ === id) return state
    throw badPath(path, `there is no initial state ${brief(id)}`, `begin with 0 to ${at - 1}`)
  }

  #listStarts(): { listed: readonly Start[]; hasMore: boolean } {
    const { system } = this.world
    const listed: Start[] = []
    for (const state of startsOf(this.world)) {
      if (listed.length === mostStarts) return { listed, hasMore: true }
      const inFlight = new Flight(system, state).in(state)
      listed.push({ id: listed.length, standing: standingOf(system, state, inFlight) })
    }
    return { listed, hasMore: false }
  }
}

const nowhere = {
  trace: null,
  possible: [],
  impossible: [],
  properties: [],
  isWithinBound: true,
  mayRest: false,
}

const noStep = (path: Path, { path: known, ways }: Position): ModelError => {
  const what = `after ${known.join('.')} there is no step ${brief(path[known.length])}`
  const fix = ways.length === 0 ? 'nothing can happen there' : `take 0 to ${ways.length - 1}`
  return badPath(path, what, fix)
}

const badPath = (path: Path, what: string, fix: string): ModelError =>
  new ModelError('bad-option', { what: `Of the path, ${what}`, where: [path.join('.')], fix })
