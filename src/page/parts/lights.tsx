import type { PropertyHere } from '../../walk/stage.ts'
import { showName } from '../../value/notation.ts'

/** What each property says after each step of a run. */
export type LightsOfRun = readonly PropertyHere[]

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
              <Strip light={light} step={step} />
            </span>
          </li>
        )
      })}
    </ul>
  </section>
)

/** All lights of a property in a row, the one that is looked at marked. */
const Strip = ({ light, step }: { readonly light: PropertyHere; readonly step: number }) => (
  <span class="strip-of-lights" aria-hidden="true">
    {light.moments.map((_, at) => (
      <i key={at} class={`${shown(light, at).tone}${at === step ? ' now' : ''}`} />
    ))}
  </span>
)

interface Shown {
  readonly tone: 'good' | 'bad' | 'still'
  readonly mark: string
  readonly words: string
}

/** Kinds that a state or a step decides; the others are of whole runs. */
const ofMoments: readonly PropertyHere['kind'][] = ['always', 'never', 'stepwise', 'noDeadlock']

const shown = ({ kind, moments, light }: PropertyHere, step: number): Shown => {
  const isHere = moments[step] ?? false
  const wasBefore = moments.slice(0, step).includes(true)
  if (kind === 'reachable') {
    if (isHere) return { tone: 'good', mark: '✓', words: 'reached here' }
    return { tone: 'still', mark: '○', words: wasBefore ? 'reached before' : 'not reached' }
  }
  if (isHere && light === 'settled') {
    return { tone: 'good', mark: '✓', words: 'true whatever comes' }
  }
  if (isHere) return { tone: 'bad', mark: '✗', words: 'broken here' }
  if (wasBefore) return { tone: 'bad', mark: '✗', words: 'broken before' }
  return ofMoments.includes(kind)
    ? { tone: 'good', mark: '✓', words: 'kept so far' }
    : { tone: 'still', mark: '○', words: 'depends on what comes' }
}
