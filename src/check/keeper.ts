import type { Checkpoint } from '../levels/disk.ts'
import type { Keeper } from '../levels/journal.ts'
import type { Ways } from '../ways.ts'
import type { Course } from './course.ts'

/** In which way the states were searched: another process has to go on in the same. */
interface KeptWays extends Pick<Ways, 'bar' | 'staleBar'> {
  readonly readWhole: readonly string[]
}

/** What a checkpoint keeps besides what the search has found. */
interface KeptChecks extends KeptWays {
  readonly decisions: readonly (readonly [
    string,
    { readonly length: number; readonly states: readonly (readonly number[])[] },
  ])[]
  readonly sizes: { readonly depth: number; readonly last: readonly (readonly number[])[] }
}

/** The ways of the process that left a checkpoint. */
export const waysKept = ({
  kept,
}: Pick<Checkpoint, 'kept'>): Pick<Ways, 'bar' | 'staleBar' | 'readWhole'> => {
  const { bar, staleBar, readWhole } = kept as KeptWays
  return { bar, staleBar, readWhole: new Set(readWhole) }
}

/** The ways of this process, for one that goes on. */
export const waysToKeep = ({ bar, staleBar, readWhole }: Ways): KeptWays => ({
  bar,
  staleBar,
  readWhole: [...readWhole],
})

/** Keeps in which ways is searched, which properties are decided, and how the components grew. */
export const keeperOf = ({ monitors, sizes, ways }: Course): Keeper => ({
  save: (): KeptChecks => ({
    ...waysToKeep(ways),
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
