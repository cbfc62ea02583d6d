import { checkers, type Checker, type Results, type Row } from './results.ts'

/*
 * The chart, by hand: two panels of lines on logarithmic scales need no library.
 */

/** What a panel shows, over the number of states. */
interface Panel {
  readonly title: string
  readonly valueOf: (row: Row) => number
  /** The powers of ten at the bottom and at the top. */
  readonly range: readonly [number, number]
  readonly tell: (power: number) => string
}

const panels: readonly Panel[] = [
  {
    title: 'CPU time of the whole process, in seconds',
    valueOf: ({ cpuSeconds }) => cpuSeconds,
    range: [-3, 4],
    tell: (power) => String(10 ** power),
  },
  {
    title: 'bytes of memory a state',
    valueOf: ({ memoryBytes, distinct }) => memoryBytes / distinct,
    range: [1, 5],
    tell: (power) => (10 ** power).toLocaleString('en-US'),
  },
]

/** The powers of ten of the numbers of states. */
const states: readonly [number, number] = [3, 8]
const width = 420
const height = 300
const left = 64
const top = 56
const gap = 96

const colours: Readonly<Record<Checker, string>> = {
  netsplit: '#0b6e4f',
  Spin: '#b3541e',
  Rumur: '#5b4b9a',
  Stateright: '#7a7a7a',
}

const along = (value: number, [from, to]: readonly [number, number], size: number): number =>
  ((Math.log10(value) - from) / (to - from)) * size

const round = (value: number): string => value.toFixed(1)

const powers = ([from, to]: readonly [number, number]): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Time and memory of one family of models, over its states, as an SVG document. */
export const chartOf = ({ rows, machine, date }: Results, family: string): string => {
  const shown = rows.filter((row) => row.family === family)
  const whole = left + panels.length * (width + gap)
  const body = panels.map((panel, index) => {
    const place = `translate(${left + index * (width + gap)} ${top})`
    return `<g transform="${place}">${axesOf(panel)}${linesOf(panel, shown)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${top + height + 64}" font-family="sans-serif" font-size="13">`,
    `<title>${family}: time and memory over the number of states</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${left}" y="22" font-size="15" fill="#222222">${family}, ${machine}, ${date}</text>`,
    ...body,
    '</svg>\n',
  ].join('\n')
}

const axesOf = ({ title, range, tell }: Panel): string => {
  const columns = powers(states).map((power) => {
    const x = round(along(10 ** power, states, width))
    return `<path d="M${x} 0V${height}" stroke="#dddddd"/><text x="${x}" y="${height + 20}" text-anchor="middle" fill="#444444">10<tspan dy="-5" font-size="9">${power}</tspan></text>`
  })
  const lines = powers(range).map((power) => {
    const y = round(height - along(10 ** power, range, height))
    return `<path d="M0 ${y}H${width}" stroke="#dddddd"/><text x="-8" y="${y}" dy="4" text-anchor="end" fill="#444444">${tell(power)}</text>`
  })
  return [
    `<text x="0" y="-12" fill="#222222">${title}</text>`,
    ...columns,
    ...lines,
    `<text x="${width / 2}" y="${height + 42}" text-anchor="middle" fill="#444444">states</text>`,
  ].join('')
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Names beside the ends of lines are so far apart at least. */
const lineHeight = 15

const linesOf = (panel: Panel, rows: readonly Row[]): string => {
  const lines = checkers
    .map((checker) => ({ checker, points: pointsOf(panel, checker, rows) }))
    .toSorted((a, b) => (a.points.at(-1)?.y ?? 0) - (b.points.at(-1)?.y ?? 0))
  let above = -lineHeight
  return lines
    .map(({ checker, points }) => {
      const last = points.at(-1)
      if (last === undefined) return ''
      above = Math.max(above + lineHeight, last.y)
      return lineOf(checker, points, { x: last.x, y: above })
    })
    .join('')
}

const pointsOf = (
  { valueOf, range }: Panel,
  checker: Checker,
  rows: readonly Row[],
): readonly Point[] =>
  rows
    .filter((row) => row.checker === checker)
    .toSorted((a, b) => a.distinct - b.distinct)
    .map((row) => ({
      x: along(row.distinct, states, width),
      y: height - along(Math.max(valueOf(row), 10 ** range[0]), range, height),
    }))

const lineOf = (checker: Checker, points: readonly Point[], name: Point): string => {
  const colour = colours[checker]
  const path = points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')
  const dots = points.map(
    ({ x, y }) => `<circle cx="${round(x)}" cy="${round(y)}" r="3" fill="${colour}"/>`,
  )
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...dots,
    `<text x="${round(name.x + 7)}" y="${round(name.y)}" dy="4" fill="${colour}">${checker}</text>`,
  ].join('')
}
