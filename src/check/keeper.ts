import type { Checkpoint } from '../levels/disk.ts'
import type { Keeper } from '../levels/journal.ts'
import type { Ways } from '../ways.ts'
import type { Course } from './course.ts'

/** What a checkpoint keeps besides what the search has found. */
interface KeptChecks {
  /** In which way the states were searched: another process has to go on in the same. */
  readonly bar: Ways['bar']
  readonly staleBar: Ways['staleBar']
  readonly readWhole: readonly string[]
  readonly decisions: readonly (readonly [
    string,
    { readonly length: number; readonly states: readonly (readonly number[])[] },
  ])[]
  readonly sizes: { readonly depth: number; readonly last: readonly (readonly number[])[] }
}

/** The ways of the process that left a checkpoint. */
export const waysKept = ({ kept }: Checkpoint): Pick<Ways, 'bar' | 'staleBar' | 'readWhole'> => {
  const { bar, staleBar, readWhole } = kept as KeptChecks
  return { bar, staleBar, readWhole: new Set(readWhole) }
}

/** Keeps in which ways is searched, which properties are decided, and how the components grew. */
export const keeperOf = ({ monitors, sizes, ways }: Course): Keeper => ({
  save: (): KeptChecks => ({
    bar: ways.bar,
    staleBar: ways.staleBar,
    readWhole: [...ways.readWhole],
    decisions: [...monitors.decisions].map(([name, { length, states }]) => [
      name,
      { length, states: states.map((state) => [...state]) },
    ]),
    sizes: { depth: sizes.depth, last: sizes.last.map((each) => [...each]) },
  }),
  restore: (data) => {
    const kept = data as KeptChecks
    const open = kept.decisions.filter(([name]) => !monitors.decisions.has(name))
    monitors.restore(
      new Map(
        open.map(([name, { length, states }]) => [
          name,
          { length, index: -1, states: states.map((state) => Int32Array.from(state)) },
        ]),
      ),
    )
    sizes.depth = kept.sizes.depth
    sizes.last.splice(0, Infinity, ...kept.sizes.last.map((each) => Int32Array.from(each)))
  },
})
