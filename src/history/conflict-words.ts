import { briefValue } from './brief-value.ts'
import type { BrokenEdge, NeededOrder } from './needed.ts'
import type { Operation } from './operation.ts'
import type { Conflict } from './smallest.ts'
import { transactionText } from './transaction-text.ts'

/** What a part that cannot be ordered is called. */
export const conflictTitle = ({ isSmallest }: Conflict): string =>
  isSmallest
    ? 'These operations cannot be ordered; without any one of them the rest can:'
    : 'These operations cannot be ordered; there may be a smaller part:'

/** A reason, in words: a sentence, and a list that it ends in. */
interface Reason {
  readonly text: string
  readonly items: readonly string[]
}

/**
 * Why a part cannot be ordered, in words.
 *
 * @param place what calls and returns are numbered by
 */
export const conflictReasons = (
  conflict: Conflict,
  needed: NeededOrder | 'none' | null,
  place: 'line' | 'step',
): readonly Reason[] => [...aroundReasons(conflict), ...neededReasons(conflict, needed, place)]

const plain = (text: string): Reason => ({ text, items: [] })

const aroundReasons = ({ states, others }: Conflict): readonly Reason[] => {
  const before =
    states === null
      ? ''
      : 'What had returned before is left out: the object may begin in any state that it can have. '
  const count = others.length === 1 ? '1 more operation' : `${others.length} more operations`
  const rest =
    others.length === 0
      ? ''
      : `${count} beside them may take effect at any time after the call, or never: that does not help.`
  const text = `${before}${rest}`.trim()
  return text === '' ? [] : [plain(text)]
}

/** The order that the results of a part need, and what forbids it. */
export const neededReasons = (
  { operations }: Pick<Conflict, 'operations'>,
  needed: NeededOrder | 'none' | null,
  place: 'line' | 'step',
): readonly Reason[] => {
  if (needed === null) return []
  if (needed === 'none') {
    const them = operations.length === 1 ? 'this result' : 'these results'
    return [plain(`No order at all, whatever the times, gives ${them}.`)]
  }
  const placed = (operation: Operation): string => {
    const { process, lines } = operation
    const who = place === 'line' ? `process ${process}, line ${lines[0]}` : process
    const leftOut = operations.includes(operation) ? '' : ', left out'
    return `${operationText(operation)}  ${who}${leftOut}`
  }
  const broken = ({ earlier, later }: BrokenEdge): string =>
    `But ${operationText(earlier)} had returned (${place} ${earlier.lines[1]}) before ${operationText(later)} was called (${place} ${later.lines[0]}).`
  const begins = briefValue(needed.begins)
  return [
    {
      text: `The results need this order, from ${begins} on:`,
      items: needed.order.map((each) => placed(each)),
    },
    ...(needed.broken.length === 0
      ? []
      : [plain(needed.broken.map((edge) => broken(edge)).join(' '))]),
  ]
}

/** An operation on one line: `read → 3`, `cas [1, 2] → false`; a transaction by its steps. */
export const operationText = (operation: Operation): string => {
  const { f, key, argument, result } = operation
  if (f === 'txn') return transactionText(operation)
  const given = [key, argument]
    .filter((each) => each !== null)
    .map((each) => ` ${briefValue(each)}`)
  const gave = result === undefined || result === true ? '' : ` → ${briefValue(result)}`
  return `${f}${given.join('')}${gave}`
}
