import { ProtocolSpace } from '../compile/protocol-space.ts'
import { hasPatientTimers } from '../compile/reductions.ts'
import { relationOf } from '../compile/table-relation.ts'
import type { Explorer } from '../explore/explorer.ts'
import type { Relation } from '../explore/relation.ts'
import type { Search } from '../explore/search.ts'
import type { Engine } from '../sql/database.ts'
import { SqlSearch } from '../sql/sql-search.ts'
import { underLimits } from '../sql/under-limits.ts'
import type { Course } from './course.ts'
import { waysToKeep } from './keeper.ts'
import { insistOnStates, refusing } from './insist.ts'

/**
 * How a search goes on by levels in a database.
 *
 * @throws ModelError 'bad-option' where it cannot
 */
export const goingOnIn = (
  course: Course,
  engine: Engine,
): ((table: Search) => Promise<Explorer>) => {
  const relation = relationFor(course, engine)
  return async (table) => {
    const { monitors, space, pace, ways } = course
    const { shelf = null } = engine
    const { facets } = space
    const database = await underLimits(engine.open(), pace, () => engine.giveUp?.())
    course.wentOnFrom = table.distinct
    const handed = table.handOver()
    const search = new SqlSearch(handed, {
      database,
      relation,
      facets,
      open: () => monitors.open,
      smallness: engine.smallness,
      keepOn: shelf === null ? null : { shelf, save: () => waysToKeep(ways) },
    })
    course.follow(search)
    await search.toEnd(handed)
    return search
  }
}

/** The steps as data. */
const relationFor = (course: Course, engine: Engine): Relation => {
  const { space, system } = course
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
