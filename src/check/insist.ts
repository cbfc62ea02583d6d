import { isLiveness, subjectOf } from '../model/property-kinds.ts'
import { ModelError } from '../value/model-error.ts'
import type { Course } from './course.ts'

/* What only a search in memory does, each refused with the way out where states are to be kept elsewhere. */

/**
 * Refuses to keep states on disk where the search cannot.
 *
 * @throws ModelError 'bad-option'
 */
export const insistOnDisk = (course: Course): void => {
  if (course.disk === null) return
  const refuse = refusing('States cannot be kept on disk', '--disk')
  insistOnStates(course, refuse)
  if (course.space.learned === undefined)
    throw refuse('those of a machine are values, not numbers', null)
}

/** Says why an option is refused; what else may be left out is null where nothing helps but to leave it out. */
type Refuse = (what: string, other: string | null) => ModelError

/** @param start what cannot be done. @param option which asks for it */
export const refusing =
  (start: string, option: string): Refuse =>
  (what, other) =>
    new ModelError('bad-option', {
      what: `${start}: ${what}`,
      fix: other === null ? `leave ${option} out` : `leave ${option} out, or ${other}`,
    })

/** Refuses what needs more than the states, or another order of them. */
export const insistOnStates = ({ system, from, profiler }: Course, refuse: Refuse): void => {
  if (profiler !== null) throw refuse('a profile counts those of a search in memory', '--profile')
  for (const { name, property } of system.properties) {
    if (isLiveness(property))
      throw refuse(`'${name}' is judged on all steps, which are kept in memory`, 'the property')
    if (subjectOf(property.kind) === 'steps')
      throw refuse(
        `'${name}' looks at each step, which only a search in memory does`,
        'the property',
      )
  }
  if (system.within !== null) throw refuse('the bound `within` is only kept in memory', 'the bound')
  if (from !== null) throw refuse('the search does not begin at the start', null)
}
