import { attribute, clip, text } from './svg-text.ts'

/** An operation on a time line. */
export interface Bar {
  /** Whose: each has a line of its own. */
  readonly lane: string
  /** What it did: `read → 2`. */
  readonly what: string
  /** Where it stands: `lines 3-5`. */
  readonly place: string
  /** When it began, in numbers that only order. */
  readonly from: number
  /** When it was over; null where it never was. */
  readonly to: number | null
  /** Whether it is one of those that the picture is about. */
  readonly isPart: boolean
}

/** That one operation depends on another, or had to come first: between bars, by their places. */
export interface BarArrow {
  readonly from: number
  readonly to: number
  readonly what: string
}

/** Sizes, in pixels. */
const [laneHeight, barHeight, step, letter, margin] = [64, 14, 30, 7.3, 12]
/** A longer text is cut off; the whole one is shown when it is pointed at. */
const [longestName, longestText] = [24, 48]

/** Where everything stands. */
interface Placed {
  readonly lanes: readonly string[]
  readonly left: number
  readonly xOf: (time: number | null) => number
  readonly width: number
  readonly height: number
}

/** Operations as bars on time lines, one line below the other, as SVG. */
export const timeLines = (bars: readonly Bar[], arrows: readonly BarArrow[]): string => {
  const at = placed(bars)
  const rows = at.lanes.map((lane, row) => laneSvg(lane, row, at))
  const drawn = bars.map((bar) => barSvg(bar, at))
  const linked = arrows.map((arrow) => arrowSvg(arrow, bars, at))
  const label = `${bars.length} operations of ${at.lanes.length} processes on time lines`
  return [
    `<svg role="img" aria-label="${attribute(label)}" viewBox="0 0 ${at.width} ${at.height}" width="${at.width}" height="${at.height}" xmlns="http://www.w3.org/2000/svg">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ...rows,
    ...drawn,
    ...linked,
    '</svg>',
  ].join('\n')
}

/** Times are moved apart until what was done fits above its bar. */
const placed = (bars: readonly Bar[]): Placed => {
  const lanes = [...new Set(bars.map(({ lane }) => lane))]
  const widest = Math.max(0, ...lanes.map((lane) => clip(lane, longestName).length))
  const left = margin + Math.ceil(widest * letter) + margin
  const times = [...new Set(bars.flatMap(({ from, to }) => [from, to ?? Infinity]))]
  const xs = new Map<number, number>()
  /** Up to where each line has text. */
  const ends = new Map<string, number>()
  let x = left
  for (const time of times.toSorted((a, b) => a - b)) {
    const beginning = bars.filter(({ from }) => from === time)
    x = Math.max(x + step, ...beginning.map(({ lane }) => ends.get(lane) ?? 0))
    xs.set(time, x)
    for (const bar of beginning) ends.set(bar.lane, x + textWidth(bar) + margin)
  }
  const width = Math.ceil(Math.max(x, ...ends.values()) + margin)
  const xOf = (time: number | null): number => xs.get(time ?? Infinity) ?? x
  return { lanes, left, xOf, width, height: lanes.length * laneHeight + margin }
}

const textWidth = ({ what }: Bar): number => Math.ceil(clip(what, longestText).length * letter)

const middleOf = (row: number): number => row * laneHeight + laneHeight - barHeight

const laneSvg = (lane: string, row: number, { left, width }: Placed): string => {
  const y = middleOf(row)
  return `<text class="lane" x="${margin}" y="${y + 4}">${text(clip(lane, longestName))}</text><line class="lane" x1="${left}" x2="${width - margin}" y1="${y}" y2="${y}"/>`
}

const barSvg = (bar: Bar, { lanes, xOf }: Placed): string => {
  const y = middleOf(lanes.indexOf(bar.lane))
  const [from, to] = [xOf(bar.from), xOf(bar.to)]
  const kind = `${bar.isPart ? 'part' : 'beside'}${bar.to === null ? ' open' : ''}`
  return [
    `<g class="${kind}"><title>${text(`${bar.lane}, ${bar.place}: ${bar.what}`)}</title>`,
    `<rect x="${from}" y="${y - barHeight / 2}" width="${Math.max(2, to - from)}" height="${barHeight}" rx="3"/>`,
    `<text x="${from}" y="${y - barHeight / 2 - 5}">${text(clip(bar.what, longestText))}</text></g>`,
  ].join('')
}

/** From the middle of one bar to that of another, bent so that arrows there and back are two. */
const arrowSvg = (
  { from, to, what }: BarArrow,
  bars: readonly Bar[],
  { lanes, xOf }: Placed,
): string => {
  const [one, other] = [bars[from], bars[to]]
  if (one === undefined || other === undefined) return ''
  const middle = (bar: Bar): number => (xOf(bar.from) + xOf(bar.to)) / 2
  const [x1, x2] = [middle(one), middle(other)]
  const [y1, y2] = [middleOf(lanes.indexOf(one.lane)), middleOf(lanes.indexOf(other.lane))]
  const bend = y1 <= y2 ? 40 : -40
  const [mx, my] = [(x1 + x2) / 2 + bend, (y1 + y2) / 2]
  // Where the bend is, outside of it.
  const place = `x="${mx - bend / 2 + bend / 8}" y="${my + 4}" text-anchor="${bend > 0 ? 'start' : 'end'}"`
  return `<g class="arrow"><path d="M${x1} ${y1}Q${mx} ${my} ${x2} ${y2}" marker-end="url(#tip)"/><text ${place}>${text(what)}</text></g>`
}
