import { useState } from 'preact/hooks'
import type { Situation } from '../../engine/contract.ts'
import { answerOf, isAsked, nameOf, type Cell, type Extent } from './cells.ts'
import type { Guess } from './cell-view.tsx'
import type { Prediction } from './grid.tsx'

/** A game: the cells are blank, the learner marks them, then sees what came out. */
export interface Game {
  /** Null as long as nobody plays. */
  readonly prediction: Prediction | null
  readonly begin: () => void
  readonly end: () => void
  readonly leave: () => void
  /** Marks a cell: nothing, ✓, ✗, nothing. */
  readonly toggle: (cell: Cell) => void
  /** How many cells were marked, and how many rightly. */
  readonly score: { readonly marked: number; readonly right: number }
}

export const usePrediction = (extent: Extent, situations: readonly Situation[]): Game => {
  const [prediction, setPrediction] = useState<Prediction | null>(null)
  const cells = extent.rows.flatMap((row) => extent.columns.map((column) => ({ row, ...column })))
  const marked = cells.filter((cell) => prediction?.guesses.has(nameOf(cell)) ?? false)
  const right = marked.filter(
    (cell) =>
      answerOf(cell, situations)?.property.verdict === prediction?.guesses.get(nameOf(cell)),
  )
  return {
    prediction,
    begin: () => setPrediction({ guesses: new Map(), isOver: false }),
    end: () => setPrediction(prediction === null ? null : { ...prediction, isOver: true }),
    leave: () => setPrediction(null),
    toggle: (cell) => {
      if (prediction === null || !isAsked(cell.row, cell.question)) return
      setPrediction({ ...prediction, guesses: marking(prediction.guesses, nameOf(cell)) })
    },
    score: { marked: marked.length, right: right.length },
  }
}

const marking = (guesses: ReadonlyMap<string, Guess>, name: string): ReadonlyMap<string, Guess> => {
  const next = new Map(guesses)
  const guess = guesses.get(name)
  if (guess === undefined) next.set(name, 'holds')
  else if (guess === 'holds') next.set(name, 'violated')
  else next.delete(name)
  return next
}

/** Begins and ends the game, and says the score. */
export const Predict = ({ game }: { readonly game: Game }) => {
  const { prediction, score } = game
  if (prediction === null) {
    return (
      <button type="button" onClick={game.begin}>
        Predict it yourself
      </button>
    )
  }
  return (
    <>
      {prediction.isOver ? (
        <button type="button" onClick={game.begin}>
          Again
        </button>
      ) : (
        <button type="button" class="main" disabled={score.marked === 0} onClick={game.end}>
          Show what came out
        </button>
      )}
      <button type="button" onClick={game.leave}>
        Back to the table
      </button>
      <span role="status">
        {prediction.isOver
          ? `${score.right} of ${score.marked} right.`
          : `Mark cells with ✓ or ✗: click, or Enter. ${score.marked} marked.`}
      </span>
    </>
  )
}
