import { useState } from 'preact/hooks'
import { single } from './beats.ts'
import type { Reports } from './claims.ts'
import { Rests, Said } from './said.tsx'
import { Scene } from './scene.tsx'

/** One node; the learner moves a user to the far side of the link. */
export const OneNode = ({ reports }: { readonly reports: Reports }) => {
  const [isFar, setFar] = useState(false)
  const { sentence, shows } = isFar ? single.far : single.near
  return (
    <>
      <p class="setting">
        The design <code>single</code> keeps the orders in one place, Dhaka. The link to CTG is cut
        as before. Rahim asks in Dhaka, and so does Mita,{' '}
        {isFar ? 'now from CTG.' : 'who lives there, too.'}
      </p>
      <div class="choice" role="group" aria-label="Where Mita is">
        <button type="button" aria-pressed={!isFar} onClick={() => setFar(false)}>
          Mita in Dhaka
        </button>
        <button type="button" aria-pressed={isFar} onClick={() => setFar(true)}>
          Move Mita to the far side
        </button>
      </div>
      <div class="claim">
        <div aria-live="polite">
          <Said sentence={sentence} reports={reports} isMain />
        </div>
        <Rests claims={sentence.rests} reports={reports} />
      </div>
      <Scene claim={shows} reports={reports} />
    </>
  )
}
