import type { PropertyReport } from '../../../report.ts'
import { showName } from '../../../value/notation.ts'
import { addressOf } from '../../document.ts'
import { Notice } from '../../parts/notice.tsx'
import { keyOf } from '../../subject.ts'
import { counted, markOf, toneOf } from '../../words.ts'
import { foundOn, sayingOf, type Claim, type Reports, type Sentence } from './claims.ts'

/** A sentence, if what it rests on came out so; else what came out. Nothing until that is known. */
export const Said = ({
  sentence,
  reports,
  isMain = false,
}: {
  readonly sentence: Sentence
  readonly reports: Reports
  /** Whether it is what the beat is about. */
  readonly isMain?: boolean
}) => {
  const saying = sayingOf(sentence, reports)
  switch (saying.kind) {
    case 'true':
      return <p class={isMain ? 'sentence' : 'more'}>{sentence.text}</p>
    case 'open':
      return <p class={isMain ? 'sentence' : 'more'}>&nbsp;</p>
    case 'otherwise':
      return (
        <div class="otherwise">
          <p>
            Here the lesson would say something that the engine has not found. What came instead:
          </p>
          <ul>
            {saying.found.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )
  }
}

/** The verdicts that a sentence rests on, each with its run where it has one. */
export const Rests = ({
  claims,
  reports,
}: {
  readonly claims: readonly Claim[]
  readonly reports: Reports
}) => (
  <section class="rests" aria-label="What this rests on">
    <ul>
      {claims.map((claim) => (
        <li key={`${keyOf(claim.system)} ${claim.property}`} {...named(claim)}>
          <Rest claim={claim} found={foundOn(claim, reports)} states={statesOf(claim, reports)} />
        </li>
      ))}
    </ul>
  </section>
)

/** By what tests find it. */
const named = ({ system: { model, parameters }, property, cell }: Claim) => ({
  'data-model': model.kind === 'bundled' ? model.name : '',
  'data-set': Object.entries(parameters)
    .map((pair) => pair.join('='))
    .join(' '),
  'data-property': property,
  ...(cell !== null && { 'data-cell-name': cell }),
})

const statesOf = ({ system }: Claim, reports: Reports): number | null => {
  const answer = reports.get(keyOf(system))
  return answer?.kind === 'found' ? answer.found.states.distinct : null
}

const verdictWord: Readonly<Record<PropertyReport['verdict'], string>> = {
  holds: 'holds',
  violated: 'is violated',
  vacuous: 'says nothing',
  incomplete: 'is not decided',
}

const Rest = ({
  claim,
  found,
  states,
}: {
  readonly claim: Claim
  readonly found: PropertyReport | null
  readonly states: number | null
}) => {
  const { system, property, short, place } = claim
  if (found === null || states === null) return <span class="rest open">… {short}</span>
  const words = (
    <>
      <span class="mark" aria-hidden="true">
        {markOf(found.verdict)}
      </span>
      <span>
        <strong>{short}</strong>
        <span class="unseen"> {verdictWord[found.verdict]}</span>
        <span class="quiet">
          {place}; {counted(states, 'state')}
        </span>
      </span>
    </>
  )
  const tone = `rest ${toneOf(found)}`
  if (found.trace === null) {
    return (
      <span class={tone} title={showName(property)}>
        {words}
      </span>
    )
  }
  return (
    <a
      class={tone}
      title={showName(property)}
      href={addressOf({ screen: 'run', subject: system, property, step: null })}
    >
      {words}
    </a>
  )
}

/** Why a system has no verdict. */
export const Failures = ({
  claims,
  reports,
  again,
}: {
  readonly claims: readonly Claim[]
  readonly reports: Reports
  readonly again: () => void
}) => {
  const [failed] = claims.flatMap(({ system }) => {
    const answer = reports.get(keyOf(system))
    return answer?.kind === 'failed' ? [answer] : []
  })
  if (failed === undefined) return null
  return (
    <Notice
      title="The engine has no answer"
      what={failed.message}
      where={failed.where}
      wayOut={failed.wayOut}
    >
      <button type="button" onClick={again}>
        Ask again
      </button>
    </Notice>
  )
}
