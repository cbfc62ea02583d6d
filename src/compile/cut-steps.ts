import { allDue, touchedBit, type Successors } from '../explore/state-space.ts'
import { spend } from '../semantics/global-state.ts'
import type { LoopTables } from './loop-tables.ts'
import { Kind } from './outcome-words.ts'

/** Where one cut stands at a time, that heals, and nothing stands then. */
const theOnly = [[0, -1]] as const

/** Writes the records of cuts that come, or go, in a state. */
export const writeSplitsAndHeals = (
  tables: LoopTables,
  state: Int32Array,
  out: Successors,
): void => {
  const { environments, labels, system, nodes } = tables
  const environment = environments.all[state[nodes] as number]
  if (environment === undefined) return
  const { cuts, cutsAtOnce, standings, heals } = system.faults
  const isOneAtOnce = cutsAtOnce === 1
  if (environment.cut >= 0 && heals !== 'never') {
    const removing = isOneAtOnce ? theOnly : (standings[environment.cut]?.removing ?? [])
    for (const [cut, left] of removing) {
      const healed = environments.intern({ ...environment, cut: left })
      out.progress += 1
      write(labels.of(Kind.heal, -1, cut), [[nodes, healed]], nodes, out)
    }
  }
  if (environment.splits === 0 || (isOneAtOnce && environment.cut >= 0)) return
  const adding = standings[environment.cut]?.adding
  for (let cut = 0; cut < cuts.length; cut++) {
    const standing = adding === undefined ? cut : (adding[cut] as number)
    if (standing < 0) continue
    const splits = spend(environment.splits)
    const after = environments.intern({ ...environment, cut: standing, splits })
    const cleared = system.faults.acrossCut === 'dropped' ? clearedBy(tables, state, cut) : []
    write(labels.of(Kind.split, -1, cut), [...cleared, [nodes, after]], nodes, out)
  }
}

/** What becomes of the cells when a cut drops the messages that cross it. */
const clearedBy = (
  tables: LoopTables,
  state: Int32Array,
  cut: number,
): readonly (readonly [number, number])[] => {
  const { cells, envelopes } = tables
  return cells.map((own, node) => {
    const passes = (envelope: number): boolean =>
      !tables.isDropped(cut + 1, envelopes.from.data[envelope] as number, node)
    return [node, own.clear(state[node] as number, cut, passes)] as const
  })
}

/** Writes the record of a change of the environment. */
const write = (
  label: number,
  changes: readonly (readonly [number, number])[],
  nodes: number,
  out: Successors,
): void => {
  const { records } = out
  out.count += 1
  records.push(label)
  records.push(touchedBit(nodes))
  records.push(changes.length)
  records.push(allDue)
  for (const [component, id] of changes) {
    records.push(component)
    records.push(id)
  }
}
