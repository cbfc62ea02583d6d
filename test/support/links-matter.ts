import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { buildSystem, type SystemSpec } from './random-system.ts'

/** Whether there are more states or steps, or fewer, where messages travel alike on all links. */
export const doLinksMatter = (spec: SystemSpec): boolean => {
  const { links = [], ...network } = spec.network
  return links.length > 0 && sizeOf(spec) !== sizeOf({ ...spec, network })
}

const sizeOf = (spec: SystemSpec): string => {
  const subject = { ...buildSystem(spec), properties: [] }
  const space = new ProtocolSpace(subject, { leavesIgnored: false })
  const monitors = new Monitors(subject, space.facets)
  const search = new Search(space, monitors, { ...unlimited, maxStates: 600 })
  search.run()
  return `${search.distinct} ${search.generated}`
}
