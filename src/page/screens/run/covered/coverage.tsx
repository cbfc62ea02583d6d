import type { Coverage as Found, CoveredPart, Report } from '../../../../report.ts'
import {
  nameOf,
  notAll,
  notedWords,
  notFoundWords,
  share,
  totalOf,
} from '../../../../render/coverage-words.ts'
import { showName } from '../../../../value/notation.ts'
import { count, counted } from '../../../words.ts'
import { isNever, remarksOf, type Remark } from './lines.ts'
import { placeId, signOf, Source } from './source.tsx'
import './coverage.css'

/** What the command said of the model's source: a line above the verdicts, or all of it, with the source. */
export const Coverage = ({
  report,
  isBrief,
}: {
  readonly report: Report
  readonly isBrief: boolean
}) => {
  const { coverage } = report
  if (coverage === undefined) return null
  return isBrief ? <Brief coverage={coverage} /> : <Whole coverage={coverage} report={report} />
}

const headId = 'coverage'

/** Shows an element and goes on from there. The address stays as it is. */
const goTo = (id: string, block: 'start' | 'center'): void => {
  const element = document.getElementById(id)
  // A file may be folded.
  element?.closest('details')?.setAttribute('open', '')
  element?.scrollIntoView({ block })
  element?.focus({ preventScroll: true })
}

const Brief = ({ coverage: { parts } }: { readonly coverage: Found }) => {
  const remarks = parts.flatMap(remarksOf)
  return (
    <p class="covered">
      Coverage: {ranWords(parts)}; {remarkWords(remarks)}.{' '}
      <button type="button" onClick={() => goTo(headId, 'start')}>
        Show the source
      </button>
    </p>
  )
}

const ranWords = (parts: readonly CoveredPart[]): string => {
  const { run, all } = totalOf(parts)
  return `${share(run, all)} of ${counted(all, 'place')} in the source were run`
}

const remarkWords = (remarks: readonly Remark[]): string => {
  const never = remarks.filter(isNever).length
  const same = remarks.length - never
  if (remarks.length === 0) return 'no condition always came out the same'
  return [
    ...(never === 0 ? [] : [counted(never, 'gap')]),
    ...(same === 0 ? [] : [`${counted(same, 'condition')} always came out the same`]),
  ].join(', ')
}

const Whole = ({
  coverage: { parts, files, isWhole, notFound },
  report,
}: {
  readonly coverage: Found
  readonly report: Report
}) => (
  <section class="coverage" aria-labelledby={headId}>
    <h2 id={headId} tabIndex={-1}>
      Coverage: what of the source was run
    </h2>
    <p>{ranWords(parts)}.</p>
    {notFound.length > 0 && <p class="not-all">{notFoundWords(notFound)}</p>}
    {!isWhole && <p class="not-all">{notAll(report)}</p>}
    <div class="beside-source">
      <div class="parts">
        <h3>By role and property</h3>
        <ul>
          {parts.map((part) => (
            <Part key={`${part.kind} ${part.file} ${part.line}`} part={part} />
          ))}
        </ul>
        <Legend />
      </div>
      <div class="files">
        {files.map((file) => (
          <Source key={file.file} file={file} parts={parts} isOnly={files.length === 1} />
        ))}
      </div>
    </div>
  </section>
)

const Part = ({ part }: { readonly part: CoveredPart }) => {
  const { run, all } = part
  return (
    <li>
      <span class="share">
        <span class="name">{nameOf(part)}</span>
        <span class="number">{share(run, all)}</span>
        <span class="number quiet">
          {count(run)} of {count(all)}
        </span>
        {run < all && (
          <span class="bar" aria-hidden="true">
            <span style={{ width: `${(100 * run) / all}%` }} />
          </span>
        )}
      </span>
      <ul>
        {remarksOf(part).map((remark) => (
          <li key={placeId(remark)}>
            <button type="button" onClick={() => goTo(placeId(remark), 'center')}>
              <span class={isNever(remark) ? 'sign bad' : 'sign doubt'} aria-hidden="true">
                {signOf(remark)}
              </span>
              <span>
                line {remark.line}, {notedWords(remark)}: <code>{showName(remark.text)}</code>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </li>
  )
}

const Legend = () => (
  <p class="quiet legend">
    <span class="sign bad">✗</span> never ran: never called, never run, or never asked for.{' '}
    <span class="sign doubt">=</span> a condition that always came out the same. Functions are
    called once for each distinct step, and again where the check makes sure of what it says: the
    numbers are there to be compared.
  </p>
)
