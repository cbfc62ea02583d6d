import type { Trace } from '../trace/trace.ts'
import { arrowPath, labelSpot } from './arrows.ts'
import { besideOf, frame, laneX, rowY, size, type Frame } from './frame.ts'
import { laneName, layOut, type Arrow, type Diagram, type Happening, type Wall } from './layout.ts'
import { attribute, clip, text } from './svg-text.ts'
import { styleSheet } from './svg-style.ts'

/** What a diagram says besides the run. */
export interface Caption {
  /** The heading: the property. */
  readonly title: string
  /** Below it: the verdict, in words. */
  readonly subtitle?: string
}

/**
 * A run as a space-time diagram in SVG: time goes down, a lane for each node, the cut as a wall between
 * the lanes. It stands alone: it brings its own style, for light and dark screens and for print, and a
 * description in words for those who do not see it.
 */
export const renderSvg = (trace: Trace, caption: Caption): string => {
  const diagram = layOut(trace)
  const box = frame(diagram)
  const story = diagram.rows.map(({ row, text }) => (row === 0 ? text : `${row}: ${text}`))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.width} ${box.height}" width="${box.width}" height="${box.height}" role="img" aria-labelledby="title story">`,
    `<title id="title">${text(caption.title)}</title>`,
    `<desc id="story">${text([...story, endOf(diagram) ?? ''].join('. '))}</desc>`,
    `<style>${styleSheet}</style>`,
    hatching,
    `<rect class="paper" width="${box.width}" height="${box.height}"/>`,
    `<text class="title" x="${size.margin}" y="22">${text(clip(caption.title, box.width / 8))}</text>`,
    `<text class="quiet" x="${size.margin}" y="40">${text(caption.subtitle ?? '')}</text>`,
    ...background(diagram, box),
    ...diagram.rows.map((row) => rowSvg(row, diagram, box)),
    loopSvg(diagram, box),
    '</svg>',
    '',
  ]
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n')
}

/** What stands behind the rows: walls, lanes, messages. */
export const background = (diagram: Diagram, box: Frame): readonly string[] => [
  ...diagram.walls.map((wall) => wallSvg(wall, box)),
  ...diagram.lanes.map((_, lane) => laneSvg(diagram, lane, box)),
  ...diagram.arrows.map((arrow) => arrowSvg(arrow, isNamed(arrow, diagram), box)),
]

/** The pattern of walls. */
export const hatching =
  '<defs><pattern id="hatching" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="wall" width="6" height="6"/><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'

const laneSvg = (diagram: Diagram, lane: number, box: Frame): string => {
  const x = laneX(lane)
  const isSeen = diagram.seen.includes(lane)
  const name = text(clip(laneName(diagram.lanes[lane] ?? ''), 18))
  const down = diagram.outages
    .filter((outage) => outage.lane === lane)
    .map(
      ({ fromRow, toRow }) =>
        `<line class="down" x1="${x}" y1="${rowY(fromRow)}" x2="${x}" y2="${Math.min(rowY(toRow), box.end)}"/>`,
    )
  const ring = isSeen
    ? `<circle class="seen" cx="${x}" cy="${rowY(diagram.rows.length - 1)}" r="9"/>`
    : ''
  return [
    `<line class="lane" x1="${x}" y1="${size.top}" x2="${x}" y2="${box.end}"/>`,
    ...down,
    `<text class="name" x="${x}" y="${size.top - 10}">${name}</text>`,
    ring,
  ].join('')
}

const wallSvg = ({ afterLane, fromRow, toRow, isOneWay }: Wall, box: Frame): string => {
  const x = (laneX(afterLane) + laneX(afterLane + 1)) / 2 - size.wall / 2
  const top = fromRow === 0 ? size.top : rowY(fromRow)
  const isToEnd = toRow === box.rows - 1
  const bottom = isToEnd ? box.end : rowY(toRow)
  const name = isOneWay ? 'cut, one way' : 'cut'
  return `<g><title>${name}</title><rect class="hatched" x="${x}" y="${top}" width="${size.wall}" height="${bottom - top}"/></g>`
}

const arrowSvg = (arrow: Arrow, isNamed: boolean, box: Frame): string => {
  const { d, head } = arrowPath(arrow, box)
  const at = labelSpot(arrow, box)
  const room = arrow.fate === 'received' ? size.label : size.stubLabel
  const name = isNamed ? text(clip(shortName(arrow.text, room), room)) : ''
  const end = arrow.fate === 'lost' || arrow.fate === 'dropped'
  const tip = end
    ? `<text class="gone" x="${head.x}" y="${head.y + 5}">✕</text>`
    : arrow.fate === 'in flight'
      ? ''
      : `<path class="head" d="M0 0 L-9 -4 L-9 4 Z" transform="translate(${head.x} ${head.y}) rotate(${head.angle})"/>`
  const way = arrow.fate === 'received' ? 'whole' : 'stub'
  const kind = arrow.isHeld ? 'held' : way
  return [
    `<g class="message" data-message="${arrow.id}"><title>${text(storyOf(arrow))}</title>`,
    `<path class="${kind}" d="${d}"/>${tip}`,
    `<text class="label" x="${at.x}" y="${at.y}" text-anchor="${at.anchor}">${name}</text></g>`,
  ].join('')
}

