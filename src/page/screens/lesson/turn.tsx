import { useState } from 'preact/hooks'
import { markOf } from '../../words.ts'
import type { Reports } from './claims.ts'
import { Rests, Said } from './said.tsx'
import { Scene } from './scene.tsx'
import { allPunished, choices, faultOf, replies, type Choice } from './turn-claims.ts'

/** The learner is Dhaka, and answers an order without having heard from CTG. */
export const Turn = ({ reports }: { readonly reports: Reports }) => {
  const [choice, setChoice] = useState<Choice | null>(null)
  const [tried, setTried] = useState<readonly Choice[]>([])
  const choose = (next: Choice): void => {
    setChoice(next)
    setTried((before) => [...new Set([...before, next])])
  }
  return (
    <>
      <p class="setting">
        One sack of rice is left, and two cities sell it. <strong>You are Dhaka.</strong> Rahim has
        ordered the sack. From CTG you have heard nothing: the link may be cut, or slow, or nobody
        there wants it.
      </p>
      <p class="sentence">What do you tell Rahim?</p>
      <div class="choice" role="group" aria-label="What you tell Rahim">
        <button type="button" aria-pressed={choice === 'confirm'} onClick={() => choose('confirm')}>
          Confirm: the sack is his
        </button>
        <button type="button" aria-pressed={choice === 'wait'} onClick={() => choose('wait')}>
          Wait until CTG is heard
        </button>
      </div>
      <div class="claim">
        <div aria-live="polite">
          {choice !== null && <Said sentence={replies[choice].sentence} reports={reports} isMain />}
        </div>
        {choice !== null && <Rests claims={replies[choice].sentence.rests} reports={reports} />}
      </div>
      {choice !== null && <Reply key={choice} choice={choice} reports={reports} />}
      {tried.length === 1 && choice !== null && <p class="more">Now try the other one.</p>}
      {tried.length === choices.length && (
        <section class="all-four">
          <h2>All that the two could do, checked</h2>
          <Four reports={reports} />
          <Said sentence={allPunished} reports={reports} />
        </section>
      )}
    </>
  )
}

const Reply = ({ choice, reports }: { readonly choice: Choice; readonly reports: Reports }) => {
  const { more, shows } = replies[choice]
  return (
    <>
      <Scene claim={shows} reports={reports} />
      <Said sentence={more} reports={reports} />
    </>
  )
}

const heading: Readonly<Record<Choice, string>> = { confirm: 'confirms', wait: 'waits' }

const Four = ({ reports }: { readonly reports: Reports }) => (
  <table>
    <thead>
      <tr>
        <td />
        {choices.map((ctg) => (
          <th key={ctg} scope="col">
            CTG {heading[ctg]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {choices.map((dhaka) => (
        <tr key={dhaka}>
          <th scope="row">Dhaka {heading[dhaka]}</th>
          {choices.map((ctg) => (
            <Fault key={ctg} fault={faultOf(dhaka, ctg, reports)} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const Fault = ({ fault }: { readonly fault: ReturnType<typeof faultOf> }) => (
  <td class={fault === null ? '' : fault.isWrong ? 'bad' : 'good'}>
    {fault !== null && (
      <>
        <span class="mark" aria-hidden="true">
          {markOf(fault.isWrong ? 'violated' : 'holds')}
        </span>{' '}
        {fault.words}
      </>
    )}
  </td>
)
