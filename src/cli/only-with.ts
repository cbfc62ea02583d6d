import { propertyNamed } from '../model/property-named.ts'
import type { System } from '../model/system.ts'

/**
 * A system with only some of its properties.
 *
 * @throws ModelError 'unknown-property' when it has no such property
 */
export const onlyWith = (system: System, only: readonly string[]): System => {
  if (only.length === 0) return system
  for (const name of only) {
    const [who, where] = [`The model '${system.name}'`, [`--property ${name}`]]
    propertyNamed(system.properties, name, { who, where })
  }
  return { ...system, properties: system.properties.filter(({ name }) => only.includes(name)) }
}
