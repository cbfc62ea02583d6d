import { showValue } from '../value/notation.ts'

const longest = 40

/** A value in few words. */
export const briefValue = (value: unknown): string => {
  const text = showValue(value)
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : text
}
