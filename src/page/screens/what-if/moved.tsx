import type { PropertyReport, Report } from '../../../report.ts'
import { showName } from '../../../value/notation.ts'
import { addressOf, type Subject } from '../../document.ts'
import { counted, markOf, toneOf, verdictWords } from '../../words.ts'

/** A property under the model's own assumptions and under those that are chosen. */
interface Pair {
  readonly before: PropertyReport
  readonly after: PropertyReport
  /** Whether the verdict is another; null where one of the two is not decided. */
  readonly isMoved: boolean | null
}

const pairsOf = (before: Report, after: Report): readonly Pair[] =>
  before.properties.flatMap((was, index): readonly Pair[] => {
    const is = after.properties[index]
    if (is === undefined) return []
    const isOpen = was.verdict === 'incomplete' || is.verdict === 'incomplete'
    return [{ before: was, after: is, isMoved: isOpen ? null : was.verdict !== is.verdict }]
  })

/** Which verdicts are others than in the model as it stands, each with the run that shows it. */
export const Moved = ({
  subject,
  before,
  after,
}: {
  readonly subject: Subject
  readonly before: Report
  readonly after: Report
}) => {
  const pairs = pairsOf(before, after)
  const own: Subject = { ...subject, flips: [] }
  const isChanged = subject.flips.length > 0
  return (
    <section class="moved" aria-labelledby="moved">
      <h2 id="moved">{isChanged ? 'What that moves' : 'The verdicts as the model stands'}</h2>
      <p role="status">{summaryOf(subject, pairs)}</p>
      <ul>
        {pairs.map((pair) => (
          <li
            key={pair.before.name}
            class={pair.isMoved === true ? 'pair is-moved' : 'pair'}
            data-moved={String(pair.isMoved)}
          >
            <h3>
              {showName(pair.before.name)}
              {pair.isMoved === true && <span class="badge">moved</span>}
              {pair.isMoved === null && <span class="badge">open</span>}
            </h3>
            <p class="change">
              <Side subject={own} property={pair.before} label="model" isShown={isChanged} />
              {isChanged && (
                <>
                  <span class="arrow" aria-hidden="true">
                    →
                  </span>
                  <Side subject={subject} property={pair.after} label="now" isShown />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Side = ({
  subject,
  property,
  label,
  isShown,
}: {
  readonly subject: Subject
  readonly property: PropertyReport
  readonly label: string
  /** Whether the label is seen. */
  readonly isShown: boolean
}) => (
  <span class={`side ${toneOf(property)}`} data-verdict={property.verdict}>
    {isShown && <span class="label">{label}</span>}
    <span class="mark" aria-hidden="true">
      {markOf(property.verdict)}
    </span>{' '}
    {verdictWords(property)}
    {property.trace !== null && (
      <>
        {' '}
        <a
          href={addressOf({ screen: 'run', subject, property: property.name, step: null })}
          aria-label={`See the run of “${property.name}”, ${label}`}
        >
          see the run
        </a>
      </>
    )}
  </span>
)

const summaryOf = ({ flips }: Subject, pairs: readonly Pair[]): string => {
  if (flips.length === 0) return 'Change a switch: everything is checked again.'
  const assumed = flips.join('; ')
  const moved = pairs.filter(({ isMoved }) => isMoved === true)
  const open = pairs.filter(({ isMoved }) => isMoved === null).length
  const words =
    moved.length === 0
      ? `no verdict ${open > 0 ? 'is known to move' : 'moves'}`
      : `${counted(moved.length, 'verdict moves', 'verdicts move')} of ${pairs.length}`
  return `With ${assumed}: ${words}${open > 0 ? `; ${open} not decided` : ''}.`
}
