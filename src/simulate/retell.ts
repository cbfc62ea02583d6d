import { ModelErrorInRun } from '../check/explore.ts'
import { isLiveness } from '../model/property-kinds.ts'
import type { NamedProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { unpaced, type Pace } from '../pace/pace.ts'
import { PredicateFailure } from '../property/ask.ts'
import { replay } from '../trace/replay.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { anyLooks, groundOf, unasked, withLooks, type Ground } from './ground.ts'
import { judgeVisited } from './lassos.ts'
import { tellWalk, wayWithin, type ToldRun, type Walked } from './found.ts'
import { replaySchedule } from './plain-replay.ts'
import { Steps } from './steps.ts'
import { walkedOf, type Path } from './path.ts'
import { batchOf, type Plan } from './plan.ts'
import { Walker } from './walker.ts'

/** Walks runs again that were found to decide something, and tells them. All in one space of its own. */
export class Retelling {
  readonly #system: System
  readonly #plan: Plan
  readonly #pace: Pace
  readonly #looks = anyLooks()
  #ground: Ground | null = null

  /** @param pace what leaving out steps is paced by */
  constructor(system: System, plan: Plan, pace: Pace) {
    this.#system = system
    this.#plan = plan
    this.#pace = pace
  }

  /**
   * Takes a run once more, and tells what of it decides a property.
   *
   * @param path its path; where it is not known, or does not lead there, all walks of its batch up to it are walked again
   * @throws ModelError 'not-pure' where it does so no more
   */
  async tell(named: NamedProperty, run: number, path: Path | null): Promise<ToldRun> {
    const told = await this.#inGround(async (ground) => {
      const telling = {
        system: this.#system,
        space: ground.space,
        prints: ground.prints,
        admits: ground.monitors.admits,
        pace: this.#pace,
      }
      const short = path === null ? null : walkedOf(ground, path)
      const toldShort = short === null ? null : await tellWalk(telling, named, short)
      if (toldShort !== null) return toldShort
      const walker = this.#walker(ground, isLiveness(named.property))
      await this.#walkTo(ground, walker, run)
      const walked = await wayOf(walker)
      return walked === null ? null : tellWalk(telling, named, walked)

      function wayOf({ begun, visited, schedule }: Walker): Promise<Walked | null> | Walked | null {
        const { name, property } = named
        const first = begun.at(-1)
        if (isLiveness(property)) {
          const states = visited ?? new Set<number>()
          return wayWithin(telling, { name, property }, { begun, states })
        }
        return first === undefined ? null : { first, schedule: [...schedule] }
      }
    })
    if (told === null) throw goesOtherwise(run)
    return told
  }

  /** The mistake that a run came by, with the run. */
  async mistakeIn(run: number): Promise<ModelError> {
    return this.#inGround(async (ground) => {
      const { space, monitors } = ground
      const properties = this.#system.properties.filter(({ property }) => isLiveness(property))
      const walker = this.#walker(ground, properties.length > 0)
      const path: Int32Array[] = []
      try {
        for (let other = batchOf(this.#plan, run).begin; other < run; other++) {
          // oxlint-disable-next-line no-await-in-loop
          await walker.walk(other, unasked(monitors))
        }
        await walker.walk(run, {
          admits: monitors.admits,
          interest: -1,
          isDone: false,
          onState: (state, depth, index, touched) => {
            path.push(state.slice())
            monitors.onState(state, depth, index, touched)
          },
          onStep: monitors.onStep,
          onStuck: monitors.onStuck,
        })
        path.length = 0
        const system = { ...this.#system, properties }
        const states = walker.visited ?? new Set<number>()
        const visited = { begun: walker.begun, states }
        await judgeVisited({ system, space, prints: ground.prints }, visited, unpaced, () =>
          Promise.resolve(),
        )
      } catch (error) {
        const mistake = error instanceof PredicateFailure ? error.error : error
        if (!isInstance(mistake, ModelError)) throw error
        const after = error instanceof PredicateFailure ? error.states.slice(1) : []
        if (path.length === 0) return new ModelErrorInRun(mistake, null)
        const states = [...statesBefore(ground, walker), ...path, ...after]
        const plain = [...space.told(states)]
        return new ModelErrorInRun(mistake, await replay(this.#system, plain, unpaced))
      }
      return goesOtherwise(run)
    })
  }

  #walker({ space, prints, initial }: Ground, keepsStates: boolean): Walker {
    return new Walker(space, prints, this.#plan, { initial, keepsStates, pace: unpaced })
  }

  async #walkTo({ monitors }: Ground, walker: Walker, run: number): Promise<void> {
    for (let other = batchOf(this.#plan, run).begin; other <= run; other++) {
      // oxlint-disable-next-line no-await-in-loop
      await walker.walk(other, unasked(monitors))
    }
  }

  #inGround<Result>(work: (ground: Ground) => Promise<Result>): Promise<Result> {
    return withLooks(this.#looks, async () => {
      try {
        this.#ground ??= await groundOf(this.#system, this.#looks, unpaced)
        return await work(this.#ground)
      } catch (error) {
        this.#ground = null
        throw error
      }
    })
  }
}

/** The states that a walk did not come by itself, as it went back to the last of them. */
const statesBefore = (
  { space, prints, monitors }: Ground,
  { begun, schedule, before }: Walker,
): readonly Int32Array[] => {
  const first = begun.at(-1)
  if (first === undefined || before === 0) return []
  const given = { space, steps: new Steps(space, prints), admits: monitors.admits }
  return replaySchedule(given, first, schedule.slice(0, before), () => false).states.slice(0, -1)
}

const goesOtherwise = (run: number): ModelError =>
  new ModelError('not-pure', {
    what: 'The model is not pure: a run of it goes otherwise when it is taken once more',
    where: [`run ${run} of the walks`],
    fix: 'no clock, no Math.random, no variable outside the state; use choose() for chance',
  })
