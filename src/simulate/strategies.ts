import type { Steps } from './steps.ts'
import { draw } from './draw.ts'
import type { StrategyName } from './strategy-names.ts'
import { For, type Strategy } from './strategy.ts'

/** The strategy of a name. @param maxSteps how long walks are at most */
export const strategyOf = (
  name: Exclude<StrategyName, 'returning'>,
  maxSteps: number,
): Strategy => {
  switch (name) {
    case 'uniform':
      return new Uniform()
    case 'pct':
      return new Priorities(maxSteps)
    case 'swarm':
      return new Swarm()
    case 'least-seen':
      return new LeastSeen()
  }
}

/** Each step is as likely as the others. */
class Uniform implements Strategy {
  begin(): void {
    // Nothing is drawn for a walk as a whole.
  }

  rank(): number {
    return 0
  }

  isDeferred(): boolean {
    return false
  }

  onTaken(): void {
    // Nothing is remembered.
  }
}

/** In place of a step at which somebody has been put behind all others. */
const done = -1

/** A walk of {@link Priorities} looks for bugs of a depth up to this: the probability is of that depth. */
export const deepest = 4

/** The lengths that a walk of {@link Priorities} may be drawn for: 8, 16, … up to a walk's own. */
export const lengthsUpTo = (maxSteps: number): readonly number[] => {
  const lengths: number[] = []
  for (let length = 8; length < maxSteps; length *= 2) lengths.push(length)
  return [...lengths, maxSteps]
}

/**
 * PCT (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of
 * finding bugs", ASPLOS 2010), with nodes, links and faults for threads: each has a priority, drawn at random,
 * and of those that can do something the first does. At d - 1 steps, drawn from the first k, the one that would
 * act comes behind all others from there on; among those who did, each has the place that was drawn with its step,
 * whichever came first, as in the paper: a bug may need one who is held back later to go on before another.
 */
class Priorities implements Strategy {
  readonly #lengths: readonly number[]
  readonly #demoted = new Map<number, number>()
  /** The steps at which somebody comes behind all others, in the order of who goes on first of them. */
  #changes: number[] = []
  #key = 0

  constructor(maxSteps: number) {
    this.#lengths = lengthsUpTo(maxSteps)
  }

  begin(key: number): void {
    this.#key = key
    this.#demoted.clear()
    const depth = draw(key, For.depth, 0) % deepest
    const length = this.#lengths[draw(key, For.length, 0) % this.#lengths.length] ?? 1
    this.#changes = Array.from({ length: depth }, (_, at) => draw(key, For.change, at) % length)
  }

  rank(steps: Steps, step: number): number {
    const actor = steps.prints.ofActor(steps.labelOf(step))
    return this.#demoted.get(actor) ?? draw(this.#key, For.priority, actor)
  }

  isDeferred(steps: Steps, step: number, number: number): boolean {
    const at = this.#changes.indexOf(number)
    if (at < 0) return false
    this.#changes[at] = done
    this.#demoted.set(steps.prints.ofActor(steps.labelOf(step)), -1 - at)
    return true
  }

  onTaken(): void {
    // Priorities change at the steps that were drawn only.
  }
}

/** One in so many steps is a thing awake in a walk, as it draws of these: links are more often fast. */
const rates = {
  link: [1, 1, 1, 1, 1, 4, 16, Infinity],
  other: [1, 1, 4, 4, 16, 16, 64, Infinity],
} as const

/**
 * Swarm testing (Groce, Zhang, Eide, Chen and Regehr, ISSTA 2012): a walk leaves out some kinds of faults, some
 * steps of nodes and some links, and slows others down, as it draws for each: half of them are as fast as can be.
 * What is left out, or asleep, happens only where nothing else can.
 */
class Swarm implements Strategy {
  /** By label, a hash of the feature, and its rate in the walk at hand. */
  readonly #features: number[] = []
  readonly #rates = new Map<number, number>()
  #key = 0
  #taken = 0

  begin(key: number): void {
    this.#key = key
    this.#taken = 0
    this.#rates.clear()
  }

  rank(steps: Steps, step: number): number {
    const label = steps.labelOf(step)
    const feature = (this.#features[label] ??= steps.prints.ofFeature(label))
    const isLink = steps.prints.action(label).kind === 'deliver'
    const rate = this.#rateOf(feature, rates[isLink ? 'link' : 'other'])
    if (rate === 1) return 1
    return rate < Infinity && draw(this.#key ^ feature, For.coin, this.#taken) % rate === 0 ? 1 : 0
  }

  isDeferred(): boolean {
    return false
  }

  onTaken(): void {
    this.#taken += 1
  }

  #rateOf(feature: number, drawn: readonly number[]): number {
    let rate = this.#rates.get(feature)
    if (rate === undefined) {
      rate = drawn[draw(this.#key, For.feature, feature) % drawn.length] ?? 1
      this.#rates.set(feature, rate)
    }
    return rate
  }
}

/**
 * Walks towards what was seen least: a step is worth as much as the least seen content that it gives a node, its
 * mail included. One step in eight is any. What was seen counts for the walks of a batch.
 */
class LeastSeen implements Strategy {
  /** Contents that share a counter are counted together. */
  readonly #seen = new Uint32Array(1 << 16)
  #key = 0
  #isAny = false
  #taken = 0

  begin(key: number): void {
    this.#key = key
    this.#taken = 0
    this.#draw()
  }

  rank(steps: Steps, step: number): number {
    if (this.#isAny) return 0
    let least = Infinity
    steps.forChanged(step, (print) => {
      least = Math.min(least, this.#seenOf(print))
    })
    return -least
  }

  isDeferred(): boolean {
    return false
  }

  onTaken(steps: Steps, step: number): void {
    steps.forChanged(step, (print) => {
      this.#seen[print & (this.#seen.length - 1)] = this.#seenOf(print) + 1
    })
    this.#taken += 1
    this.#draw()
  }

  /** How often a content was seen. */
  #seenOf(print: number): number {
    return this.#seen[print & (this.#seen.length - 1)] as number
  }

  #draw(): void {
    this.#isAny = draw(this.#key, For.coin, this.#taken) % 8 === 0
  }
}
