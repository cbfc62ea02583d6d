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
import { alikeNodes, type Alike } from '../symmetry/alike.ts'
import { EvenWatch } from '../symmetry/even-watch.ts'
import { OrbitSpace } from '../symmetry/orbit-space.ts'
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

/** Lets nodes change places where nothing forbids it. */
export const symmetryOf = (plain: SystemSpace, asked: Asked, ways: Ways): Symmetry => {
  const { system } = asked
  const bar = barOf(asked)
  if (bar !== null || !(plain instanceof ProtocolSpace)) return without(bar)
  const alike = alikeNodes(system, ways.apart)
  const { classes } = alike
  if (classes.length === 0) return without(whyNone(alike))
  const space = new OrbitSpace(plain, classes, (found) => afresh(ways, found))
  let tally: Tally | null = null
  const names = system.nodes.map(({ id }) => id)
  const shared = new Map()
  const stepwise = new Set(propertiesOf(system, 'steps'))
  return {
    space,
    get reduction(): Reduction {
      const orbits = { groups: space.groups, states: tally?.states ?? 0 }
      return { name: symmetry, isApplied: true, bar: null, removed: null, orbits }
    },
    watch: (watch, property, onApart) => {
      const onUneven = (): void => {
        const by = { kind: 'predicate', property } as const
        const found = classes.map((members): ToldApart => {
          const [first = 0, second = 0] = members
          const group = system.nodes[first]?.group ?? ''
          return { group, nodes: [names[first] ?? '', names[second] ?? ''], by }
        })
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

/** What forbids to let nodes change places, whatever they do; null where nothing does. */
const barOf = ({ system, options, from, disk, engine }: Asked): ReductionBar | null => {
  if (system.isMachine) return { kind: 'machine' }
  if ((options.noReduction ?? []).includes(symmetry)) return { kind: 'asked' }
  if (!groupsWithPeers(system).some((count) => count > 1)) return { kind: 'no-replicas' }
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

const whyNone = ({ apart, isMany }: Alike): ReductionBar => {
  if (apart.length > 0) return { kind: 'told-apart', apart }
  return { kind: isMany ? 'many-replicas' : 'no-replicas' }
}
