import { expect } from 'vitest'
import type { Report } from '../../src/index.ts'

/** How often a check decided a property, near the start; and how often walks decided it. */
export interface Finds {
  compared: number
  near: number
  found: number
  /** Of what was found, how much are infinite runs. */
  infinite: number
}

export const noFinds = (): Finds => ({ compared: 0, near: 0, found: 0, infinite: 0 })

/**
 * Expects that walks decide nothing that a check of the whole does not decide alike.
 *
 * @param nearest how many steps a run may have that walks are to find
 */
export const expectThere = (
  finds: Finds,
  checked: Report,
  walked: Report,
  nearest: number,
): void => {
  finds.compared += 1
  for (const [at, { verdict, trace, kind }] of checked.properties.entries()) {
    const own = walked.properties[at]
    const found = own?.trace ?? null
    expect(own?.verdict).toBe(found === null ? 'incomplete' : verdict)
    if (found !== null && found.loopsTo === null && kind !== 'ltl') {
      expect(found.steps.length).toBeGreaterThanOrEqual(trace?.steps.length ?? 0)
    }
    if (found !== null && found.loopsTo !== null) finds.infinite += 1
    if (trace === null || trace.steps.length > nearest) continue
    finds.near += 1
    if (found !== null) finds.found += 1
  }
}
