import { isRecord, showName } from '../value/notation.ts'
import { kindsOf, touchedIn, type Touched } from '../trace/touched.ts'
import { withObservers } from '../trace/observed-nodes.ts'
import type { NodeSnapshot, Trace } from '../trace/trace.ts'
import type { Row } from './trace-page.ts'
import { grouped } from './trace-step.ts'
import { briefParts, keyShown } from './trace-values.ts'
import { nameList, padTo, widthOf, type Ink } from './style.ts'

/** Names beyond this width do not widen the column of the others. */
const widestName = 20

/** Nodes with their states, alike nodes on one row. */
export const stateRows = (nodes: readonly NodeSnapshot[], ink: Ink): readonly Row[] =>
  labelled(alike(nodes), ink)

/** The same, but what nodes of a kind have in common from the start to the end is told once. */
export const initialRows = (trace: Trace, ink: Ink): readonly Row[] => {
  const nodes = withObservers(trace.initial)
  const touched = touchedIn(trace)
  const common = kindsOf(nodes).flatMap(({ fields, nodes: kind }) => {
    const lasting = (fields ?? []).filter((field) => isCommon(field, kind, touched))
    return lasting.length < fewestCommon || alike(kind).length < 2 ? [] : [{ kind, lasting }]
  })
  const rest = nodes.map((each) => {
    const { lasting = [] } = common.find(({ kind }) => kind.includes(each)) ?? {}
    return lasting.length === 0 ? each : withFields(each, (field) => !lasting.includes(field))
  })
  const once = common.map(({ kind, lasting }): readonly NodeSnapshot[] =>
    kind.map((each) => ({
      ...withFields(each, (field) => lasting.includes(field)),
      up: true,
      timers: [],
    })),
  )
  return labelled([...once, ...alike(rest)], ink)
}

/** Fewer fields are not worth a row of their own. */
const fewestCommon = 2

/** Whether nodes have the same in a field, and no step changes it. */
const isCommon = (field: string, nodes: readonly NodeSnapshot[], touched: Touched): boolean => {
  const first = keyShown(fieldOf(nodes[0], field))
  return nodes.every(
    (each) => !touched.has(each.node, field) && keyShown(fieldOf(each, field)) === first,
  )
}

/** The value of a field of a node's state. */
export const fieldOf = (node: NodeSnapshot | undefined, field: string): unknown =>
  isRecord(node?.state) ? node.state[field] : undefined

/** A node with some of the fields of its state only. */
export const withFields = (
  node: NodeSnapshot,
  isKept: (field: string) => boolean,
): NodeSnapshot => ({
  ...node,
  state: Object.fromEntries(Object.entries(node.state as object).filter(([key]) => isKept(key))),
})

/** A row for each group of nodes, with what its first node looks like. */
const labelled = (groups: readonly (readonly NodeSnapshot[])[], ink: Ink): readonly Row[] => {
  const rows = groups.map((members) => ({
    names: nameList(members.map(({ node }) => node)),
    parts: describe(members[0]),
  }))
  const width = Math.max(
    0,
    ...rows.map(({ names }) => widthOf(names)).filter((width) => width <= widestName),
  )
  return rows.map(({ names, parts }) => ({ label: `${ink.bold(padTo(names, width))}  `, parts }))
}

/** Nodes in groups of those that stand alike. */
export const alike = (
  nodes: readonly NodeSnapshot[],
): readonly (readonly [NodeSnapshot, ...NodeSnapshot[]])[] =>
  grouped(nodes, ({ up, state, timers }) => [up, state, timers])

const describe = (snapshot: NodeSnapshot | undefined): readonly string[] => {
  if (snapshot === undefined) return []
  const { up, state, timers } = snapshot
  const set = timers.map((timer) => `timer "${showName(timer)}" is set`)
  const rest = [...set, ...(up ? [] : ['down'])]
  const isBare = isRecord(state) && Object.keys(state).length === 0 && rest.length > 0
  return isBare ? rest : [...briefParts(state), ...rest]
}
