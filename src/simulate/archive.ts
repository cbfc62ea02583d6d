import { draw } from './draw.ts'
import type { Way } from './taken.ts'

/** A state that walks came by, and how. */
export interface Kept {
  readonly state: Int32Array
  /** The state in which the walk had begun, and its steps from there. */
  readonly first: Int32Array
  readonly way: Way | null
}

/** So many states are kept at most; and of one cell. */
const [most, mostInCell] = [1 << 18, 16]

/** Of so many that are drawn, that is taken which was gone back to least often: of states, of cells, of states of one. */
const [askedStates, askedCells, askedInCell] = [5, 5, 3]

/** One walk in so many begins in an initial state all the same. */
const anew = 16

/** States to go back to, of which there are so many at most. */
class Pool {
  /** How often walks have gone back to any of them. */
  chosen = 0
  readonly #most: number
  readonly #kept: Kept[] = []
  readonly #times: number[] = []

  constructor(size: number) {
    this.#most = size
  }

  /** Keeps a state; where there is no more room, in place of any. @param luck a random number */
  add(kept: Kept, luck: number): void {
    const { length } = this.#kept
    const at = length < this.#most ? length : luck % this.#most
    this.#kept[at] = kept
    this.#times[at] = 0
  }

  /** @param lot of these random numbers each is of one state */
  choose(lot: readonly number[]): Kept | null {
    const best = leastOf(lot, this.#kept.length, (at) => this.#times[at] ?? 0)
    this.#times[best] = (this.#times[best] ?? 0) + 1
    this.chosen += 1
    return this.#kept[best] ?? null
  }
}

/**
 * States in which something was new, to go back to: Ecoffet and others, "First return, then explore", Nature 2021. Walks
 * go back to any of them, or by cells, in which states are that look alike apart from what is in flight: in many no more
 * is new than that, and walks that go back to any lose themselves in these.
 */
export class Archive {
  readonly #all = new Pool(most)
  readonly #cells: Pool[] = []
  readonly #byName = new Map<number, Pool>()
  #added = 0

  /** Keeps a state, by the name of its cell. */
  add(kept: Kept, name: number): void {
    const luck = draw(this.#added, 0, 1)
    this.#all.add(kept, luck)
    const cell = this.#byName.get(name) ?? this.#newCell(name)
    cell.add(kept, luck)
    this.#added += 1
  }

  /**
   * The state that a walk begins in; null: an initial one.
   *
   * @param key what everything in the walk is drawn by
   * @param isByCells whether each cell is as likely as the others; else each state
   */
  choose(key: number, isByCells: boolean): Kept | null {
    if (this.#cells.length === 0 || draw(key, 0, 2) % anew === 0) return null
    if (!isByCells) return this.#all.choose(lotOf(key, 0, 3, askedStates))
    const cells = this.#cells
    const lot = lotOf(key, 0, 3, askedCells)
    const cell = leastOf(lot, cells.length, (at) => cells[at]?.chosen ?? 0)
    return cells[cell]?.choose(lotOf(key, 1, 0, askedInCell)) ?? null
  }

  #newCell(name: number): Pool {
    const cell = new Pool(mostInCell)
    this.#cells.push(cell)
    this.#byName.set(name, cell)
    return cell
  }
}

const lotOf = (key: number, lane: number, first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, turn) => draw(key, lane, first + turn))

/** Of those of so many that are drawn, the first that was taken least often. */
const leastOf = (
  lot: readonly number[],
  length: number,
  timesOf: (at: number) => number,
): number => {
  let [best, least] = [-1, Infinity]
  for (const luck of lot) {
    const at = luck % length
    if (timesOf(at) >= least) continue
    best = at
    least = timesOf(at)
  }
  return best
}
