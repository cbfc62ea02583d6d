import { addressOf, type Place, type Subject } from '../../document.ts'
import type { PropertyReport, Report } from '../../../report.ts'
import type { Trace } from '../../../trace/trace.ts'
import { Assumed } from '../../parts/assumed.tsx'
import { lazily } from '../../parts/lazily.tsx'
import { Models } from '../../parts/models.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Picker } from '../../parts/picker.tsx'
import { RunView } from '../../parts/run-view.tsx'
import { Copy } from '../../parts/copy.tsx'
import { useAnswer } from '../../parts/asking.tsx'
import { VerdictList } from '../../parts/verdict-list.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useGo } from '../../place.ts'
import { asking, keyOf } from '../../subject.ts'

type RunPlace = Extract<Place, { readonly screen: 'run' }>

/** Only what the command found out with `--coverage` has it. */
const Coverage = lazily(async () => (await import('./covered/coverage.tsx')).Coverage)

/** A model is checked, and a run that decides one of its properties is shown step by step. */
export const Run = ({ place }: { readonly place: RunPlace }) => {
  const go = useGo()
  const { subject } = place
  const key = keyOf(subject)
  const described = useAnswer(key, (engine, options) =>
    asking(subject as Subject, (ask) => engine.describe(ask, options)),
  )
  const checked = useAnswer(key, (engine, options) =>
    asking(subject as Subject, (ask) => engine.check(ask, options)),
  )
  const { answer } = checked
  const open = (next: Subject): void =>
    go({ screen: 'run', subject: next, property: null, step: null })
  return (
    <>
      <h1>Run: what can happen, step by step</h1>
      <Picker
        subject={subject}
        described={described.answer?.kind === 'found' ? described.answer.found : null}
        onSubject={open}
      />
      {subject === null ? (
        <Models
          placeOf={(model) => ({ screen: 'run', subject: model, property: null, step: null })}
        />
      ) : (
        <Assumed subject={subject} />
      )}
      {key !== null && !checked.isCurrent && (
        <Waiting key={key} progress={checked.progress} stop={checked.stop} />
      )}
      {key !== null && answer?.kind === 'failed' && checked.isCurrent && (
        <Notice
          title="This model has no verdict"
          what={answer.message}
          where={answer.where}
          wayOut={answer.wayOut}
        />
      )}
      {key !== null && answer?.kind === 'found' && (
        <Checked report={answer.found} place={place} isCurrent={checked.isCurrent} />
      )}
    </>
  )
}

const Checked = ({
  report,
  place,
  isCurrent,
}: {
  readonly report: Report
  readonly place: RunPlace
  readonly isCurrent: boolean
}) => {
  const go = useGo()
  const property = shownOf(report, place.property)
  const isKnown = property !== null || place.property === null
  return (
    <div class={isCurrent ? 'checked' : 'checked old'} aria-busy={!isCurrent}>
      {report.coverage && <Coverage report={report} isBrief />}
      <VerdictList
        report={report}
        chosen={property?.name ?? null}
        onChoose={(name) => go({ ...place, property: name, step: null })}
      />
      <div class="shown">
        {!isKnown && (
          <Notice
            what={`${report.model} has no property called “${place.property}”.`}
            wayOut="Choose one of the list."
          />
        )}
        {property?.trace && (
          <Told
            place={place}
            property={property}
            trace={property.trace}
            subject={isCurrent ? place.subject : null}
          />
        )}
        {isKnown && !property?.trace && (
          <p>
            {property === null
              ? 'No run decides any of these properties.'
              : `No run decides “${property.name}”.`}
          </p>
        )}
      </div>
      {report.coverage && <Coverage report={report} isBrief={false} />}
    </div>
  )
}

/** A property and the run that decides it, at the step of the address. */
const Told = ({
  place,
  property,
  trace,
  subject,
}: {
  readonly place: RunPlace
  readonly property: PropertyReport
  readonly trace: Trace
  readonly subject: Subject | null
}) => {
  const go = useGo()
  const { length } = trace.steps
  return (
    <>
      <h2>{property.name}</h2>
      <Lit
        key={property.name}
        subject={subject}
        property={property}
        trace={trace}
        step={Math.min(place.step ?? length, length)}
        onStep={(step) => go({ ...place, property: property.name, step }, 'replace')}
      />
      <Copy property={property} trace={trace} />
    </>
  )
}

/** A run with what each property says after each step, once the engine has walked along it. */
const Lit = ({
  subject,
  ...run
}: {
  /** The system; null as long as the run may be of another one. */
  readonly subject: Subject | null
  readonly property: PropertyReport
  readonly trace: Trace
  readonly step: number
  readonly onStep: (step: number) => void
}) => {
  const key = keyOf(subject)
  const { answer, isCurrent } = useAnswer(
    key === null ? null : `${key} ${run.property.name}`,
    (engine, options) =>
      asking(subject as Subject, (ask) => engine.retrace(ask, run.trace, options)),
  )
  const traced = isCurrent && answer?.kind === 'found' ? answer.found : null
  // The path begins with the initial state: after so many steps it is one longer.
  const path = traced?.path.slice(0, run.step + 1) ?? []
  return (
    <>
      <RunView {...run} lights={traced?.properties ?? null} />
      {traced !== null && (
        <p>
          <a href={addressOf({ screen: 'explore', subject, path })}>Go on by hand from this step</a>
        </p>
      )}
    </>
  )
}

/** The property asked for; else the first that is violated and has a run, else the first that has one. */
const shownOf = ({ properties }: Report, name: string | null) => {
  if (name !== null) return properties.find((each) => each.name === name) ?? null
  const told = properties.filter(({ trace }) => trace !== null)
  return told.find(({ verdict }) => verdict === 'violated') ?? told[0] ?? null
}
