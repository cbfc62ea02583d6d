import { useMemo, useState } from 'preact/hooks'
import { endOf } from '../../../diagram/svg.ts'
import { layOut } from '../../../diagram/layout.ts'
import type { PropertyReport } from '../../../report.ts'
import type { Trace } from '../../../trace/trace.ts'
import { brief } from '../../../render/trace-values.ts'
import { showName } from '../../../value/notation.ts'
import { addressOf } from '../../document.ts'
import { Picture } from '../../parts/picture.tsx'
import { Steps } from '../../parts/steps.tsx'
import { momentWords } from '../../parts/verdict.tsx'
import { familiarLanes } from './lanes.ts'
import { foundOn, type Claim, type Reports } from './claims.ts'

/** The run that the engine has found on a claim, as a picture and as a list; nothing until it is there. */
export const Scene = ({ claim, reports }: { readonly claim: Claim; readonly reports: Reports }) => {
  const property = foundOn(claim, reports)
  if (property === null) return <div class="scene waiting" />
  const { trace } = property
  const href = addressOf({
    screen: 'run',
    subject: claim.system,
    property: claim.property,
    step: null,
  })
  return (
    <figure class="scene">
      {trace === null ? (
        <p>There is no run to show.</p>
      ) : (
        <Told key={`${claim.place} ${claim.property}`} property={property} trace={trace} />
      )}
      <figcaption class="quiet">
        {claim.place}; as the engine has just found it. <a href={href}>Open this run</a>
      </figcaption>
    </figure>
  )
}

/** What the end of a run that breaks a property shows. */
const Ending = ({
  property,
  trace,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
}) => (
  <div class="ending">
    <p>{momentWords(property, trace)}</p>
    {trace.loopsTo === null && (
      <ul>
        {trace.observations.map(({ path, value }) => (
          <li key={path}>
            {showName(path)} = {brief(value)}
          </li>
        ))}
      </ul>
    )}
  </div>
)

const Told = ({
  property,
  trace,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
}) => {
  const diagram = useMemo(() => layOut(trace, familiarLanes(trace)), [trace])
  const last = diagram.rows.length - 1
  const [row, setRow] = useState(last)
  const press = (event: KeyboardEvent): void => {
    const rows: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(row + 1, last),
      ArrowUp: Math.max(row - 1, 0),
      Home: 0,
      End: last,
    }
    const to = Object.hasOwn(rows, event.key) ? rows[event.key] : undefined
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    setRow(to)
  }
  return (
    <>
      {/* The keys are those of the list of steps, which has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div class="story" onKeyDown={press}>
        <div class="scroll">
          <Picture diagram={diagram} row={row} onRow={setRow} />
          <Steps rows={diagram.rows} row={row} onRow={setRow} end={endOf(diagram)} />
        </div>
      </div>
      {property.verdict === 'violated' && <Ending property={property} trace={trace} />}
      <p class="unseen" role="status">
        {row === last ? '' : `step ${row} of ${last}: ${diagram.rows[row]?.text ?? ''}`}
      </p>
    </>
  )
}
