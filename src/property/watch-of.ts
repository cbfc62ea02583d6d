import type { Facets } from '../explore/facets.ts'
import type { System } from '../model/system.ts'
import { PartsWatch } from './parts-watch.ts'
import { Watch, type WatchOptions } from './watch.ts'
import type { Watching } from './watching.ts'

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
