import type { Components } from '../parts/components.ts'
import { whereDifferent } from '../semantics/step-errors.ts'
import { sameIds } from '../value/same-ids.ts'

/**
 * How what an action comes to in a state differs from what it came to before, in words; null where it
 * does not.
 *
 * @param before its outcomes then: none where its guard forbade it
 * @param isWhole whether these are all
 */
export const changeOf = (
  components: Components,
  step: string,
  before: readonly Int32Array[],
  now: readonly Int32Array[],
  isWhole = true,
): string | null => {
  if (isWhole ? (before.length === 0) !== (now.length === 0) : now.length === 0) {
    const said = now.length === 0
    return `the guard of its step '${step}' said ${said} before, and says ${!said} now`
  }
  if (isWhole ? before.length !== now.length : before.length >= now.length) {
    return `it had ${before.length} outcomes before, and has ${now.length} now`
  }
  const at = before.findIndex((next, way) => !sameIds(next, now[way] as Int32Array))
  if (at < 0) return null
  const [old, fresh] = [before[at], now[at]].map((next) => components.decode(next as Int32Array))
  const change = whereDifferent(old, fresh)
  return `the next state at ${change.path}: ${change.before} before, ${change.after} now`
}
