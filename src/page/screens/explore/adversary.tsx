import { useState } from 'preact/hooks'
import type { Trace } from '../../../trace/trace.ts'
import type { Subject } from '../../document.ts'
import type { Finished, Path, Stage } from '../../engine/contract.ts'
import { useAnswer } from '../../parts/asking.tsx'
import { CommandLine } from '../../parts/command-line.tsx'
import { mostStates } from '../../parts/limits.ts'
import { Notice } from '../../parts/notice.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { asking, keyOf } from '../../subject.ts'
import { count, counted } from '../../words.ts'
import { pathText } from './history.ts'
import { Story } from './story.tsx'

/** A run that the adversary found. */
type Found = Extract<Finished, { readonly kind: 'run' }>

/** Ways along the run that was found. */
interface Ways {
  readonly addressOf: (path: Path) => string
  readonly onWalk: (run: Found, trace: Trace) => void
}

/** What the adversary is asked for: to break a property, or (null) any; and from where. */
export interface Wanted {
  readonly property: string | null
  readonly path: Path
}

/** Lets an adversary go on from here, and shows the run that breaks a property soonest. */
export const Adversary = ({
  subject,
  stage,
  target,
  onTarget,
  wanted,
  onWant,
  ...ways
}: Ways & {
  readonly subject: Subject
  readonly stage: Stage
  /** The property that is chosen; empty: any. */
  readonly target: string
  readonly onTarget: (property: string) => void
  /** Null as long as nobody asks. */
  readonly wanted: Wanted | null
  readonly onWant: () => void
}) => (
  <section class="adversary" aria-labelledby="adversary">
    <h2 id="adversary">Let the adversary finish</h2>
    <p class="quiet">
      The adversary takes whatever may happen, and looks for the shortest way from here to break a
      property.
    </p>
    <div class="ask">
      <label>
        <span>What it is to break</span>
        <select value={target} onChange={(event) => onTarget(event.currentTarget.value)}>
          <option value="">any property</option>
          {stage.properties.map(({ name, kind }) => (
            <option key={name} value={name}>
              {kind === 'reachable' ? `${name} (reach it)` : name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="main" onClick={onWant}>
        Finish <kbd>f</kbd>
      </button>
    </div>
    {wanted !== null && (
      <Answered
        key={`${pathText(wanted.path)} ${wanted.property ?? ''}`}
        subject={subject}
        wanted={wanted}
        {...ways}
      />
    )}
  </section>
)

const Answered = ({
  subject,
  wanted: { path, property },
  ...ways
}: Ways & {
  readonly subject: Subject
  readonly wanted: Wanted
}) => {
  const key = JSON.stringify([keyOf(subject), path, property])
  const { answer, progress, isCurrent, stop } = useAnswer(key, (engine, options) =>
    asking(subject, (ask) =>
      engine.finish({ ...ask, limits: { states: mostStates } }, path, {
        ...options,
        ...(property === null ? {} : { property }),
      }),
    ),
  )
  if (answer === null || !isCurrent) {
    return <Waiting what="The adversary has been thinking" progress={progress} stop={stop} />
  }
  if (answer.kind === 'failed') {
    return answer.cause === 'aborted' ? (
      <Open reason="it was stopped" subject={subject} />
    ) : (
      <Notice what={answer.message} where={answer.where} wayOut={answer.wayOut} />
    )
  }
  return <Outcome finished={answer.found} subject={subject} path={path} {...ways} />
}

const Outcome = ({
  finished,
  subject,
  path,
  ...ways
}: Ways & {
  readonly finished: Finished
  readonly subject: Subject
  readonly path: Path
}) => {
  switch (finished.kind) {
    case 'none':
      return (
        <p class="outcome" role="status">
          ✓ It cannot: nothing that can come from here does that. All{' '}
          {counted(finished.states, 'state')} that can be reached from here were looked at.
        </p>
      )
    case 'open':
      return <Open reason={finished.reason} states={finished.states} subject={subject} />
    case 'run':
      return <RunAhead run={finished} path={path} {...ways} />
  }
}

const Open = ({
  reason,
  states,
  subject,
}: {
  readonly reason: string
  readonly states?: number
  readonly subject: Subject
}) => (
  <div class="notice" role="status">
    <p>
      The adversary found nothing before it ended ({reason}
      {states === undefined ? '' : `; ${count(states)} states were looked at`}). So it is open
      whether there is a way.
    </p>
    <CommandLine subject={subject} />
  </div>
)

const RunAhead = ({
  run,
  path,
  addressOf,
  onWalk,
}: Ways & {
  readonly run: Found
  readonly path: Path
}) => {
  const { property } = run
  const { trace } = property
  const here = path.length - 1
  const [step, setStep] = useState(trace?.steps.length ?? 0)
  if (trace === null) return null
  const more = trace.steps.length - here
  return (
    <div class="outcome">
      <p role="status">{`${foundWords(property.kind, trace, more)}: “${property.name}”.`}</p>
      {more > 0 && (
        <p>
          <button type="button" onClick={() => onWalk(run, trace)}>
            Walk along it
          </button>{' '}
          <a href={addressOf(run.path)}>Go to its end</a>
        </p>
      )}
      <Story trace={trace} step={step} onStep={setStep} />
      <Verdict trace={trace} property={property} />
    </div>
  )
}

/** What the adversary found: what comes yet, and how that decides the property. */
const foundWords = (
  kind: Found['property']['kind'],
  { loopsTo, steps }: Trace,
  more: number,
): string => {
  const end = kind === 'reachable' ? 'it is reached' : 'it is broken'
  if (loopsTo === null) {
    return more === 0
      ? `The walk has come so far already, ${end}`
      : `${counted(more, 'more step')}, and ${end}`
  }
  const ever = loopsTo === steps.length ? 'nothing more happens' : 'it goes round for ever'
  return more === 0
    ? `If ${ever} here, ${end}`
    : `${counted(more, 'more step')}; if ${ever} then, ${end}`
}
