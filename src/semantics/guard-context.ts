import { groupOf, refusals } from './desk.ts'
import type { Place } from './place.ts'

/** What guards may know of the world. */
export const guardContext = (
  place: Place,
): Parameters<NonNullable<Place['handlers']['accepts']>>[2] => ({
  self: place.id,
  others: place.others,
  from: '',
  group: (name) => groupOf(place, name),
  ...guardRefusals,
})

const guardRefusals = refusals('A guard', 'it only says true or false: do it in the step itself')
