import type { Pace } from '../pace/pace.ts'
import type { Removed } from './reductions.ts'
import { NodeCheck, type Evidence } from './stale-node.ts'

/**
 * Checks that what was taken out of flight as stale never matters again. For each message that was taken
 * out in some state of its receiver, in that state and in all that follow by the steps that were run: a
 * delivery has no effect there, and `stale` says yes. It may be run again when more is known.
 */
export class StaleCheck {
  readonly #nodes: readonly NodeCheck[]

  constructor(tables: Evidence) {
    this.#nodes = tables.staleness.flatMap((own, node) =>
      own === null
        ? []
        : [new NodeCheck(tables, tables.memos[node] as Evidence['memos'][number], own)],
    )
  }

  /**
   * @throws ModelError 'wrong-stale' for a message that matters again
   * @throws Halt when the pace ends it
   */
  async run(pace: Pace): Promise<void> {
    for (const node of this.#nodes) await node.run(pace)
  }

  /** What was taken out so far; null where nothing can be. */
  get removed(): Removed | null {
    if (this.#nodes.length === 0) return null
    const sum = (of: (node: NodeCheck) => number): number =>
      this.#nodes.reduce((all, node) => all + of(node), 0)
    return { messages: sum(({ messages }) => messages), checked: sum(({ checked }) => checked) }
  }
}
