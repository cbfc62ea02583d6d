import { frame, laneX, rowY, size } from './frame.ts'
import { laneName, type Diagram } from './layout.ts'
import { background, bracketSvg, markSvg } from './svg.ts'

/** Above the names of the lanes there is nothing: no heading. */
const top = 50

/** A picture of a run without words beside it, and its measures in pixels. */
export interface BareSvg {
  readonly svg: string
  readonly width: number
  readonly height: number
  /** Where the first row begins. Each is as high as the next. */
  readonly top: number
  readonly row: number
  /** The names of the lanes, and the middle of each. */
  readonly lanes: readonly { readonly name: string; readonly x: number }[]
}

/**
 * The picture that `renderSvg` draws, to stand within a page that brings the style and the words: each row
 * is an element with `data-row`, and one below the other they cover the picture.
 */
export const bareSvg = (diagram: Diagram): BareSvg => {
  const box = frame(diagram)
  const [width, height] = [box.words - 6, box.end + 8 - top]
  const rows = diagram.rows.map(
    (row) =>
      `<g class="row" data-row="${row.row}"><rect class="strip" x="0" y="${rowY(row.row) - size.row / 2}" width="${width}" height="${size.row}"/>${markSvg(row, box)}</g>`,
  )
  return {
    svg: [
      `<svg viewBox="0 ${top} ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">`,
      ...background(diagram, box),
      ...rows,
      bracketSvg(diagram, box),
      '</svg>',
    ].join(''),
    width,
    height,
    top: rowY(0) - size.row / 2 - top,
    row: size.row,
    lanes: diagram.lanes.map((node, lane) => ({ name: laneName(node), x: laneX(lane) })),
  }
}
