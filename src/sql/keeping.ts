import type { Begun } from '../explore/as-before.ts'
import type { Asked } from './asked.ts'
import type { Session } from './session.ts'
import type { Shelf } from './shelf.ts'
import type { StateTables } from './state-tables.ts'

/** Where a search leaves checkpoints, and what others have to keep in them. */
export interface KeepOn {
  readonly shelf: Shelf
  readonly save: () => unknown
}

interface Ground {
  readonly session: Session
  readonly states: StateTables
  readonly asked: Asked
  /** How far the search was when it went on in the database. */
  readonly begun: Begun
}

/** Leaves checkpoints of a search in a database. */
export class Keeping {
  readonly #keepOn: KeepOn
  readonly #ground: Ground
  /** What the last checkpoint names, and how many levels are in it. */
  #parts: readonly string[]
  #levels: number

  constructor(keepOn: KeepOn, ground: Ground) {
    this.#keepOn = keepOn
    this.#ground = ground
    const { parts = [], levels = [] } = keepOn.shelf.checkpoint ?? {}
    this.#parts = parts
    this.#levels = levels.length
  }

  /** Leaves a checkpoint at the end of a level, if it is time for one. @throws Halt */
  async keep(sizes: Int32Array): Promise<void> {
    const { shelf, save } = this.#keepOn
    if (!shelf.isDue) return
    const { session, states, asked, begun } = this.#ground
    const part = shelf.newPart()
    await session.save(states.foundFrom(this.#levels + 1), shelf.statesOf(part))
    const parts = [...this.#parts, part]
    const levels = [...states.sums]
    await shelf.keep({ begun, sizes: [...sizes], levels, parts, kept: save() }, asked.take())
    this.#parts = parts
    this.#levels = levels.length
  }
}
