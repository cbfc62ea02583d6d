import { useEffect, useState } from 'preact/hooks'
import type { Row } from '../../../cap/rows.ts'
import { questionWords, situationWords } from '../../../cap/words.ts'
import { partitions, questions } from '../../../cap/rows.ts'
import type { Place } from '../../document.ts'
import { lazily } from '../../parts/lazily.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import type { Situation } from '../../engine/contract.ts'
import { useGo } from '../../place.ts'
import { count } from '../../words.ts'
import { cellAt, extentOf, lettersOf, nameOf, placeOf, type Cell } from './cells.ts'
import { Grid } from './grid.tsx'
import { Lessons } from './lessons.tsx'
import { Opened } from './opened.tsx'
import { Predict, usePrediction } from './predict.tsx'
import { useTable } from './use-table.ts'

type TablePlace = Extract<Place, { readonly screen: 'table' }>

const Combinations = lazily(async () => (await import('./combinations.tsx')).Combinations)

/** What each design keeps when the link is cut: the table of `netsplit cap`, by the same code. */
export const Table = ({ place }: { readonly place: TablePlace }) => {
  const go = useGo()
  const { situations, failed, progress, stop, isDone, isSaved } = useTable()
  const cell = place.cell === null ? null : cellAt(place.cell)
  const [isWhole, setWhole] = useState(() => cell !== null && !isShown(cell))
  const [asked, setAsked] = useState<Row | null>(null)
  const extent = extentOf(isWhole)
  const game = usePrediction(extent, situations)
  useEffect(() => {
    // A cell that is opened from elsewhere is to be seen in the table.
    if (cell !== null && !isShown(cell)) setWhole(true)
  }, [place.cell])
  const open = (next: Cell): void => {
    const isSame = cell !== null && nameOf(cell) === nameOf(next)
    go({ screen: 'table', cell: isSame ? null : placeOf(next) })
  }
  return (
    <>
      <h1>Table: what each design keeps when the link is cut</h1>
      <Story />
      <div class="table-tools">
        <label class="flag">
          <input
            type="checkbox"
            checked={isWhole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
          <span>All designs and questions</span>
        </label>
        <Predict game={game} />
      </div>
      {failed !== null && (
        <Notice what={failed.message} where={failed.where} wayOut={failed.wayOut} />
      )}
      <Grid
        extent={extent}
        situations={situations}
        open={cell === null ? null : nameOf(cell)}
        prediction={game.prediction}
        onCell={game.prediction === null || game.prediction.isOver ? open : game.toggle}
        onLetters={setAsked}
      />
      {isDone ? (
        <p class="quiet">
          {situations.length} systems, {count(statesOf(situations))} states, each of them visited,{' '}
          {isSaved ? 'by the command that wrote this page' : 'just now and here'}.
        </p>
      ) : (
        failed === null && <Waiting what="Checking all designs" progress={progress} stop={stop} />
      )}
      {place.cell !== null && cell === null && (
        <Notice
          what={`The table has no cell “${place.cell.row}/${place.cell.situation}/${place.cell.question}”.`}
          wayOut="Choose one in the table."
        />
      )}
      {cell !== null && <Opened key={nameOf(cell)} cell={cell} situations={situations} />}
      <Lessons situations={situations} onCell={open} />
      <Better asked={asked} situations={situations} />
    </>
  )
}

/** All designs there could be: solved when somebody wants to know. */
const Better = ({
  asked,
  situations,
}: {
  /** The design whose combinations are to be shown, or null. */
  readonly asked: Row | null
  readonly situations: readonly Situation[]
}) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <section class="combinations">
      <h2>Could another design do better? The eight combinations</h2>
      <p>
        The table tries eight designs. netsplit can go through all designs that there could be, for
        the smallest case: the same two regions have one sack of rice left, may not sell it twice
        (C), must answer every order (A), and keep this though the link be cut (P). For each
        combination it finds a design, or proves that none can be.
      </p>
      {isOpen || asked !== null ? (
        <Combinations
          chosen={asked === null ? [] : lettersOf(asked, situations)}
          of={asked?.name ?? null}
        />
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          Go through all of them
        </button>
      )}
    </section>
  )
}

const isShown = (cell: Cell): boolean => {
  const { rows, columns } = extentOf(false)
  return rows.includes(cell.row) && columns.some(({ question }) => question === cell.question)
}

const statesOf = (
  situations: readonly { readonly report: { readonly states: { readonly distinct: number } } }[],
): number => situations.reduce((sum, { report }) => sum + report.states.distinct, 0)

const Story = () => (
  <div class="lead">
    <p>
      A grocery service takes orders in two regions, Dhaka and CTG. Each design below was run
      through everything that can happen. Choose a cell to see the run behind it.
    </p>
    <details>
      <summary>What the words mean</summary>
      <dl>
        {questions.map((question) => (
          <div key={question}>
            <dt>{question}</dt>
            <dd>{questionWords[question]}</dd>
          </div>
        ))}
        {partitions.slice(1).map((partition) => (
          <div key={partition}>
            <dt>{situationWords[partition]}</dt>
            <dd>
              {partition === 'heals'
                ? 'it is promised that it heals, at no known time'
                : 'nobody promises that it ever heals'}
              ; messages across it wait, in ca they are lost
            </dd>
          </div>
        ))}
        <div>
          <dt>C A P</dt>
          <dd>
            what the design sets out to keep: consistency, availability, and these though the link
            be cut (partition tolerance)
          </dd>
        </div>
      </dl>
    </details>
  </div>
)
