import type { Components } from '../parts/components.ts'
import type { Place } from '../semantics/place.ts'
import type { Event } from '../semantics/step.ts'
import { answersChanged, describeEvent, notPure, whereDifferent } from '../semantics/step-errors.ts'
import { brief } from '../value/brief.ts'
import type { ModelError } from '../value/model-error.ts'
import { sameIds } from '../value/same-ids.ts'
import type { Came } from './actor.ts'

/** Whether two runs of an action come to the same. */
export const sameCome = (before: Came, now: Came): boolean =>
  before === null || now === null
    ? before === now
    : before.item === now.item &&
      sameIds(before.next, now.next) &&
      sameIds(before.counts, now.counts)

/** The error for an action that came to something else when it was run a second time. */
export const impureRun = (
  place: Place,
  event: Event,
  components: Components,
  before: Came,
  now: Came,
): ModelError => {
  if (before === null || now === null) {
    const words = `it says ${before !== null}, then ${now !== null}`
    return notPure(place, event, words).at('its guard')
  }
  if (before.item !== now.item) {
    return notPure(place, event, '`each` gives other items the second time')
  }
  if (sameIds(before.next, now.next)) {
    return notPure(place, event, 'choose() is offered other options the second time')
  }
  const change = whereDifferent(components.decode(before.next), components.decode(now.next))
  const words = `the next state differs at ${change.path}: ${change.before}, then ${change.after}`
  return notPure(place, event, words)
}

/** An action of a machine, as errors speak of it. */
interface Asked {
  readonly place: Place
  readonly event: Event
  readonly components: Components
}

/** The error for an action that comes to something else in a state than it came to before. */
export const answerChanged = (
  asked: Asked,
  state: Int32Array,
  before: readonly Int32Array[],
  now: readonly Int32Array[],
): ModelError => {
  const words = changeOf(asked, { known: before, isWhole: true }, now) ?? 'its choices are others'
  const whole = `in state ${brief(asked.components.decode(state))}`
  return answersChanged(asked.place, [describeEvent(asked.event), whole, words])
}

/**
 * How what an action comes to in a state differs from what it came to before, in words; null where it
 * does not.
 *
 * @param before.known its outcomes then: none where its guard forbade it
 * @param before.isWhole whether these are all; else there is one more at least
 */
export const changeOf = (
  { components, event }: Asked,
  { known, isWhole }: { readonly known: readonly Int32Array[]; readonly isWhole: boolean },
  now: readonly Int32Array[],
): string | null => {
  const wasForbidden = known.length === 0 && isWhole
  if (wasForbidden !== (now.length === 0)) {
    return `the guard of ${describeEvent(event)} said ${!wasForbidden} before, and says ${wasForbidden} now`
  }
  if (isWhole ? known.length !== now.length : known.length >= now.length) {
    return `it had ${known.length} outcomes before, and has ${now.length} now`
  }
  const at = known.findIndex((next, way) => !sameIds(next, now[way] as Int32Array))
  if (at < 0) return null
  const [old, fresh] = [known[at], now[at]].map((next) => components.decode(next as Int32Array))
  const change = whereDifferent(old, fresh)
  return `the next state at ${change.path}: ${change.before} before, ${change.after} now`
}
