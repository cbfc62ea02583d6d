import type { Watched } from '../compile/divergence-watch.ts'
import { ProtocolSpace } from '../compile/protocol-space.ts'
import { symmetry, type Reduction, type ReductionBar } from '../compile/reductions.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import type { ToldApart } from '../compile/told-apart.ts'
import type { Observer } from '../explore/observer.ts'
import type { Disk } from '../levels/disk.ts'
import { groupsOf } from '../model/nodes.ts'
import { subjectOf } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'
import type { Watching } from '../property/watching.ts'
import type { CheckOptions } from '../report.ts'
import type { Engine } from '../sql/database.ts'
import { EvenWatch } from '../symmetry/even-watch.ts'
import { OrbitSpace } from '../symmetry/orbit-space.ts'
import { pointsOf, type Points } from '../symmetry/points.ts'
import type { Swap } from '../symmetry/swap.ts'
import { Tally } from '../symmetry/tally.ts'
import { StartAfresh, type Ways } from '../ways.ts'
import type { From } from './from.ts'

/** What is made of the reduction `symmetry` in a check. */
export interface Symmetry {
  /** The space of orbits; null where the reduction is not in force. */
  readonly space: OrbitSpace | null
  readonly reduction: Reduction
  /** Watches a predicate so that it has to answer alike wherever nodes change places. */
  watch(
    watch: Watching,
    property: string | null,
    onApart: (apart: readonly ToldApart[]) => void,
  ): Watching
  /** Counts the states that those found stand for, on behalf of an observer. */
  observe(observer: Observer): Observer
  /** A search whose runs are runs of the system. */
  unfolding(search: Watched): Watched
}

interface Asked {
  readonly system: System
  readonly options: CheckOptions
  readonly from: From | null
  readonly disk: Disk | null
  readonly engine: Engine | null
}

/** Lets nodes, and values that are declared interchangeable, change places where nothing forbids it. */
export const symmetryOf = (plain: SystemSpace, asked: Asked, ways: Ways): Symmetry => {
  const { system } = asked
  const bar = barOf(asked)
  if (bar !== null || !(plain instanceof ProtocolSpace)) return without(bar)
  const points = pointsOf(system, ways.apart)
  const { names, nodes, values, valuesApart } = points
  if (nodes.length + values.length === 0) return without(whyNone(points))
  const space = new OrbitSpace(plain, points, (found) => afresh(ways, found))
  const namesOf = (classes: Points['nodes']): readonly (readonly string[])[] =>
    classes.map((members) => members.map((point) => names[point] ?? ''))
  const told = { groups: namesOf(nodes), values: namesOf(values), apart: valuesApart }
  let tally: Tally | null = null
  const shared = new Map()
  const stepwise = new Set(propertiesOf(system, 'steps'))
  return {
    space,
    get reduction(): Reduction {
      const orbits = { ...told, states: tally?.states ?? 0 }
      return { name: symmetry, isApplied: true, bar: null, removed: null, orbits }
    },
    watch: (watch, property, onApart) => {
      const onUneven = (swaps: readonly Swap[]): void => {
        const by = { kind: 'predicate', property } as const
        const found = swaps.map(({ group, names: both }): ToldApart => ({ group, nodes: both, by }))
        onApart([...ways.apart, ...found])
      }
      const views = property !== null && stepwise.has(property) ? 2 : 1
      return new EvenWatch(watch, space.facets, space.orbits, { views, names, shared, onUneven })
    },
    observe: (observer) => (tally = new Tally(observer, space.orbits)),
    unfolding: (search) => ({
      get distinct() {
        return search.distinct
      },
      history: {
        runTo: (index) => {
          const run = search.history.runTo(index)
          return run === null ? null : space.unfold([...run])
        },
      },
    }),
  }
}

const without = (bar: ReductionBar | null): Symmetry => ({
  space: null,
  reduction: { name: symmetry, isApplied: false, bar, removed: null, orbits: null },
  watch: (watch) => watch,
  observe: (observer) => observer,
  unfolding: (search) => search,
})

const afresh = (ways: Ways, found: readonly ToldApart[]): StartAfresh =>
  new StartAfresh({ apart: [...ways.apart, ...found] })

/** What forbids to let nodes and values change places, whatever they do; null where nothing does. */
const barOf = ({ system, options, from, disk, engine }: Asked): ReductionBar | null => {
  if (system.isMachine) return { kind: 'machine' }
  if ((options.noReduction ?? []).includes(symmetry)) return { kind: 'asked' }
  const hasPeers = groupsWithPeers(system).some((count) => count > 1)
  if (!hasPeers && !hasValues(system)) return { kind: 'no-replicas' }
  const properties = propertiesOf(system, 'runs')
  if (properties.length > 0) return { kind: 'properties', properties }
  if (system.time !== null) return { kind: 'time' }
  // Whoever sends to several tells by its order who is left out.
  if (system.faults.midStep) return { kind: 'mid-step' }
  if (disk !== null) return { kind: 'disk' }
  if (engine !== null) return { kind: 'engine' }
  return from === null ? null : { kind: 'begun' }
}

/** The names of those properties that are about steps, or about runs. */
const propertiesOf = ({ properties }: System, subject: 'steps' | 'runs'): readonly string[] =>
  properties.filter(({ property }) => subjectOf(property.kind) === subject).map(({ name }) => name)

/** How many replicas of the same role each group has. */
const groupsWithPeers = ({ nodes }: System): readonly number[] =>
  [...groupsOf(nodes).values()].map((members) => {
    const counts = members.map(({ role }) => members.filter((it) => it.role === role).length)
    return Math.max(...counts)
  })

/** Whether a system declares values interchangeable, so that there is something to change places. */
const hasValues = ({ interchangeable }: System): boolean =>
  interchangeable.some(({ length }) => length > 1)

const whyNone = ({ apart, valuesApart, isMany }: Points): ReductionBar => {
  const all = [...apart, ...valuesApart]
  if (all.length > 0) return { kind: 'told-apart', apart: all }
  return { kind: isMany ? 'many-replicas' : 'no-replicas' }
}
