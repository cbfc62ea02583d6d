import { useMemo, useRef, useState } from 'preact/hooks'
import { folded } from '../../diagram/fold.ts'
import { layOut, type Diagram, type Happening } from '../../diagram/layout.ts'
import { endOf } from '../../diagram/svg.ts'
import type { PropertyReport } from '../../report.ts'
import { momentsOf } from '../../trace/moments.ts'
import type { Trace } from '../../trace/trace.ts'
import { useKeyPress } from './keys.ts'
import { Lights, type LightsOfRun } from './lights.tsx'
import { Minimap } from './minimap.tsx'
import { MomentView } from './moment.tsx'
import { Picture } from './picture.tsx'
import { Steps } from './steps.tsx'
import { Verdict } from './verdict.tsx'

/** Runs of more rows have a frame of their own to scroll in, and a minimap. */
const longest = 24

/** A run: the picture, the steps beside it, and how everything stands at the one that is looked at. */
export const RunView = ({
  property,
  trace,
  step,
  onStep,
  lights = null,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
  /** The step that is looked at; 0 is the start. */
  readonly step: number
  readonly onStep: (step: number) => void
  /** What each property says after each step, where that is known. */
  readonly lights?: LightsOfRun | null
}) => {
  const [isUnfolded, setUnfolded] = useState(false)
  const moments = useMemo(() => momentsOf(trace), [trace])
  const whole = useMemo(() => layOut(trace), [trace])
  const diagram = useMemo(
    () => (isUnfolded ? whole : folded(whole, trace.folds, trace)),
    [whole, trace, isUnfolded],
  )
  const row = rowOf(diagram, step)
  const view = useRef<HTMLDivElement>(null)
  const toRow = (to: number): void => {
    const target = diagram.rows[to]
    if (target === undefined) return
    // Whoever looks at rounds that are folded wants to see them.
    if (target.kind === 'fold' && to === row) setUnfolded(true)
    onStep(target.steps[0])
  }
  useKeys({ diagram, row, toRow, onStep, marks: marksOf(trace) })
  const isLong = diagram.rows.length > longest
  return (
    <div class={isLong ? 'run-view long' : 'run-view'}>
      <div class="story">
        {isLong && <Minimap diagram={diagram} row={row} onRow={toRow} view={view} />}
        <div class="scroll" ref={view}>
          <Picture diagram={diagram} row={row} onRow={toRow} />
          <Steps rows={diagram.rows} row={row} onRow={toRow} end={endOf(whole)} />
        </div>
      </div>
      <aside class="beside" aria-label="The step that is looked at">
        <h2>{headingOf(step, trace)}</h2>
        <p class="action">{sentenceOf(diagram.rows[row])}</p>
        <p class="unseen" role="status">
          {spoken(step, trace)}
        </p>
        {step === trace.steps.length && <Verdict trace={trace} property={property} />}
        <MomentView trace={trace} moments={moments} lanes={whole.lanes} step={step} />
        {lights !== null && <Lights lights={lights} step={step} />}
        {trace.folds.length > 0 && (
          <p>
            <button type="button" onClick={() => setUnfolded(!isUnfolded)}>
              {isUnfolded ? 'Fold what repeats' : 'Show every round'}
            </button>
          </p>
        )}
      </aside>
    </div>
  )
}

const rowOf = (diagram: Diagram, step: number): number =>
  diagram.rows.findIndex(({ steps: [first, last] }) => first <= step && step <= last)

/** Where two keys lead: to the step that breaks the property, and to the beginning of the loop. */
const marksOf = ({ steps, loopsTo }: Trace): { readonly end: number; readonly loop: number } => ({
  end: loopsTo ?? steps.length,
  loop: loopsTo ?? steps.length,
})

const headingOf = (step: number, { steps }: Trace): string =>
  step === 0 ? `The start; ${steps.length} steps follow` : `Step ${step} of ${steps.length}`

const sentenceOf = (row: Happening | undefined): string =>
  row?.kind === 'start' ? '' : (row?.text ?? '')

const spoken = (step: number, { steps }: Trace): string =>
  step === 0
    ? `the start of ${steps.length} steps`
    : `step ${step} of ${steps.length}: ${steps[step - 1]?.action ?? ''}`

/** Arrows, Home, End, `e` and `l`, wherever the focus is, but not where one types or chooses. */
const useKeys = ({
  diagram,
  row,
  toRow,
  onStep,
  marks,
}: {
  readonly diagram: Diagram
  readonly row: number
  readonly toRow: (row: number) => void
  readonly onStep: (step: number) => void
  readonly marks: { readonly end: number; readonly loop: number }
}): void => {
  useKeyPress((key) => {
    const last = diagram.rows.length - 1
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => toRow(Math.min(row + 1, last)),
      ArrowRight: () => toRow(Math.min(row + 1, last)),
      ArrowUp: () => toRow(Math.max(row - 1, 0)),
      ArrowLeft: () => toRow(Math.max(row - 1, 0)),
      Home: () => toRow(0),
      End: () => toRow(last),
      e: () => onStep(marks.end),
      l: () => onStep(marks.loop),
    }
    const move = Object.hasOwn(moves, key) ? moves[key] : undefined
    move?.()
    return move !== undefined
  })
}
