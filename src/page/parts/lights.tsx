import type { PropertyKind } from '../../trace/trace.ts'
import { showName } from '../../value/notation.ts'

/** What a property says after each step of a run; the first is the start. */
export interface LightOfRun {
  readonly name: string
  readonly kind: PropertyKind
  /** Whether each moment breaks it; of `reachable` whether it is a witness; of formulas whether it is decided. */
  readonly moments: readonly boolean[]
  /** How it stands at the end of the run. */
  readonly light: 'kept' | 'violated' | 'reached' | 'not-reached' | 'settled' | 'open'
}

export type LightsOfRun = readonly LightOfRun[]

/** A light for each property: what it says at the step that is looked at. */
export const Lights = ({
  lights,
  step,
}: {
  readonly lights: LightsOfRun
  readonly step: number
}) => (
  <section class="lights">
    <h3>The properties here</h3>
    <ul>
      {lights.map((light) => {
        const { tone, mark, words } = shown(light, step)
        return (
          <li key={light.name} class={tone}>
            <span class="mark" aria-hidden="true">
              {mark}
            </span>
            <span>
              {showName(light.name)}: <em>{words}</em>
            </span>
          </li>
        )
      })}
    </ul>
  </section>
)

interface Shown {
  readonly tone: 'good' | 'bad' | 'still'
  readonly mark: string
  readonly words: string
}

const shown = ({ kind, moments, light }: LightOfRun, step: number): Shown => {
  const isHere = moments[step] ?? false
  const wasBefore = moments.slice(0, step).includes(true)
  if (kind === 'reachable') {
    if (isHere) return { tone: 'good', mark: '✓', words: 'reached here' }
    return { tone: 'still', mark: '○', words: wasBefore ? 'reached before' : 'not reached' }
  }
  const isLate = light === 'open' || light === 'settled'
  if (isLate && !isHere) return { tone: 'still', mark: '○', words: 'depends on what comes' }
  if (light === 'settled') return { tone: 'good', mark: '✓', words: 'true whatever comes' }
  if (isHere) return { tone: 'bad', mark: '✗', words: 'broken here' }
  if (wasBefore) return { tone: 'bad', mark: '✗', words: 'broken before' }
  return { tone: 'good', mark: '✓', words: 'kept so far' }
}
