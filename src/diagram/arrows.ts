import { laneX, rowY, size, type Frame } from './frame.ts'
import type { Arrow } from './layout.ts'

/** How an arrow is drawn: its line, and where its head is. */
export interface ArrowPath {
  readonly d: string
  readonly head: { readonly x: number; readonly y: number; readonly angle: number }
}

interface Ends {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** Where an arrow begins and ends. What does not arrive stops short, on the sender's side of a wall. */
const endsOf = ({ from, to, fate }: Arrow, box: Frame): Ends => {
  const [x1, y1] = [laneX(from.lane), rowY(from.row)]
  const x = laneX(to.lane)
  if (fate === 'received') return { x1, y1, x2: x, y2: rowY(to.row) }
  const way = Math.sign(x - x1) * (size.lane / 2 - size.wall)
  const drop = fate === 'lost' ? Math.max(rowY(to.row) - y1, 12) : 14
  return { x1, y1, x2: x1 + way, y2: Math.min(y1 + drop, box.end) }
}

const isLoop = ({ from, to }: Arrow): boolean => from.lane === to.lane

export const arrowPath = (arrow: Arrow, box: Frame): ArrowPath => {
  const { x1, y1, x2, y2 } = endsOf(arrow, box)
  if (isLoop(arrow)) {
    const far = x1 + 36
    const bottom = Math.max(y2, y1 + 12)
    return {
      d: `M${x1} ${y1} C${far} ${y1} ${far} ${bottom} ${x1 + 6} ${bottom}`,
      head: { x: x1 + 5, y: bottom, angle: 180 },
    }
  }
  const angle = Math.atan2(y2 - y1, x2 - x1)
  const short = arrow.fate === 'received' ? 5 : 0
  const [x, y] = [round(x2 - short * Math.cos(angle)), round(y2 - short * Math.sin(angle))]
  return { d: `M${x1} ${y1} L${x} ${y}`, head: { x, y, angle: round((angle * 180) / Math.PI) } }
}

/** Where a message is named: beside its beginning, where arrows from one node part already. */
export const labelSpot = (
  arrow: Arrow,
  box: Frame,
): { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' } => {
  const { x1, y1, x2, y2 } = endsOf(arrow, box)
  if (isLoop(arrow)) return { x: x1 + 34, y: y1 + 14, anchor: 'start' }
  if (arrow.fate !== 'received') {
    return { x: x2, y: y2 + 12, anchor: 'middle' }
  }
  // Nearer to the end, so that messages that were sent together are told apart.
  const part = 0.62
  return {
    x: round(x1 + (x2 - x1) * part),
    y: round(y1 + (y2 - y1) * part - 4),
    anchor: 'middle',
  }
}

const round = (value: number): number => Math.round(value * 10) / 10
