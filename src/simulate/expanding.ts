import type { SystemSpace } from '../compile/system-space.ts'
import { allDue, type Successors } from '../explore/state-space.ts'

/** The successors of so many states are kept. */
const mostKept = 1 << 15

/**
 * Gives the successors of states. Those of a machine are kept: a search asks once, walks come again, and an action
 * that reads much of the state is run each time.
 */
export class Expanding {
  readonly #space: SystemSpace
  readonly #kept: Map<string, { readonly records: Int32Array; readonly progress: number }> | null

  constructor(space: SystemSpace) {
    this.#space = space
    this.#kept = space.facets.parts === null ? null : new Map()
  }

  /** Writes the successors of a state as records. */
  successors(state: Int32Array, out: Successors): void {
    const key = this.#kept === null ? '' : state.join()
    const known = this.#kept?.get(key)
    out.clear()
    if (known !== undefined) {
      for (const word of known.records) out.records.push(word)
      out.progress = known.progress
      return
    }
    this.#space.successors(state, out, allDue)
    out.gather()
    if (this.#kept === null) return
    if (this.#kept.size >= mostKept) this.#kept.clear()
    const { data, length } = out.records
    this.#kept.set(key, { records: data.slice(0, length), progress: out.progress })
  }
}
