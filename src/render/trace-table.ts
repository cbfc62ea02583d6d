import { showName, showValue } from '../value/notation.ts'
import { kindsOf, touchedIn } from '../trace/touched.ts'
import { withObservers } from '../trace/observed-nodes.ts'
import type { NodeSnapshot, Standing, Trace } from '../trace/trace.ts'
import { shorten } from '../value/shorten.ts'
import type { Row } from './trace-page.ts'
import type { Scene } from './trace-step.ts'
import { inFlightRows } from './trace-start.ts'
import { alike, fieldOf, stateRows, withFields } from './trace-states.ts'
import { briefParts } from './trace-values.ts'
import { counted, nameList, padTo, widthOf, type Ink } from './style.ts'

/** The widths of a cell that are tried, the widest first. */
const cellWidths = [32, 26, 20, 14, 10]
/** In narrower cells nodes go as columns, if they can. */
const narrow = 20
/** Between two columns. */
const gap = '  '
/** Messages in flight that are told one by one. */
const mostMail = 8

/**
 * How everything stands at a moment of a long run: a table of the nodes that have the same fields,
 * and what is in flight. What no step of the run changes was told at the start, and is left out.
 *
 * @param room the width of a line
 */
export const tableRows = (
  standing: Standing,
  trace: Trace,
  room: number,
  scene: Scene,
): readonly Row[] => {
  const { ink } = scene
  const nodes = withObservers(standing)
  const touched = touchedIn(trace)
  const moved = nodes.filter(({ node }) => touched.nodes.has(node))
  const still = nodes.filter(({ node }) => !touched.nodes.has(node)).map(({ node }) => node)
  const rows = kindsOf(moved).flatMap(({ fields, nodes: kind }) => {
    const changing = fields?.filter((key) => kind.some(({ node }) => touched.has(node, key)))
    const bare =
      changing === undefined
        ? kind
        : kind.map((each) => withFields(each, (field) => changing.includes(field)))
    if (trace.isMachine) return bare.map(({ state }) => ({ label: '', parts: briefParts(state) }))
    const table = changing === undefined ? null : tableOf(bare, changing, room, ink)
    return table ?? stateRows(bare, ink)
  })
  return [
    ...rows,
    ...(still.length > 0
      ? [`${ink.bold(nameList(still))}${gap}${ink.dim('as at the start')}`]
      : []),
    ...(trace.isMachine ? [] : inFlightRows(standing.inFlight, mostMail, scene)),
  ]
}

/** Nodes as rows and fields as columns, or the other way round; null where neither fits. */
const tableOf = (
  nodes: readonly NodeSnapshot[],
  fields: readonly string[],
  room: number,
  ink: Ink,
): readonly Row[] | null => {
  const columns = [...fields.map(fieldColumn), ...extraColumns(nodes)]
  const groups = alike(nodes)
  const tables = cellWidths.flatMap((width) => {
    const table = [
      ['', ...columns.map(({ head }) => head)],
      ...groups.map((group) => [
        nameList(group.map(({ node }) => node)),
        ...columns.map(({ cell }) => cell(group[0], width)),
      ]),
    ]
    const turned = (table[0] ?? []).map((_, column) => table.map((row) => row[column] ?? ''))
    return width >= narrow ? [table, turned] : [turned, table]
  })
  const fitting = tables.find((table) => {
    const widths = widthsOf(table)
    return widths.reduce((sum, each) => sum + each + gap.length, -gap.length) <= room
  })
  return fitting === undefined ? null : rowsOf(fitting, ink)
}

type Table = readonly (readonly string[])[]

const widthsOf = (table: Table): readonly number[] =>
  (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => widthOf(row[column] ?? ''))))

const rowsOf = (table: Table, ink: Ink): readonly Row[] => {
  const widths = widthsOf(table)
  return table.map((row, index) => {
    const [name = '', ...cells] = row.map((cell, column) => padTo(cell, widths[column] ?? 0))
    const rest = cells.join(gap).trimEnd()
    return index === 0 ? ink.bold(`${name}${gap}${rest}`) : `${ink.bold(name)}${gap}${rest}`
  })
}

/** A column of a table: its head, and what stands in it for a node, so wide at most. */
interface Column {
  readonly head: string
  readonly cell: (node: NodeSnapshot, width: number) => string
}

const fieldColumn = (field: string): Column => ({
  head: showName(field),
  cell: (node, width) => cellOf(fieldOf(node, field), width),
})

/** Timers, and who is down, where there are any. */
const extraColumns = (nodes: readonly NodeSnapshot[]): readonly Column[] => [
  ...(nodes.some(({ timers }) => timers.length > 0)
    ? [{ head: 'timers', cell: ({ timers }: NodeSnapshot) => timers.map(showName).join(', ') }]
    : []),
  ...(nodes.some(({ up }) => !up)
    ? [{ head: 'is', cell: ({ up }: NodeSnapshot) => (up ? 'up' : 'down') }]
    : []),
]

/** A value in a cell. Of what does not fit the beginning, or how many members it has. */
const cellOf = (value: unknown, width: number): string => {
  const text = showValue(shorten(value, { levels: 3, members: 5 }))
  if (widthOf(text) <= width) return text
  const size = sizeOf(value)
  if (size !== null && width < leastCut) return size
  const end = size === null ? '…' : `… (${size})`
  let kept = text.slice(0, width - end.length)
  while (widthOf(kept) > width - end.length) kept = kept.slice(0, -1)
  return kept + end
}

/** In a narrower cell the beginning of a collection says nothing. */
const leastCut = 32

/** How many members a list, Set or Map has, in words. */
const sizeOf = (value: unknown): string | null => {
  if (Array.isArray(value)) return counted(value.length, 'item')
  if (value instanceof Set) return counted(value.size, 'element')
  return value instanceof Map ? counted(value.size, 'entry', 'entries') : null
}
