import { useState } from 'preact/hooks'
import type { PropertyReport, Report } from '../../../report.ts'
import type { Trace } from '../../../trace/trace.ts'
import type { Asked } from '../../parts/asking.tsx'
import { RunView } from '../../parts/run-view.tsx'
import { VerdictList } from '../../parts/verdict-list.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import type { Problem } from './problem.ts'
import { Problems } from './problems.tsx'

/** What the engine says of a source: verdicts and a run, or what is wrong with it. */
export const Outcome = ({
  checked,
  problems,
  onPlace,
  onAgain,
}: {
  readonly checked: Asked<Report> & { readonly isCurrent: boolean }
  readonly problems: readonly Problem[]
  readonly onPlace: (at: NonNullable<Problem['at']>) => void
  /** Checks the same once more. */
  readonly onAgain: () => void
}) => {
  const { answer, isCurrent, progress, stop } = checked
  const isStopped = answer?.kind === 'failed' && answer.cause === 'aborted'
  return (
    <>
      {!isCurrent && <Waiting progress={progress} stop={stop} />}
      {isCurrent && answer?.kind === 'failed' && (
        <div class="failed">
          {isStopped ? (
            <p>The check was stopped.</p>
          ) : (
            <Problems title="This source has no verdict" problems={problems} onPlace={onPlace} />
          )}
          {answer.cause !== 'mistake' && (
            <button type="button" onClick={onAgain}>
              Check again
            </button>
          )}
        </div>
      )}
      {answer?.kind === 'found' && <Found report={answer.found} isCurrent={isCurrent} />}
    </>
  )
}

const Found = ({ report, isCurrent }: { readonly report: Report; readonly isCurrent: boolean }) => {
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = shownOf(report, chosen)
  return (
    <div class={isCurrent ? 'found' : 'found old'} aria-busy={!isCurrent}>
      <p class="unseen" role="status">
        {isCurrent ? `Checked: ${report.verdict}` : ''}
      </p>
      <VerdictList report={report} chosen={shown?.name ?? null} onChoose={setChosen} />
      {shown?.trace && <Told key={shown.name} property={shown} trace={shown.trace} />}
    </div>
  )
}

const Told = ({
  property,
  trace,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
}) => {
  const { length } = trace.steps
  const [step, setStep] = useState<number | null>(null)
  return (
    <>
      <h2>{property.name}</h2>
      <RunView
        property={property}
        trace={trace}
        step={Math.min(step ?? length, length)}
        onStep={setStep}
      />
    </>
  )
}

/** The property that was chosen; else the first that is violated and has a run, else the first that has one. */
const shownOf = ({ properties }: Report, name: string | null): PropertyReport | null => {
  const told = properties.filter(({ trace }) => trace !== null)
  return (
    told.find((each) => each.name === name) ??
    told.find(({ verdict, expected }) => verdict === 'violated' && expected !== verdict) ??
    told.find(({ verdict }) => verdict === 'violated') ??
    told[0] ??
    null
  )
}
