import type { Facets } from '../explore/facets.ts'
import type { SafetyProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { PartsWatch } from './parts-watch.ts'
import { Watch } from './watch.ts'
import type { Watching, WatchOptions } from './watching.ts'

/** Watches a predicate: over a machine's states by their components, else by facets. */
export const watchOf = (
  system: System,
  facets: Facets,
  predicate: (...views: readonly unknown[]) => unknown,
  options: WatchOptions = {},
): Watching =>
  facets.parts === null
    ? new Watch(system, facets, predicate, options)
    : new PartsWatch(facets.parts, predicate, options)

/** Watches what a property asks. */
export const watchFor = (
  system: System,
  facets: Facets,
  property: SafetyProperty,
  options: WatchOptions,
): Watching => {
  switch (property.kind) {
    case 'stepwise':
      return watchOf(system, facets, property.predicate, { ...options, views: 2 })
    case 'noDeadlock':
      return watchOf(system, facets, property.unless ?? (() => false), options)
    case 'always':
    case 'never':
    case 'reachable':
      return watchOf(system, facets, property.predicate, options)
  }
}
