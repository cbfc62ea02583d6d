import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import type { System } from '../../src/index.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { explore, type ReferenceResult } from '../../src/semantics/reference.ts'
import { ModelError } from '../../src/value/model-error.ts'

/** What the reference explorer finds out of a system; null where it has more states than so many. */
export const exploreSmall = (system: System, limit: number): ReferenceResult | null =>
  isTooLarge(system, limit) ? null : explore(system, { limit })

/**
 * Whether a system has more states than so many, by the engine without reductions: it knows in milliseconds
 * what takes the reference explorer a second. How many there are is compared in test/engine.
 */
const isTooLarge = (system: System, most: number): boolean => {
  if (system.isMachine) return false
  const bare = { ...system, properties: [] }
  try {
    const space = new ProtocolSpace(bare, { leavesIgnored: false })
    const limits = { ...unlimited, maxStates: most }
    const search = new Search(space, new Monitors(bare, space.facets), limits)
    search.run()
    return search.stop !== null
  } catch (error) {
    // Mistakes are the comparison's business.
    if (error instanceof ModelError) return false
    throw error
  }
}
