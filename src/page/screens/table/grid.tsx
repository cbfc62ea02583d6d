import { useRef, useState } from 'preact/hooks'
import { partitions } from '../../../cap/rows.ts'
import type { Row } from '../../../cap/rows.ts'
import { situationWords } from '../../../cap/words.ts'
import type { Situation } from '../../engine/contract.ts'
import type { Combination } from '../../../cap/letters.ts'
import { answerOf, isAsked, lettersOf, nameOf, type Cell, type Extent } from './cells.ts'
import { CellView, type Guess } from './cell-view.tsx'

/** What a reader does with cells: opens them, or says what will come out. */
export interface Prediction {
  readonly guesses: ReadonlyMap<string, Guess>
  /** Whether what came out is shown beside the guesses. */
  readonly isOver: boolean
}

interface Props {
  readonly extent: Extent
  readonly situations: readonly Situation[]
  /** The name of the cell that is open, or null. */
  readonly open: string | null
  /** Null where nothing is predicted. */
  readonly prediction: Prediction | null
  readonly onCell: (cell: Cell) => void
  readonly onLetters: (row: Row) => void
}

/** A place in the grid; column 0 is the head of a row. */
type Spot = readonly [row: number, column: number]

/** The table as a grid: one stop for the tab key, arrows between the cells. */
export const Grid = (props: Props) => {
  const { extent, open, onCell, onLetters } = props
  const { rows, columns } = extent
  const grid = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<Spot>(() => spotOf(open, extent))
  const spot: Spot = [clamp(at[0], rows.length), clamp(at[1], columns.length + 1)]
  const move = (row: number, column: number): void => {
    const next: Spot = [clamp(row, rows.length), clamp(column, columns.length + 1)]
    setAt(next)
    grid.current?.querySelector<HTMLElement>(`[data-at="${next.join()}"]`)?.focus()
  }
  const act = ([rowIndex, columnIndex]: Spot): void => {
    setAt([rowIndex, columnIndex])
    const [row, column] = [rows[rowIndex], columns[columnIndex - 1]]
    if (row === undefined) return
    if (column === undefined) onLetters(row)
    else if (isAsked(row, column.question)) onCell({ row, ...column })
  }
  const press = (event: KeyboardEvent): void => {
    const action = actionOf(event, spot, extent, { move, act: () => act(spot) })
    if (action === undefined) return
    event.preventDefault()
    action()
  }
  return (
    <div class="grid-frame">
      <table
        role="grid"
        ref={grid}
        class={columns.length > 6 ? 'whole' : undefined}
        aria-label="What each design keeps, in each situation"
        onKeyDown={press}
      >
        <Heads extent={extent} />
        <tbody>
          {rows.map((row, index) => (
            <RowView key={row.name} {...props} row={row} index={index} spot={spot} onAct={act} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where the tab key goes first: the open cell, else the first one. */
const spotOf = (open: string | null, { rows, columns }: Extent): Spot => {
  for (const [rowIndex, row] of rows.entries()) {
    const column = columns.findIndex((each) => nameOf({ row, ...each }) === open)
    if (column >= 0) return [rowIndex, column + 1]
  }
  return [0, 1]
}

const RowView = ({
  row,
  index,
  spot,
  onAct,
  extent: { rows, columns },
  situations,
  open,
  prediction,
}: Props & {
  readonly row: Row
  readonly index: number
  readonly spot: Spot
  readonly onAct: (spot: Spot) => void
}) => (
  <tr class={isFirstVariant(row, rows) ? 'variant' : undefined}>
    <RowHead
      row={row}
      letters={prediction === null ? lettersOf(row, situations) : []}
      at={[index, 0]}
      isStop={spot[0] === index && spot[1] === 0}
      onAct={() => onAct([index, 0])}
    />
    {columns.map((column, columnIndex) => {
      const cell = { row, ...column }
      const name = nameOf(cell)
      const at = [index, columnIndex + 1] as const
      return (
        <CellView
          key={name}
          cell={cell}
          at={at}
          isFirst={columns[columnIndex - 1]?.partition !== column.partition}
          isStop={spot.join() === at.join()}
          isOpen={name === open}
          answer={answerOf(cell, situations)?.property ?? null}
          guess={prediction?.guesses.get(name) ?? null}
          mode={prediction === null ? 'shown' : prediction.isOver ? 'scored' : 'blank'}
          onAct={() => onAct(at)}
        />
      )
    })}
  </tr>
)

const clamp = (at: number, length: number): number => Math.max(0, Math.min(at, length - 1))

/** What a key does in the grid. */
const actionOf = (
  event: KeyboardEvent,
  [row, column]: readonly [number, number],
  { rows, columns }: Extent,
  { move, act }: { readonly move: (row: number, column: number) => void; readonly act: () => void },
): (() => void) | undefined => {
  if (event.altKey || event.metaKey) return undefined
  const isFar = event.ctrlKey
  const actions: Readonly<Record<string, () => void>> = {
    ArrowRight: () => move(row, column + 1),
    ArrowLeft: () => move(row, column - 1),
    ArrowDown: () => move(row + 1, column),
    ArrowUp: () => move(row - 1, column),
    Home: () => move(isFar ? 0 : row, 0),
    End: () => move(isFar ? rows.length : row, columns.length),
    Enter: act,
    ' ': act,
  }
  return Object.hasOwn(actions, event.key) ? actions[event.key] : undefined
}

const isFirstVariant = (row: Row, rows: readonly Row[]): boolean =>
  row.name === 'ideal-any' && rows[0] !== row

const Heads = ({ extent: { columns } }: { readonly extent: Extent }) => (
  <thead>
    <tr>
      <th scope="col" rowSpan={2}>
        Design
      </th>
      {partitions.map((partition) => (
        <th
          key={partition}
          scope="colgroup"
          class="first"
          colSpan={columns.filter((column) => column.partition === partition).length}
        >
          {situationWords[partition]}
        </th>
      ))}
    </tr>
    <tr>
      {columns.map(({ partition, question }, index) => (
        <th
          key={`${partition} ${question}`}
          scope="col"
          class={columns[index - 1]?.partition === partition ? 'question' : 'question first'}
        >
          <span>{question}</span>
        </th>
      ))}
    </tr>
  </thead>
)

const RowHead = ({
  row,
  letters,
  at,
  isStop,
  onAct,
}: {
  readonly row: Row
  readonly letters: readonly Combination[]
  readonly at: Spot
  readonly isStop: boolean
  readonly onAct: () => void
}) => (
  <th
    scope="row"
    role="rowheader"
    data-at={at.join()}
    tabIndex={isStop ? 0 : -1}
    aria-label={`${row.name}: ${row.design}. It has ${letters.join(' and ')}; Enter shows that in the eight combinations`}
    onClick={onAct}
  >
    <span class="row-name">{row.name}</span>
    {letters.map((each) => (
      <span key={each} class="letters">
        {each}
      </span>
    ))}
    <span class="design">{row.design}</span>
  </th>
)
