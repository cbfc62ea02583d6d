import type { System } from '../model/system.ts'
import { worldOf } from '../semantics/initial.ts'
import type { Trace } from '../trace/trace.ts'
import { lightsOf } from './lights.ts'
import { endOfRun } from './path-of.ts'
import { positionsOf } from './position.ts'
import type { Path, PropertyHere } from './stage.ts'

/** A run that was told, gone through once more. */
export interface Retraced {
  readonly path: Path
  /** What each property says at its end and, by moment, on the way. */
  readonly properties: readonly PropertyHere[]
}

/**
 * Goes through a run that a check of the system told.
 *
 * @throws ModelError 'bad-option' when the system has no such run
 */
export const retrace = (system: System, trace: Trace): Retraced => {
  const world = worldOf(system)
  const end = endOfRun(world, trace)
  return { path: end.path, properties: lightsOf(world, positionsOf(end)) }
}