/** What a message is called beside its arrow: all of it where that is short, else its type. */
const shortName = (message: string, room: number): string =>
  message.length <= room ? message : message.replace(/\(.*$/s, '')

/** Of a message to several nodes one arrow is named: one that arrives, if any does. */
const isNamed = (arrow: Arrow, { arrows }: Diagram): boolean => {
  const alike = arrows.filter(
    ({ from, text: words }) =>
      from.row === arrow.from.row && from.lane === arrow.from.lane && words === arrow.text,
  )
  return (
    arrow.fate === 'received' ||
    (arrow === alike.find(({ fate }) => fate === alike[0]?.fate) &&
      alike.every(({ fate }) => fate !== 'received'))
  )
}

const storyOf = ({ text: message, fate, from, to, isHeld }: Arrow): string => {
  const sent = from.row === 0 ? 'sent at the start' : `sent in step ${from.row}`
  const held = isHeld ? ', held back by a cut' : ''
  const ends: Readonly<Record<Arrow['fate'], string>> = {
    received: `received in step ${to.row}`,
    lost: `lost in step ${to.row}`,
    dropped: 'lost in a cut',
    'in flight': 'still in flight',
  }
  return `${message}: ${sent}${held}, ${ends[fate]}`
}

/** What happens in a row: its number, and a mark on the lane of whoever acts. */
export const markSvg = ({ row, steps, lane, kind, time }: Happening, box: Frame): string => {
  const y = rowY(row)
  const [first, last] = steps
  const number = first === last ? String(first) : '⋮'
  const mark =
    lane === null
      ? ''
      : kind === 'crash'
        ? `<text class="gone" x="${laneX(lane)}" y="${y + 5}">✕</text>`
        : `<circle class="event" cx="${laneX(lane)}" cy="${y}" r="4"/>`
  const line = kind === 'fold' ? 'class="lane" stroke-dasharray="2 5"' : 'class="band"'
  const band =
    lane === null && row > 0
      ? `<line ${line} x1="${size.margin}" y1="${y}" x2="${box.words - 12}" y2="${y}"/>`
      : ''
  // The axis of time: where each unit ends.
  const clock =
    time === null
      ? ''
      : `<text class="quiet time" x="${box.words - 14}" y="${y - 4}" text-anchor="end">time ${time}</text>`
  return `${band}${mark}${clock}<text class="number" x="${size.margin + 8}" y="${y + 4}">${row === 0 ? '' : number}</text>`
}

const rowSvg = (happening: Happening, diagram: Diagram, box: Frame): string => {
  const { row, text: words, changes, observed } = happening
  const y = rowY(row)
  const isLast = row === diagram.rows.length - 1
  const shown = besideOf(changes, observed)
  return [
    `<g class="row" data-row="${row}">`,
    `<title>${attribute([words, ...changes, ...observed].join('\n'))}</title>${markSvg(happening, box)}`,
    `<text class="words${isLast ? ' last' : ''}" x="${box.words}" y="${y}">${text(clip(words, size.words))}</text>`,
    `<text class="quiet" x="${box.words}" y="${y + 14}">${text(clip(shown, size.words))}</text></g>`,
  ].join('')
}

/** What comes after the last row, in words; null of a finite run. */
export const endOf = ({ loopsTo, rows }: Diagram): string | null => {
  if (loopsTo === null) return null
  const last = rows.length - 1
  return loopsTo === last
    ? 'Nothing more happens, for ever'
    : `Steps ${loopsTo + 1} to ${last} are repeated for ever`
}

const loopSvg = (diagram: Diagram, box: Frame): string => {
  const words = endOf(diagram)
  if (words === null) return ''
  return `<g>${bracketSvg(diagram, box)}<text class="last words" x="${size.margin}" y="${box.end + 16}">↻ ${text(words)}</text></g>`
}

/** From the end back to the row from whose end on all is repeated; nothing where it rests. */
export const bracketSvg = (diagram: Diagram, box: Frame): string => {
  if (diagram.loopsTo === null) return ''
  const x = 8
  const from = rowY(diagram.loopsTo) + size.row / 2
  const isRest = diagram.loopsTo === diagram.rows.length - 1
  return isRest
    ? ''
    : `<path class="loop" d="M${x + 8} ${box.end} H${x} V${from} H${x + 8}"/><path class="head" d="M0 0 L-9 -4 L-9 4 Z" transform="translate(${x + 10} ${from})"/>`
}
