import type { PropertyReport, Report } from '../../report.ts'
import { showName } from '../../value/notation.ts'
import { Grounds } from './grounds.tsx'
import { counted, markOf, toneOf, verdictWords } from '../words.ts'

/** The verdicts of a report; those with a run can be chosen. */
export const VerdictList = ({
  report,
  chosen,
  onChoose,
}: {
  readonly report: Report
  /** The name of the property whose run is shown, or null. */
  readonly chosen: string | null
  readonly onChoose: (property: string) => void
}) => (
  <section class="verdicts" aria-label="The verdicts">
    <ul>
      {report.properties.map((property) => (
        <li key={property.name} class={toneOf(property)}>
          {property.trace === null ? (
            <div class="item">
              <Item property={property} />
            </div>
          ) : (
            <button
              type="button"
              class="item"
              aria-pressed={property.name === chosen}
              onClick={() => onChoose(property.name)}
            >
              <Item property={property} />
            </button>
          )}
        </li>
      ))}
    </ul>
    <p class="quiet">{exploredWords(report)}</p>
    {report.incomplete !== null && <p>Not everything was seen: {report.incomplete.reason}.</p>}
    {report.notes.map((note) => (
      <p key={note}>Note: {showName(note)}.</p>
    ))}
    <Grounds report={report} />
  </section>
)

const Item = ({ property }: { readonly property: PropertyReport }) => (
  <>
    <span class="mark" aria-hidden="true">
      {markOf(property.verdict)}
    </span>
    <span>
      <span class="name">{showName(property.name)}</span>
      <span class="quiet">{verdictWords(property)}</span>
    </span>
  </>
)

const exploredWords = ({ states, ended }: Report): string => {
  const seen = counted(states.distinct, 'state')
  if (ended === 'everything-seen') return `All ${seen} were visited.`
  return `${seen} were visited; then ${ended === 'everything-decided' ? 'every verdict was known' : 'the check ended'}.`
}
