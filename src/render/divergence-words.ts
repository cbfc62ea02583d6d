import type { Divergence } from '../report.ts'
import { briefMessage } from '../value/brief.ts'
import { showName } from '../value/notation.ts'

// Apart from the text of reports: a check needs these words, and not what sets text.

/** What happens in each round of a loop, in words. */
export const divergenceWords = (growth: Divergence['growth'], loop = 'a loop'): string => {
  const parts = growth.map(({ from, to, message, count }) => {
    const many = count === 1 ? 'one' : String(count)
    return `${many} more ${briefMessage(message)} from ${showName(from)} to ${showName(to)}`
  })
  const isOne = growth.length === 1 && growth[0]?.count === 1
  return `each time round ${loop}, ${parts.join(' and ')} ${isOne ? 'stays' : 'stay'} in flight`
}
