import { fairActionWords, whyItCounts, whyKept } from '../../render/fair-words.ts'
import { brief, briefMessage } from '../../render/trace-values.ts'
import type { PropertyReport } from '../../report.ts'
import type { Observation, Trace, TracedExplanation, TracedRequest } from '../../trace/trace.ts'
import { isRecord, showName } from '../../value/notation.ts'

/** What the end of a run shows: what the property saw there, or who waits for ever and why that counts. */
export const Verdict = ({
  property,
  trace,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
}) => (
  <section class={property.kind === 'reachable' ? 'verdict good' : 'verdict bad'}>
    <h3>{momentWords(property, trace)}</h3>
    {trace.observations.length > 0 && trace.loopsTo === null && (
      <dl>
        {trace.observations.map((each) => (
          <div key={each.path}>
            <dt>{showName(each.path)}</dt>
            <dd>{observed(each)}</dd>
          </div>
        ))}
      </dl>
    )}
    {(trace.explanations ?? []).map((each) => (
      <Explanation key={each.observer} explanation={each} />
    ))}
    <Promises trace={trace} />
  </section>
)

/** What the end of a run shows, in a sentence. */
export const momentWords = ({ kind }: PropertyReport, trace: Trace): string => {
  const { waiting, refused, loopsTo, steps } = trace
  if (waiting !== null) return `✗ ${requestOf(waiting)} waits for ever.`
  if (refused !== null) return `✗ ${requestOf(refused)} is refused.`
  if (loopsTo !== null) {
    return loopsTo === steps.length
      ? '✗ So it stays for ever, and the property is violated.'
      : '✗ So it goes on for ever, and the property is violated.'
  }
  return seenWords[kind]
}

const cannot = '✗ The property can no longer become true, whatever comes later. What it sees:'
const violated = '✗ The property is violated. What it sees:'

/** What the end of a finite run means for each kind of property. */
const seenWords: Readonly<Record<PropertyReport['kind'], string>> = {
  always: violated,
  never: violated,
  reachable: '✓ It is reached. What the property sees:',
  stepwise: '✗ This step violates the property. What it sees, before → after:',
  noDeadlock: '✗ Nothing more can happen, faults aside.',
  eventually: cannot,
  leadsTo: cannot,
  alwaysEventually: cannot,
  eventuallyAlways: cannot,
  until: cannot,
  ltl: cannot,
  everyRequestAnswered: cannot,
  everyRequestServed: cannot,
}

const requestOf = ({ node, operation }: TracedRequest): string =>
  typeof operation === 'number'
    ? `Request ${operation} of ${showName(node)}`
    : `“${showName(operation)}” of ${showName(node)}`

const observed = (seen: Observation): string => {
  const after = observedValue(seen.path, seen.value)
  return 'before' in seen ? `${observedValue(seen.path, seen.before)} → ${after}` : after
}

const observedValue = (path: string, value: unknown): string => {
  if (value === undefined) return 'absent'
  if (path !== 'inFlight' || !Array.isArray(value)) return brief(value)
  const mail = value
    .filter(isRecord)
    .map(
      ({ from, to, message }) =>
        `${briefMessage(message)} from ${showName(String(from))} to ${showName(String(to))}`,
    )
  return mail.length === 0 ? 'nothing' : mail.join('; ')
}

/** Why an observer says so: what took how long, and why that cannot be. */
const Explanation = ({ explanation }: { readonly explanation: TracedExplanation }) => (
  <>
    <p>{explanation.title}</p>
    <ul>
      {explanation.spans.map(({ node, what, from, to }, index) => (
        <li key={index}>
          {showName(node)}: {what}{' '}
          <span class="quiet">
            from {from === 0 ? 'the start' : `step ${from}`}
            {to === null ? ' on' : ` to step ${to}`}
          </span>
        </li>
      ))}
    </ul>
    {explanation.reasons.map(({ text, items }, index) => (
      <div key={index}>
        <p>{text}</p>
        {items.length > 0 && (
          <ol>
            {items.map((item, place) => (
              <li key={place}>{item}</li>
            ))}
          </ol>
        )}
      </div>
    ))}
  </>
)

/** Why an endless run counts: nothing that is promised is left out for ever. */
const Promises = ({ trace }: { readonly trace: Trace }) => {
  const { kept, notPromised, isMachine } = trace
  if (kept === null) return null
  return (
    <>
      <p>The run counts: {whyItCounts(trace)}.</p>
      <ul>
        {kept.map((each, index) => (
          <li key={index}>
            {fairActionWords(each.action, isMachine)}: <span class="quiet">{whyKept(each)}</span>
          </li>
        ))}
        {(notPromised ?? []).map((action, index) => (
          <li key={`open ${index}`}>
            {fairActionWords(action, isMachine)}:{' '}
            <span class="quiet">possible, but nobody promises it</span>
          </li>
        ))}
      </ul>
    </>
  )
}
