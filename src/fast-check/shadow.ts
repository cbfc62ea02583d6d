import { draw, printOf } from '../simulate/draw.ts'
import { renderTrace } from '../tell.ts'
import type { Trace } from '../trace/trace.ts'
import { canonical } from '../value/canonical.ts'
import { equal } from '../value/compare.ts'
import { showMessage } from '../value/notation.ts'
import { positionsOf, traceOf, type Position } from '../walk/position.ts'
import type { BridgeOptions } from './part.ts'
import type { Reach, States } from './states.ts'

/** What a real system has shown that its model cannot show there: the message tells both, and how it came to that. */
export class Disagreement extends Error {
  // Not fields: test runners print those of errors, and a run is long.
  readonly #found: Found

  /** @internal */
  constructor(message: string, found: Found) {
    super(message)
    this.name = 'Disagreement'
    this.#found = found
  }

  /** What the real system has shown. */
  get shown(): unknown {
    return this.#found.shown
  }

  /** What the model could have shown instead. */
  get possible(): readonly unknown[] {
    return this.#found.possible
  }

  /** A run of the model that explains all that was seen before. */
  get run(): Trace {
    return this.#found.run
  }
}

interface Found {
  readonly shown: unknown
  readonly possible: readonly unknown[]
  readonly run: Trace
}

/**
 * The model of a real system while that is tested: all states that it may be in, given what was done and shown.
 * The real system chooses in which order things happen; so there may be many.
 */
export class Shadow<Real = unknown> {
  readonly #states: States<Real>
  readonly #shown: BridgeOptions<Real>['shown']
  readonly #seen: string[] = []
  #reach: Reach<Real>

  /** @internal */
  constructor(states: States<Real>, shown: BridgeOptions<Real>['shown']) {
    this.#states = states
    this.#shown = shown
    this.#reach = states.begin()
  }

  /** In how many states the model may be. */
  get size(): number {
    return this.#reach.positions.length
  }

  /** A run of the model that explains all that was done and shown: one of a shortest kind. */
  get run(): Trace {
    return runTo(this.#states, this.#reach.positions[0])
  }

  /** What can be done: by name, the steps that are possible whichever state the model is in. */
  get doable(): readonly string[] {
    return this.#reach.doable
  }

  /**
   * Does one of the steps that can be done, to model and real system, and takes what that shows.
   *
   * @param number which one: by content, so that the same number means the same step where that is possible
   * @param named is told which one, before it is done
   * @throws Disagreement when the model cannot do what the real system shows
   */
  async step(number: number, real: Real, named: (words: string) => void): Promise<void> {
    // What happened by itself before the step may be possible only before it.
    await this.#look(real)
    const words = pick(this.doable, number)
    if (words === null) return
    named(words)
    const ways = this.#reach.ways.filter((way) => way.words === words && 'does' in way.part)
    const part = ways[0]?.part
    this.#seen.push(words)
    this.#reach = this.#states.reach(ways.map(({ take }) => take()))
    const answer: unknown = part !== undefined && 'does' in part ? await part.does(real) : undefined
    if (answer !== undefined) this.see(answer)
    await this.#look(real)
  }

  async #look(real: Real): Promise<void> {
    for (const each of (await this.#shown?.(real)) ?? []) this.see(each)
  }

  /**
   * Takes what the real system has shown.
   *
   * @throws Disagreement when the model can show no such thing there
   * @throws ModelError 'not-data' when it is no plain data
   */
  see(value: unknown): void {
    const shown = canonical(value)
    const fitting = this.#reach.ways.filter(
      ({ part }) => 'shows' in part && equal(part.shows, shown),
    )
    if (fitting.length === 0) throw this.#disagreement(shown)
    this.#seen.push(`the real system shows ${showMessage(shown)}`)
    this.#reach = this.#states.reach(fitting.map(({ take }) => take()))
  }

  #disagreement(shown: unknown): Disagreement {
    const texts = new Map<string, unknown>()
    for (const { part } of this.#reach.ways) {
      if ('shows' in part) texts.set(showMessage(part.shows), part.shows)
    }
    const { run, size } = this
    const told = renderTrace(run, { title: 'A run of the model up to there' }).trimEnd()
    const lines = [
      `The real system shows ${showMessage(shown)}, which its model cannot do there.`,
      texts.size === 0
        ? '  The model shows nothing there.'
        : `  The model could show: ${[...texts.keys()].join('; ')}.`,
      '',
      'What was done and seen:',
      ...this.#seen.map((words, at) => `  ${at + 1}  ${words}`),
      '',
      ...(size === 1 ? [] : [`The model may be in any of ${size} states; of the first:`]),
      told,
    ]
    return new Disagreement(lines.join('\n'), { shown, possible: [...texts.values()], run })
  }
}

/** One of some names, drawn by what they are and not by their order. */
const pick = (names: readonly string[], number: number): string | null => {
  let [best, found] = [-1, null as string | null]
  for (const name of names) {
    const lot = draw(printOf(name, 0), number, 0)
    if (lot > best) [best, found] = [lot, name]
  }
  return found
}

const runTo = <Real>({ world }: States<Real>, end: Position | undefined): Trace => {
  if (end === undefined) throw new Error('the model is in no state')
  const positions = positionsOf(end)
  return traceOf(positions[0] ?? end, positions, world.system.isMachine)
}
