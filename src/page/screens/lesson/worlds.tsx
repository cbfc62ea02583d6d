import { useMemo } from 'preact/hooks'
import { bareSvg } from '../../../diagram/svg-bare.ts'
import { capCombinations, capTask, proseOf, solve } from '../../../impossibility/index.ts'
import type { Answer, CapDemands } from '../../../impossibility/index.ts'
import { useDiagramStyle } from '../../parts/picture.tsx'
import { markOf } from '../../words.ts'
import { worldsOf, type World } from './worlds-layout.ts'

/** The combinations of two, and all three. */
const asked = capCombinations.filter(
  ({ consistency, availability, partition }) =>
    Number(consistency) + Number(availability) + Number(partition) >= 2,
)

/** What a node cannot tell apart, and that therefore no protocol at all can do it: proved here and now. */
export const Worlds = () => {
  useDiagramStyle()
  const answers = useMemo(
    () => asked.map((demands) => ({ demands, answer: solve(capTask(demands)) })),
    [],
  )
  const all = answers.find(({ demands }) => lettersOf(demands) === 'C A P')?.answer
  return (
    <>
      <p class="setting">
        Could another rule do better? The same two cities, and every rule that there could be. An
        order that conflicts with nothing must not be refused.
      </p>
      {all?.proof === null || all === undefined ? (
        <div class="otherwise">
          <p>
            Here the lesson would say that no protocol can be consistent, available and survive the
            cut. What came instead: the search has found one.
          </p>
        </div>
      ) : (
        <Proved answer={all} />
      )}
      <section class="rests" aria-label="What this rests on">
        <ul>
          {answers.map(({ demands, answer }) => (
            <li key={lettersOf(demands)}>
              <Combination demands={demands} answer={answer} />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

const lettersOf = ({ consistency, availability, partition }: CapDemands): string =>
  [consistency ? 'C' : '-', availability ? 'A' : '-', partition ? 'P' : '-'].join(' ')

const Combination = ({
  demands,
  answer: { possible, runs, proof },
}: {
  readonly demands: CapDemands
  readonly answer: Answer
}) => (
  <span class={possible ? 'rest good' : 'rest bad'}>
    <span class="mark" aria-hidden="true">
      {markOf(possible ? 'holds' : 'violated')}
    </span>
    <span>
      <strong>{lettersOf(demands)}</strong>
      <span class="quiet">
        {proof === null
          ? `possible, in all ${runs.length} runs`
          : `impossible: a proof from ${proof.runs.length} runs`}
      </span>
    </span>
  </span>
)

const Proved = ({ answer }: { readonly answer: Answer }) => {
  const found = useMemo(() => worldsOf(answer), [answer])
  const { task, proof } = answer
  return (
    <>
      <p class="sentence">
        {found === null
          ? 'No protocol at all can be consistent, available and survive the cut.'
          : `${found.bridges[0]?.node ?? ''} cannot tell the first world from the second, nor ${found.bridges[1]?.node ?? ''} the second from the third: so no protocol at all can be consistent, available and survive the cut.`}
      </p>
      {found !== null && (
        <ol class="worlds" aria-label="Worlds that a city cannot tell apart">
          {found.worlds.map((world, index) => (
            <li key={world.run}>
              <WorldView world={world} />
              {found.bridges[index] !== undefined && (
                <p class="bridge">
                  <span aria-hidden="true">≡</span> {found.bridges[index]?.node} sees the same in
                  both
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      {proof !== null && (
        <details class="proof">
          <summary>The proof in words</summary>
          <ol>
            {proseOf(task, proof).map(({ label, text }) => (
              <li key={label}>
                <strong>{label}.</strong> {text}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  )
}

/** One world: the picture, and what each city sees and does, marked where it is the same next door. */
const WorldView = ({ world }: { readonly world: World }) => {
  const { diagram, labels, words, moral, isContradiction, same, run } = world
  const picture = useMemo(() => bareSvg(diagram), [diagram])
  const y = (row: number): number => picture.top + (row + 0.5) * picture.row
  return (
    <figure class="world">
      <figcaption>
        <strong>{words}</strong>{' '}
        <span class={isContradiction ? 'end' : 'quiet'}>
          {isContradiction ? '✗ ' : ''}Run {run} of the proof: {moral}
        </span>
      </figcaption>
      <div class="diagram" style={{ width: `${picture.width}px` }}>
        {same.map((lane) => (
          <div key={lane} class="same" style={{ left: `${(picture.lanes[lane]?.x ?? 0) - 52}px` }}>
            ≡
          </div>
        ))}
        {/* The texts in it are escaped where it is drawn. */}
        <div dangerouslySetInnerHTML={{ __html: picture.svg }} />
        <ol>
          {labels.map(({ row, lane, text, isDecision }) => (
            <li
              key={`${row} ${lane}`}
              class={isDecision ? 'decision' : undefined}
              style={{ left: `${picture.lanes[lane]?.x ?? 0}px`, top: `${y(row)}px` }}
            >
              <span class="unseen">{diagram.lanes[lane]}: </span>
              {text.toLowerCase()}
            </li>
          ))}
        </ol>
      </div>
    </figure>
  )
}
