import {
  noEffect,
  type Process,
  type Relation,
  type Step,
  type Steps,
} from '../explore/relation.ts'
import { allDue, dueBit, recordHeader, Successors } from '../explore/state-space.ts'
import { hasPatientTimers } from './reductions.ts'
import { Effects } from './effects.ts'
import type { LoopTables } from './loop-tables.ts'
import { SuccessorLoop } from './successor-loop.ts'
import type { Tables } from './tables.ts'

/**
 * The steps of a compiled system as data. A node reads its own cell and the environment; what it sends is an
 * effect on others. It is the successor loop that finds them, with {@link Effects} in place of all other cells: so
 * what this says is what that would say.
 *
 * @returns null where a step depends on more: where timers are patient, where there is time, for observers, and for
 *   machines
 */
export const relationOf = (tables: Tables): Relation | null => {
  const { system, nodes } = tables
  const isLocal = system.time === null && tables.observation === null && !system.isMachine
  if (!isLocal || hasPatientTimers(system)) return null
  const all = Array.from({ length: nodes }, (_, node) => node)
  const effects = all.map(() => new Effects())
  const sources = all.map((node) => new Source(tables, effects, node))
  const processes = all.map((node): Process => ({
    reads: [node, nodes],
    affects: all.filter((each) => each !== node),
    dueBit: dueBit(node),
  }))
  if (system.faults.cuts.length > 0) {
    sources.push(new Source(tables, effects, null))
    processes.push({ reads: [nodes], affects: all, dueBit: 0 })
  }
  return {
    processes,
    stepsOf: (process, ids) =>
      (sources[process] as Source).stepsOf(processes[process] as Process, ids),
    after: (component, effect, id) =>
      (effects[component] as Effects).after(
        effect,
        id,
        tables.cells[component] as Tables['cells'][number],
      ),
  }
}

/** Finds the steps of one node, or of cuts. */
class Source {
  readonly #loop: SuccessorLoop
  readonly #state: Int32Array
  readonly #out = new Successors()

  /** @param own null for those of cuts */
  constructor(tables: Tables, effects: readonly Effects[], own: number | null) {
    this.#loop = new SuccessorLoop(seenFrom(tables, effects, own))
    this.#state = new Int32Array(tables.nodes + 1)
  }

  stepsOf({ reads, affects }: Process, ids: readonly number[]): Steps {
    const state = this.#state
    state.fill(noEffect)
    reads.forEach((component, at) => {
      state[component] = ids[at] as number
    })
    const always = new Set(this.#recordsOf(0).map((record) => record.join()))
    const records = this.#recordsOf(allDue)
    const { count, progress } = this.#out
    const rows = records.map((record): Step => {
      const after = state.slice()
      for (let change = recordHeader; change < record.length; change += 2) {
        after[record[change] as number] = record[change + 1] as number
      }
      return {
        due: record[3] as number,
        isAlways: always.has(record.join()),
        writes: reads.map((component) => after[component] as number),
        effects: affects.map((component) => after[component] as number),
      }
    })
    return { count, progress, rows }
  }

  #recordsOf(due: number): readonly (readonly number[])[] {
    const out = this.#out
    out.clear()
    this.#loop.run(this.#state, out, due)
    out.gather()
    const found: (readonly number[])[] = []
    const { data, length } = out.records
    for (let at = 0; at < length;) {
      const end = at + recordHeader + 2 * (data[at + 2] as number)
      found.push([...data.subarray(at, end)])
      at = end
    }
    return found
  }
}

/** The tables as one node sees them that knows only its own cell; of cuts there are only theirs where it is none. */
const seenFrom = (tables: Tables, effects: readonly Effects[], own: number | null): LoopTables => {
  const { system } = tables
  const ofNode = { ...system, faults: { ...system.faults, cuts: { length: 0 } } }
  // A machine's state is no cell, and other timers than patient ones wait for nothing.
  const seen: LoopTables['system'] = { ...(own === null ? system : ofNode), timers: 'any' }
  return {
    nodes: tables.nodes,
    isUnguarded: tables.isUnguarded,
    staleness: tables.staleness,
    pool: tables.pool,
    environments: tables.environments,
    ticks: null,
    labels: tables.labels,
    envelopes: tables.envelopes,
    system: seen,
    cells: tables.cells.map((cells, node) => (node === own ? cells : (effects[node] as Effects))),
    workOut: (node, cell, around) => tables.workOut(node, cell, around),
    isBlocked: (cut, from, to) => tables.isBlocked(cut, from, to),
    isDropped: (cut, from, to) => tables.isDropped(cut, from, to),
  }
}
