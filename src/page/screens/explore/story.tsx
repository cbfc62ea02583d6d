import { useMemo } from 'preact/hooks'
import { folded } from '../../../diagram/fold.ts'
import { layOut } from '../../../diagram/layout.ts'
import { endOf } from '../../../diagram/svg.ts'
import type { Trace } from '../../../trace/trace.ts'
import { Picture } from '../../parts/picture.tsx'
import { Steps } from '../../parts/steps.tsx'

/** Runs of more rows have a frame of their own to scroll in. */
const longest = 24

/** A run as a picture, with its steps beside it. */
export const Story = ({
  trace,
  ahead = trace,
  step,
  onStep,
}: {
  /** What is drawn. */
  readonly trace: Trace
  /** A run that goes on from there: its steps are listed. */
  readonly ahead?: Trace
  readonly step: number
  readonly onStep: (step: number) => void
}) => {
  const diagram = useMemo(() => folded(layOut(trace), trace.folds, trace), [trace])
  const whole = useMemo(() => folded(layOut(ahead), ahead.folds, ahead), [ahead])
  const row = whole.rows.findIndex(({ steps: [first, last] }) => first <= step && step <= last)
  const toRow = (to: number): void => onStep(whole.rows[to]?.steps[0] ?? 0)
  return (
    <div class={whole.rows.length > longest ? 'run-view long' : 'run-view'}>
      <div class="story">
        <div class="scroll">
          <Picture diagram={diagram} row={row} onRow={toRow} />
          <Steps rows={whole.rows} row={row} onRow={toRow} end={endOf(whole)} />
        </div>
      </div>
    </div>
  )
}
