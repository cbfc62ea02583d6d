import type { System } from '../model/system.ts'
import type { World } from '../semantics/actions.ts'
import { worldOf } from '../semantics/initial.ts'
import { canonical } from '../value/canonical.ts'
import { keyOf } from '../value/key.ts'
import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { advance, begin, tellStep, type Position } from '../walk/position.ts'
import { startsOf } from '../walk/starts.ts'
import { wordsOf } from '../walk/written-run.ts'
import type { BridgeOptions, Part } from './part.ts'
import { isObject } from '../value/is-object.ts'

/** A step that the model can take in one of the states that it may be in. */
interface Way<Real> {
  readonly words: string
  readonly part: Exclude<Part<Real>, string>
  /** The state after it. */
  readonly take: () => Position
}

/** The states that the model may be in, and what can be seen of it next. */
export interface Reach<Real> {
  /** Each with a run to it. */
  readonly positions: readonly Position[]
  /** The steps that are done or shown. */
  readonly ways: readonly Way<Real>[]
  /** By name the steps that can be done whichever of the states it is. */
  readonly doable: readonly string[]
}

/** The states of a system that explain what was seen of another one. */
export class States<Real> {
  readonly world: World
  readonly #steps: BridgeOptions<Real>['steps']
  readonly #most: number
  #first: Reach<Real> | null = null

  constructor(system: System, { steps, maxStates = 10_000 }: BridgeOptions<Real>) {
    this.world = worldOf(system)
    this.#steps = steps
    this.#most = maxStates
  }

  /** Those before anything was done. */
  begin(): Reach<Real> {
    const starts = (): Position[] =>
      [...startsOf(this.world)].map((state, id) => begin(this.world, state, id))
    return (this.#first ??= this.reach(starts()))
  }

  /**
   * All states that hidden steps lead to from some.
   *
   * @throws ModelError 'too-large' when there are too many; what user code gives rise to
   */
  reach(from: readonly Position[]): Reach<Real> {
    const known = new Map<string, Position>()
    const add = (position: Position): void => {
      const key = keyOf(position.state)
      if (known.has(key)) return
      if (known.size === this.#most) throw tooMany(this.#most)
      known.set(key, position)
    }
    for (const position of from) add(position)
    const ways: Way<Real>[][] = []
    // What is added while it is gone through is gone through, too.
    for (const position of known.values()) ways.push(this.#waysFrom(position, add))
    return { positions: [...known.values()], ways: ways.flat(), doable: inAll(ways) }
  }

  #waysFrom(position: Position, add: (next: Position) => void): Way<Real>[] {
    return position.ways.flatMap((way, id): Way<Real>[] => {
      const { step } = tellStep(this.world, position, way)
      const take = (): Position => advance(this.world, position, id, way)
      const part = checked(this.#steps(step), step.action)
      if (part === 'hidden') add(take())
      if (typeof part === 'string') return []
      return [{ words: wordsOf(step), part, take }]
    })
  }
}

/** The steps that can be done in each of some states. */
const inAll = <Real>(ways: readonly (readonly Way<Real>[])[]): readonly string[] => {
  const [first = [], ...others] = ways.map(
    (each) => new Set(each.flatMap(({ part, words }) => ('does' in part ? words : []))),
  )
  return [...first].filter((words) => others.every((names) => names.has(words)))
}

const checked = <Real>(part: Part<Real>, action: string): Part<Real> => {
  if (part === 'hidden' || part === 'never') return part
  if (isObject(part)) {
    if ('does' in part && typeof part.does === 'function') return part
    if ('shows' in part) return { shows: canonical(part.shows) }
  }
  throw new ModelError('bad-option', {
    what: `A step of the model cannot be ${brief(part)} to the real system`,
    where: ['the option steps of commandsOf()', action],
    fix: "answer { does: … }, { shows: … }, 'hidden' or 'never'",
  })
}

const tooMany = (most: number): ModelError =>
  new ModelError('too-large', {
    what: `The model may be in more than ${most} states`,
    where: ['the option steps of commandsOf()'],
    fix: 'let more steps be shown or never happen, take a smaller model, or set maxStates',
  })
