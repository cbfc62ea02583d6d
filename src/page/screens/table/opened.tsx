import { useEffect, useRef, useState } from 'preact/hooks'
import { situationWords } from '../../../cap/words.ts'
import type { PropertyReport } from '../../../report.ts'
import type { Trace } from '../../../trace/trace.ts'
import { addressOf } from '../../document.ts'
import type { FlipEntry, Situation } from '../../engine/contract.ts'
import { useAnswer } from '../../parts/asking.tsx'
import { Grounds } from '../../parts/grounds.tsx'
import { Notice } from '../../parts/notice.tsx'
import { RunView } from '../../parts/run-view.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { asking } from '../../subject.ts'
import { counted, markOf, toneOf, verdictWords } from '../../words.ts'
import { breaking } from './breaking.ts'
import { answerOf, hasNothingToCut, nameOf, subjectOf, type Cell } from './cells.ts'

/** A cell that was opened: the run that breaks it; or how it was proved, a witness, and what would break it. */
export const Opened = ({
  cell,
  situations,
}: {
  readonly cell: Cell
  readonly situations: readonly Situation[]
}) => {
  const section = useRef<HTMLElement>(null)
  const answer = answerOf(cell, situations)
  useEffect(() => {
    if (answer !== null) section.current?.scrollIntoView({ block: 'nearest' })
  }, [answer === null])
  return (
    <section class="opened" ref={section} aria-label={`The cell ${nameOf(cell)}`}>
      <h2>
        {cell.row.name}, {situationWords[cell.partition]}: {cell.question}?
      </h2>
      <p class="quiet">{cell.row.design}</p>
      {answer === null ? (
        <p>It is being checked.</p>
      ) : (
        <>
          <p class={`finding ${toneOf(answer.property)}`}>
            <span class="mark">{markOf(answer.property.verdict)}</span>{' '}
            <strong>{answer.property.name}</strong>: {verdictWords(answer.property)}.
            {hasNothingToCut(cell) && ' There is nothing to cut: one node, its users beside it.'}
          </p>
          {answer.property.trace === null ? (
            <Proved cell={cell} situation={answer.situation} property={answer.property} />
          ) : (
            <Stepped property={answer.property} trace={answer.property.trace} />
          )}
          <Grounds report={{ properties: [answer.property] }} />
          <Elsewhere cell={cell} property={answer.property} />
        </>
      )}
    </section>
  )
}

/** A run with a step of its own. */
const Stepped = ({
  property,
  trace,
}: {
  readonly property: PropertyReport
  readonly trace: Trace
}) => {
  const [step, setStep] = useState(trace.steps.length)
  return <RunView property={property} trace={trace} step={step} onStep={setStep} />
}

const Elsewhere = ({
  cell,
  property,
}: {
  readonly cell: Cell
  readonly property: PropertyReport
}) => {
  const subject = subjectOf(cell)
  const hasRun = property.trace !== null
  return (
    <p>
      <a
        href={addressOf({
          screen: 'run',
          subject,
          property: hasRun ? property.name : null,
          step: null,
        })}
      >
        {hasRun ? 'This run by itself' : 'All verdicts on this design'}
      </a>
    </p>
  )
}

const Proved = ({
  cell,
  situation,
  property,
}: {
  readonly cell: Cell
  readonly situation: Situation
  readonly property: PropertyReport
}) => {
  const subject = subjectOf(cell)
  const whole = useAnswer(nameOf(cell), (engine, options) =>
    asking(subject, (ask) => engine.check(ask, options)),
  )
  const witness =
    whole.answer?.kind === 'found'
      ? whole.answer.found.properties.find(
          ({ kind, trace }) => kind === 'reachable' && trace !== null,
        )
      : undefined
  const { distinct } = situation.report.states
  return (
    <>
      {property.verdict === 'holds' && (
        <p>All {counted(distinct, 'state')} were visited, and no run breaks it.</p>
      )}
      {property.verdict === 'holds' && <Breaking cell={cell} property={property.name} />}
      {witness?.trace !== undefined && witness.trace !== null && (
        <>
          <h3>A run of this design: {witness.name}</h3>
          <Stepped property={witness} trace={witness.trace} />
        </>
      )}
      {whole.answer?.kind === 'failed' && (
        <Notice what={whole.answer.message} wayOut={whole.answer.wayOut} />
      )}
    </>
  )
}

/** One change that would break what holds, found by trying. */
const Breaking = ({ cell, property }: { readonly cell: Cell; readonly property: string }) => {
  const subject = subjectOf(cell)
  const found = useAnswer(`${nameOf(cell)} breaking`, (engine, options) =>
    breaking(engine, subject, property, options),
  )
  if (found.answer === null) {
    return <Waiting what="Looking for a change that breaks it" progress={null} stop={found.stop} />
  }
  if (found.answer.kind === 'failed') return null
  const { flip, tried, open } = found.answer.found
  if (flip === null) {
    return (
      <p>
        None of the {counted(tried, 'change')} of one assumption breaks it
        {open === 0 ? '' : `, as far as is known: ${counted(open, 'change')} took too long`}.
      </p>
    )
  }
  const href = addressOf({
    screen: 'run',
    subject: { ...subject, flips: [flip.id] },
    property,
    step: null,
  })
  return (
    <p>
      One change breaks it: <a href={href}>{changeWords(flip)}</a>.
    </p>
  )
}

const changeWords = ({ assumption, was, becomes }: FlipEntry): string =>
  `${assumption}: ${was} → ${becomes}`
