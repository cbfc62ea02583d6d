import type { Ground } from './ground.ts'
import type { Walked } from './found.ts'
import { Steps } from './steps.ts'
import type { Taken } from './taken.ts'

/**
 * A walk by the content of its states alone, for whoever has other ids: how its first state is named, and each of its
 * steps.
 */
export type Path = readonly number[]

/** A walk as a path. */
export const pathOf = (
  { space, prints }: Pick<Ground, 'space' | 'prints'>,
  { first, schedule }: Walked,
): Path => {
  const steps = new Steps(space, prints)
  const names = [steps.nameOfState(first)]
  let state = first
  for (const { label, ordinal } of schedule) {
    steps.look(state)
    const step = steps.find(label, ordinal)
    names.push(steps.nameOf(step))
    state = state.slice()
    steps.take(step, state)
  }
  return names
}

/** A path as a walk; null where it leads nowhere. */
export const walkedOf = (
  { space, prints, initial }: Pick<Ground, 'space' | 'prints' | 'initial'>,
  [begin, ...names]: Path,
): Walked | null => {
  const steps = new Steps(space, prints)
  const first = initial.find((state) => steps.nameOfState(state) === begin)
  if (first === undefined) return null
  const schedule: Taken[] = []
  const state = first.slice()
  for (const name of names) {
    steps.look(state)
    let step = 0
    while (step < steps.count && steps.nameOf(step) !== name) step += 1
    if (step === steps.count) return null
    schedule.push({ label: steps.labelOf(step), ordinal: steps.ordinalOf(step) })
    steps.take(step, state)
  }
  return { first, schedule }
}
