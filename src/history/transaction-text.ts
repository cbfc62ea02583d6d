import { briefValue } from './brief-value.ts'
import type { Operation } from './operation.ts'
import { stepsOf } from './transactions.ts'

/** A key: a name as it is. */
export const keyText = (key: unknown): string =>
  typeof key === 'string' && /^[\w:/-]{1,20}$/.test(key) ? key : briefValue(key)

/** A transaction on one line: `r x → 0, w y 1`. */
export const transactionText = ({ argument, result }: Operation): string =>
  stepsOf(result ?? argument)
    .map(([f, key, value]) => {
      if (f === 'w') return `w ${keyText(key)} ${briefValue(value)}`
      return result === undefined ? `r ${keyText(key)}` : `r ${keyText(key)} → ${briefValue(value)}`
    })
    .join(', ')
