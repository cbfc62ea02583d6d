import type { SystemSpace } from '../compile/system-space.ts'
import { CountedSpace } from '../explore/counted-space.ts'
import { Projections } from '../explore/projections.ts'
import type { Search } from '../explore/search.ts'
import type { Pace } from '../pace/pace.ts'
import type { Profile, ProfilePart, ProfileStep } from '../report.ts'

/** Counts, in one check, where its states come from. */
export class Profiler {
  /** The space to be searched. */
  readonly space: CountedSpace
  readonly #space: SystemSpace
  readonly #parts: ProfilePart[] = []
  #isWhole = false
  #countedOneIn = 1
  #tables: Profile['tables'] = []
  #evaluations: Profile['evaluations'] = []

  constructor(space: SystemSpace, isMachine: boolean) {
    this.#space = space
    this.space = new CountedSpace(space, isMachine)
  }

  /** Counts the states that the search finds. */
  follow(search: Search): void {
    search.history.onFound = this.space.onFound
    // Steps that are taken again do not count.
    search.history.space = this.#space
  }

  /**
   * Counts what each part of the states multiplies, when the search has ended and still has them.
   *
   * @throws Halt when the pace ends it; what was counted by then stays
   */
  async take(search: Search, pace: Pace): Promise<void> {
    const { stored, frontier, history } = search
    const { size } = stored.states
    const { origins } = this.#space
    this.#evaluations = origins.evaluations
    this.#tables = [
      { table: 'states', bytes: stored.states.bytes },
      { table: 'queue of states to expand', bytes: frontier.bytes },
      { table: 'from where states were found', bytes: history.bytes },
      ...origins.tables,
    ]
    this.#isWhole = size === 0
    if (size === 0) return
    const projections = new Projections(stored, pace)
    this.#countedOneIn = projections.oneIn
    const used = await projections.used(this.#space.sizes)
    for (const { kind, part, values, rest } of origins.shares(used)) {
      const statesWithout = await projections.count(rest)
      this.#parts.push({ kind, part, values, statesWithout, factor: size / statesWithout })
    }
    this.#isWhole = true
  }

  /** @param course.phases the seconds that each phase took, and `growth` what was growing at the end */
  profile({ phases, growth }: Pick<Profile, 'phases' | 'growth'>): Profile {
    return {
      areOrbits: this.#space.origins.areOrbits,
      countedOneIn: this.#countedOneIn,
      parts: this.#parts.toSorted((a, b) => b.factor - a.factor),
      isWhole: this.#isWhole,
      growth,
      steps: this.#steps(),
      evaluations: this.#evaluations,
      tables: this.#tables.toSorted((a, b) => b.bytes - a.bytes),
      phases,
    }
  }

  #steps(): readonly ProfileStep[] {
    const { origins } = this.#space
    const { listed, initialStates } = this.space
    const initial: ProfileStep = {
      kind: 'initial',
      name: '',
      transitions: listed,
      statesFound: initialStates,
    }
    const byKind = new Map<string, ProfileStep>([['initial', initial]])
    for (const { label, steps, found } of this.space.labels) {
      const { kind, name } = origins.step(label)
      const key = JSON.stringify([kind, name])
      const known = byKind.get(key)
      byKind.set(key, {
        kind,
        name,
        transitions: (known?.transitions ?? 0) + steps,
        statesFound: (known?.statesFound ?? 0) + found,
      })
    }
    return [...byKind.values()].toSorted((a, b) => b.statesFound - a.statesFound)
  }
}
