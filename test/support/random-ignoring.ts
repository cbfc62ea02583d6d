import fc from 'fast-check'
import type { Biting } from './biting.ts'
import { systemSpec, type SystemSpec } from './random-system.ts'
import { expectAgreement, Tally } from './safety-agreement.ts'

/**
 * Random systems whose nodes ignore many messages, with properties that allow to leave those in flight:
 * among them one of steps that hardly anything but an ignored delivery breaks.
 */
export const ignoringSpec: fc.Arbitrary<SystemSpec> = systemSpec.map((spec) => ({
  ...spec,
  roles: spec.roles.map((role, number) => ({
    ...role,
    receive: role.receive.map((effects, at) => ((at + number) % 3 === 0 ? effects : [])),
    // Steps that only set a timer or send a message would break it, too.
    timeout: role.timeout.map(() => []),
    internal: [],
  })),
  network: { ...spec.network, kind: 'unordered', loss: 0, links: [] },
  timers: 'any',
  crashes: null,
  within: null,
  properties: [
    { kind: 'stepwise', node: 0, rule: 'shows' },
    ...spec.properties.filter(
      (each) => each.kind !== 'noDeadlock' && !JSON.stringify(each).includes('"mail"'),
    ),
  ],
}))

/** Expects of so many of them that they come out the same where ignored messages stay in flight. */
export const expectIgnoring = async (numRuns: number): Promise<Biting> => {
  const tally = new Tally()
  await fc.assert(
    fc.asyncProperty(ignoringSpec, async (spec) => tally.count(await expectAgreement(spec))),
    { numRuns },
  )
  return { compared: tally.compared, biting: tally.reduced }
}
