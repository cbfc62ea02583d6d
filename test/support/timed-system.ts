import fc from 'fast-check'
import { systemSpec, type SystemSpec } from './random-system.ts'

type Effects = SystemSpec['roles'][number]['receive'][number]

/** Durations for the timers that effects set. */
const withUnits = (all: Effects[], units: readonly number[]): Effects[] => {
  let at = 0
  return all.map((list) =>
    list.map((effect) => ({
      ...effect,
      timers: effect.timers.map((timer) => ({
        ...timer,
        units: units[at++ % units.length] ?? 1,
      })),
    })),
  )
}

/** Random systems with time: delays, drift, pauses, and timers of one to four units. */
export const timedSpec: fc.Arbitrary<SystemSpec> = fc
  .record({
    spec: systemSpec,
    min: fc.constantFrom(0, 0, 1, 2),
    longer: fc.constantFrom(0, 1, 1, 'unlimited' as const),
    drift: fc.constantFrom(0, 0, 0, 1, 2),
    pauses: fc.constantFrom(0, 0, 1, 2, 'unlimited' as const),
    units: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 }),
    isQueue: fc.boolean(),
  })
  .map(({ spec, min, longer, drift, pauses, units, isQueue }): SystemSpec => {
    const max = longer === 'unlimited' ? longer : Math.max(1, min + longer)
    const timed = (kind: SystemSpec['network']['kind']): typeof kind =>
      kind === 'duplicating' ? (isQueue ? 'fifo' : 'unordered') : kind
    return {
      ...spec,
      timers: 'any',
      time: { delay: { min, max }, drift: spec.nodes.length > 2 ? 0 : drift, pauses },
      network: {
        ...spec.network,
        kind: timed(spec.network.kind),
        links: (spec.network.links ?? []).map((each) => ({ ...each, kind: timed(each.kind) })),
      },
      roles: spec.roles.map((role) => ({
        ...role,
        start: role.start === null ? null : (withUnits([role.start], units)[0] ?? null),
        receive: withUnits(role.receive, units),
        timeout: withUnits(role.timeout, units),
        internal: role.internal.map((step) => ({
          ...step,
          effects: withUnits(step.effects, units),
        })),
        recover: role.recover === null ? null : (withUnits([role.recover], units)[0] ?? null),
      })),
    }
  })
