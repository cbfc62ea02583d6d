import { ProtocolSpace } from '../compile/protocol-space.ts'
import { hasPatientTimers } from '../compile/reductions.ts'
import { relationOf } from '../compile/table-relation.ts'
import type { Relation } from '../explore/relation.ts'
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

/**
 * The steps as data, where the search is to go on in a database; else null.
 *
 * @throws ModelError 'bad-option' where it cannot
 */
export const insistOnRelation = (course: Course): Relation | null => {
  const { engine, space, system } = course
  if (engine === null) return null
  const refuse = refusing(`The search cannot go on in ${engine.name}`, '--engine')
  insistOnStates(course, refuse)
  if (system.isMachine) throw refuse("a machine's steps depend on all of its state", null)
  if (system.time !== null) throw refuse('what a unit of time does depends on all nodes', null)
  if (system.observers.length > 0) throw refuse('what observers are told is not in tables', null)
  if (hasPatientTimers(system))
    throw refuse('whether a patient timer may fire depends on all messages in flight', null)
  const relation = space instanceof ProtocolSpace ? relationOf(space.tables) : null
  if (relation === null) throw refuse('its steps are not in tables', null)
  return relation
}

/** Says why an option is refused; what else may be left out is null where nothing helps but to leave it out. */
type Refuse = (what: string, other: string | null) => ModelError

const refusing =
  (start: string, option: string): Refuse =>
  (what, other) =>
    new ModelError('bad-option', {
      what: `${start}: ${what}`,
      fix: other === null ? `leave ${option} out` : `leave ${option} out, or ${other}`,
    })

/** Refuses what needs more than the states, or another order of them. */
const insistOnStates = ({ system, from, profiler }: Course, refuse: Refuse): void => {
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
