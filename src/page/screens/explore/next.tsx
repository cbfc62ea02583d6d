import { useMemo } from 'preact/hooks'
import { brief } from '../../../render/trace-values.ts'
import type { PossibleStep, Stage, StepGroup } from '../../../walk/stage.ts'
import { counted } from '../../words.ts'
import { Changes } from './changes.tsx'
import { keysOfPage } from './keys.ts'
import { groups, inOrder, order } from './moves.ts'

/** What can happen next: a button for each step, with its key. */
export const Next = ({
  stage,
  page,
  onTake,
  onPage,
}: {
  readonly stage: Stage
  /** As many steps have keys at a time as there are keys: which of these pages it is, from 0. */
  readonly page: number
  readonly onTake: (id: number) => void
  readonly onPage: () => void
}) => {
  const steps = useMemo(() => inOrder(stage.possible), [stage])
  const first = page * keysOfPage.length
  const keyOf = (step: PossibleStep): string | null =>
    keysOfPage[steps.indexOf(step) - first] ?? null
  return (
    <section class="next" aria-labelledby="next">
      <h2 id="next" tabIndex={-1}>
        What can happen next
      </h2>
      {steps.length === 0 && <p>Nothing: so it stays for ever.</p>}
      {order
        .map((group) => ({ group, steps: steps.filter((step) => step.group === group) }))
        .filter(({ steps: own }) => own.length > 0)
        .map((each) => (
          <Group
            key={each.group}
            {...each}
            isMachine={stage.trace?.isMachine ?? false}
            keyOf={keyOf}
            onTake={onTake}
          />
        ))}
      {steps.length > keysOfPage.length && (
        <p>
          <button type="button" onClick={onPage}>
            <kbd>0</kbd> Give the keys to the next ones
          </button>{' '}
          <span class="quiet">of {counted(steps.length, 'step')}</span>
        </p>
      )}
      {steps.length > 0 && stage.mayRest && (
        <p class="may-rest">Nobody promises any of this: a run may also rest here for ever.</p>
      )}
      <p class="keys">
        <kbd>1</kbd> to <kbd>9</kbd> take a step, <kbd>Backspace</kbd> goes back, <kbd>↑</kbd> and{' '}
        <kbd>↓</kbd> go along the walk, <kbd>f</kbd> lets the adversary finish it.
      </p>
    </section>
  )
}

const Group = ({
  group,
  steps,
  isMachine,
  keyOf,
  onTake,
}: {
  readonly group: StepGroup
  readonly isMachine: boolean
  readonly steps: readonly PossibleStep[]
  readonly keyOf: (step: PossibleStep) => string | null
  readonly onTake: (id: number) => void
}) => {
  const promises = new Set(steps.map(({ promise }) => promise.text))
  const [common = null] = promises.size === 1 ? promises : []
  return (
    <section class="group">
      <h3>{isMachine ? 'The machine takes a step' : groups[group]}</h3>
      {common !== null && <p class="promise">{common}</p>}
      <ul>
        {steps.map((step) => (
          <li key={step.id}>
            <Step
              step={step}
              hotkey={keyOf(step)}
              hasPromise={common === null}
              onTake={() => onTake(step.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

const Step = ({
  step: { id, step, promise, isBeyondBound, changesNothing },
  hotkey,
  hasPromise,
  onTake,
}: {
  readonly step: PossibleStep
  readonly hotkey: string | null
  readonly hasPromise: boolean
  readonly onTake: () => void
}) => (
  <button
    type="button"
    class="take"
    data-id={id}
    aria-keyshortcuts={hotkey ?? undefined}
    onClick={onTake}
  >
    <kbd class={hotkey === null ? 'none' : undefined}>{hotkey ?? '·'}</kbd>
    <span class="what">
      <span class="words">{step.action}</span>
      {step.choices.length > 0 && (
        <span class="more">it chooses {step.choices.map(brief).join(', ')}</span>
      )}
      <Changes step={step} />
      {changesNothing && <span class="more">changes nothing</span>}
      {isBeyondBound && (
        <span class="more">leads out of the model’s bound: a check does not look there</span>
      )}
      {hasPromise && <span class="more promise">{promise.text}</span>}
    </span>
  </button>
)
