import type { Assumption, Report } from '../../report.ts'
import { groundsOf, noFairness } from '../../render/grounds.ts'
import { showName } from '../../value/notation.ts'

/** What verdicts rest on, as the command line says it. */
export const Grounds = ({ report }: { readonly report: Pick<Report, 'properties'> }) => {
  if (report.properties.length === 0) return null
  const { common, own, needsNoFairness } = groundsOf(report)
  return (
    <details class="grounds">
      <summary>
        What {report.properties.length === 1 ? 'this rests' : 'the verdicts rest'} on
      </summary>
      <List grounds={common} more={needsNoFairness ? { fairness: noFairness } : {}} />
      {own.map(({ names, grounds }) => (
        <>
          <p>and for {names.map((name) => `“${showName(name)}”`).join(', ')}</p>
          <List grounds={grounds} more={{}} />
        </>
      ))}
    </details>
  )
}

const List = ({
  grounds,
  more,
}: {
  readonly grounds: readonly Assumption[]
  readonly more: Readonly<Record<string, string>>
}) => (
  <dl>
    {[...grounds.map(({ kind, text }) => [kind, text] as const), ...Object.entries(more)].map(
      ([kind, text]) => (
        <div key={`${kind} ${text}`}>
          <dt>{kind}</dt>
          <dd>{showName(text)}</dd>
        </div>
      ),
    )}
  </dl>
)
