import { foldWords, varyingWords } from '../render/trace-fold.ts'
import { lastOf } from '../render/trace-plan.ts'
import type { Fold, Trace } from '../trace/trace.ts'
import type { Arrow, Diagram, Happening } from './layout.ts'

/**
 * A diagram in which the rounds of folds after the first are one row each. What is sent and received
 * within such a row is not drawn.
 */
export const folded = (diagram: Diagram, folds: readonly Fold[], trace: Trace): Diagram => {
  const spots = spotsOf(diagram, folds)
  const spot = (row: number): number => spots[row] ?? 0
  const moved = <Span extends { readonly fromRow: number; readonly toRow: number }>(
    span: Span,
  ): Span => ({ ...span, fromRow: spot(span.fromRow), toRow: spot(span.toRow) })
  const isHidden = (row: number): boolean => row > 0 && spot(row) === spot(row - 1)
  const begun = new Map(folds.map((fold) => [fold.to + 1, fold]))
  return {
    ...diagram,
    rows: diagram.rows.flatMap((row): readonly Happening[] => {
      const fold = begun.get(row.row)
      if (fold !== undefined) return [foldRow(fold, spot(row.row), trace)]
      return isHidden(row.row) ? [] : [{ ...row, row: spot(row.row) }]
    }),
    arrows: diagram.arrows.flatMap((arrow) => movedArrow(arrow, spot)),
    walls: diagram.walls.map(moved),
    outages: diagram.outages.map(moved),
    loopsTo: diagram.loopsTo === null ? null : spot(diagram.loopsTo),
  }
}

/** For each row where it is when the rounds are folded. */
const spotsOf = ({ rows }: Diagram, folds: readonly Fold[]): readonly number[] => {
  let spot = -1
  return rows.map(({ row }) => {
    const isLater = folds.some((fold) => row > fold.to + 1 && row <= lastOf(fold))
    if (!isLater) spot += 1
    return spot
  })
}

const foldRow = (fold: Fold, row: number, trace: Trace): Happening => ({
  row,
  steps: [fold.to + 1, lastOf(fold)],
  lane: null,
  kind: 'fold',
  text: foldWords(fold),
  changes: varyingWords(fold, trace),
  observed: [],
  time: null,
})

const movedArrow = (arrow: Arrow, spot: (row: number) => number): readonly Arrow[] => {
  const { from, to } = arrow
  const next = {
    ...arrow,
    from: { ...from, row: spot(from.row) },
    to: { ...to, row: spot(to.row) },
  }
  const isWithin = from.row !== to.row && next.from.row === next.to.row
  return isWithin ? [] : [next]
}
