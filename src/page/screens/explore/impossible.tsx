import type { ImpossibleStep } from '../../../walk/stage.ts'
import { counted } from '../../words.ts'

/** What the model knows of and cannot happen now; what has the same reason stands together. */
export const Impossible = ({ steps }: { readonly steps: readonly ImpossibleStep[] }) => {
  if (steps.length === 0) return null
  const reasons = [...new Set(steps.map(({ why }) => why))]
  return (
    <details class="impossible" open={steps.length <= mostShown}>
      <summary>
        <h2>What cannot happen here, and why</h2>{' '}
        <span class="quiet">{counted(steps.length, 'step')}</span>
      </summary>
      {reasons.map((why) => (
        <section key={why}>
          <p class="why">{why}</p>
          <ul>
            {[...new Set(steps.filter((step) => step.why === why).map(({ action }) => action))].map(
              (action) => (
                <li key={action}>{action}</li>
              ),
            )}
          </ul>
        </section>
      ))}
    </details>
  )
}

/** More are listed only when they are asked for. */
const mostShown = 8
