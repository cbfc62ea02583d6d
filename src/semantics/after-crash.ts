import { isPlain, plainKeys } from '../value/plain.ts'

/** The state in which a crashed node will wake up: initial, overwritten by what is durable. */
export const afterCrash = (initial: unknown, durable: unknown): unknown => {
  if (durable === undefined) return initial
  if (!isPlainRecord(initial) || !isPlainRecord(durable)) return durable
  // What else it holds would be lost.
  plainKeys(durable, [])
  return { ...initial, ...durable }
}

const isPlainRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isPlain(value)
