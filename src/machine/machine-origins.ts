import { stepOf, tablesOf } from '../compile/origins.ts'
import type { Tables } from '../compile/tables.ts'
import type { Origins, Share } from '../explore/share.ts'
import type { Components } from '../parts/components.ts'
import type { Shape } from '../parts/shape.ts'
import type { Sized } from '../store/sized.ts'
import type { Action } from './action.ts'

/** What can be told of where the states of a machine come from. */
export const machineOrigins = ({
  tables,
  components,
  actions,
  others,
}: {
  readonly tables: Tables
  readonly components: Components
  readonly actions: readonly Action[]
  /** Tables besides those of every system, by name. */
  readonly others: Readonly<Record<string, Sized>>
}): Origins => ({
  shares: (used) => sharesOf(components, used),
  step: (label) => stepOf(tables, label),
  evaluations: actions.map(({ actor, evaluated }) => ({ of: actor.step, steps: evaluated })),
  tables: [
    ...tablesOf(tables).filter(({ bytes }) => bytes > 0),
    ...Object.entries({ 'components of the state': components, ...others }).map(
      ([table, { bytes }]) => ({ table, bytes }),
    ),
  ],
  areOrbits: false,
})

/** Each part of the state, from the fields down to the components. */
function* sharesOf({ shape, sizes }: Components, used: readonly Uint8Array[]): Generator<Share> {
  // All of the state is no part of it.
  const open: Shape[] = shape.kind === 'whole' ? [] : [...shape.parts]
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    const { from, to, path } = part
    const components = Array.from({ length: to - from }, (_, index) => from + index)
    const contents = components.map((component) => used[component] ?? new Uint8Array(0))
    const values = contents.reduce((sum, ids) => sum + ids.reduce((all, is) => all + is, 0), 0)
    // What never changes is no use to anybody.
    if (values > components.length) {
      const rest = new Map(
        components.map((component) => [component, new Int32Array(sizes[component] ?? 1)]),
      )
      yield { kind: 'component', part: path, values, rest }
    }
    if (part.kind !== 'whole') open.unshift(...part.parts)
  }
}
