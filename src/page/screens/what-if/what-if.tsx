import { useRef } from 'preact/hooks'
import type { Report } from '../../../report.ts'
import { addressOf, type Place, type Subject } from '../../document.ts'
import type { Answer, AskOptions, Failed, PageEngine } from '../../engine/contract.ts'
import { useAnswer } from '../../parts/asking.tsx'
import { CommandLine } from '../../parts/command-line.tsx'
import { Grounds } from '../../parts/grounds.tsx'
import { mostStates } from '../../parts/limits.ts'
import { Models } from '../../parts/models.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Picker } from '../../parts/picker.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useGo } from '../../place.ts'
import { asking, keyOf } from '../../subject.ts'
import { Moved } from './moved.tsx'
import { Switchboard } from './switchboard.tsx'
import { switchesOf } from './switches.ts'
import './what-if.css'

/** A model with other assumptions than its own, and which verdicts that moves. */
export const WhatIf = ({
  place: { subject },
}: {
  readonly place: Extract<Place, { readonly screen: 'what-if' }>
}) => {
  const go = useGo()
  const own = subject === null ? null : { ...subject, flips: [] }
  const described = useAnswer(keyOf(own), (engine, options) =>
    asking(own as Subject, (ask) => engine.describe(ask, options)),
  )
  return (
    <>
      <h1>What if something else could be relied on?</h1>
      <Picker
        subject={subject}
        described={described.answer?.kind === 'found' ? described.answer.found : null}
        onSubject={(next) => go({ screen: 'what-if', subject: { ...next, flips: [] } })}
      />
      {subject === null || own === null ? (
        <Models placeOf={(model) => ({ screen: 'what-if', subject: model })} />
      ) : (
        <Switched key={keyOf(own)} subject={subject} own={own} />
      )}
    </>
  )
}

const checking =
  (subject: Subject) =>
  (engine: PageEngine, options: AskOptions): Promise<Answer<Report>> =>
    asking(subject, (ask) =>
      engine.check({ ...ask, limits: { ...ask.limits, states: mostStates } }, options),
    )

const Switched = ({ subject, own }: { readonly subject: Subject; readonly own: Subject }) => {
  const switches = useAnswer(keyOf(subject), (engine, options) =>
    switchesOf(engine, subject, options),
  )
  return (
    <div class="what-if">
      <div>
        {subject.flips.length > 0 && (
          <p class="back">
            <a href={addressOf({ screen: 'what-if', subject: own })}>As the model stands</a>
          </p>
        )}
        {switches.answer?.kind === 'found' && (
          <Switchboard subject={subject} switches={switches.answer.found} />
        )}
      </div>
      <Outcome subject={subject} own={own} />
    </div>
  )
}

/** The verdicts under the model's own assumptions, and under those that are chosen. */
const Outcome = ({ subject, own }: { readonly subject: Subject; readonly own: Subject }) => {
  const isChanged = subject.flips.length > 0
  const key = keyOf(subject)
  const before = useAnswer(keyOf(own), checking(own))
  const changed = useAnswer(isChanged ? key : null, checking(subject))
  const after = isChanged ? changed : before
  const isCurrent = before.isCurrent && after.isCurrent
  const stop = (): void => {
    before.stop()
    changed.stop()
  }
  return (
    <div class="outcome" aria-busy={!isCurrent}>
      {!isCurrent && (
        <Waiting key={key} progress={(before.isCurrent ? after : before).progress} stop={stop} />
      )}
      <Compared
        before={before.answer}
        after={after.answer}
        isCurrent={isCurrent}
        subject={subject}
      />
    </div>
  )
}

const Compared = ({
  before,
  after,
  isCurrent,
  subject,
}: {
  readonly before: Answer<Report> | null
  readonly after: Answer<Report> | null
  readonly isCurrent: boolean
  readonly subject: Subject
}) => {
  const shown = useRef<Shown | null>(null)
  const failed = [after, before].find((answer) => answer?.kind === 'failed')
  if (isCurrent && failed?.kind === 'failed') return <NoVerdict failed={failed} subject={subject} />
  if (isCurrent && before?.kind === 'found' && after?.kind === 'found') {
    shown.current = { subject, before: before.found, after: after.found }
  }
  // What was found last stays until the next is there, with what it was found for.
  const last = shown.current
  if (last === null) return null
  return (
    <div class={isCurrent ? undefined : 'old'}>
      <Moved {...last} />
      <Grounds report={last.after} />
      <Limits reports={[last.before, last.after]} subject={last.subject} />
      <Ways subject={last.subject} />
    </div>
  )
}

interface Shown {
  readonly subject: Subject
  readonly before: Report
  readonly after: Report
}

/** Where a check did not come to its end: why, and where there is more room. */
const Limits = ({
  reports,
  subject,
}: {
  readonly reports: readonly Report[]
  readonly subject: Subject
}) => {
  const reason = reports.find(({ incomplete }) => incomplete !== null)?.incomplete?.reason
  if (reason === undefined) return null
  return (
    <div class="notice">
      <p>Not everything was seen: {reason}.</p>
      <CommandLine subject={subject} />
    </div>
  )
}

const Ways = ({ subject }: { readonly subject: Subject }) => (
  <p class="ways">
    <a href={addressOf({ screen: 'run', subject, property: null, step: null })}>
      See the runs under these assumptions
    </a>
    , or <a href={addressOf({ screen: 'explore', subject, path: [] })}>walk through them</a>.
  </p>
)

const NoVerdict = ({
  failed: { message, where, wayOut },
  subject,
}: {
  readonly failed: Failed
  readonly subject: Subject
}) => (
  <Notice title="This model has no verdict like that" what={message} where={where} wayOut={wayOut}>
    {subject.flips.length > 0 && (
      <p>
        <a href={addressOf({ screen: 'what-if', subject: { ...subject, flips: [] } })}>
          Take the model as it stands
        </a>
      </p>
    )}
  </Notice>
)
