import type { System } from 'netsplit'
import tokenRing from '../../../models/token-ring-termination.ts'
import { kit } from '../../../src/model/property.ts'

interface Ring {
  active: boolean[]
  black: boolean[]
  token: number
  isTokenBlack: boolean
}

const isTerminated = (ring: unknown): boolean => (ring as Ring).active.every((each) => !each)

const isDetected = (ring: unknown): boolean => {
  const { active, black, token, isTokenBlack } = ring as Ring
  return token === 0 && !isTokenBlack && !black[0] && !active[0]
}

/**
 * The bundled model, with the properties that S. Merz asks of it in TLA+ (tlaplus/Examples, specifications/ewd840).
 *
 * @param turnsBlack whether a node turns black when it sends backwards: the point of it all
 */
export const ewd840 = (count: number, turnsBlack = true): System => ({
  ...tokenRing({ processes: count, bug: turnsBlack ? 'none' : 'stays-white' }),
  properties: [
    {
      name: 'TerminationDetection',
      property: kit.always((ring) => !isDetected(ring) || isTerminated(ring)),
    },
    { name: 'Liveness', property: kit.leadsTo(isTerminated, isDetected) },
    {
      name: 'FalseLiveness',
      property: kit.ltl(({ is, always, eventually, implies, and }) => {
        const rests = Array.from({ length: count }, (_, node) =>
          always(eventually(is((ring) => !(ring as Ring).active[node]))),
        )
        return always(implies(and(...rests), eventually(is(isDetected))))
      }),
    },
  ],
})
