import type { Report } from '../report.ts'
import { showName } from '../value/notation.ts'
import { counted } from './style.ts'

/** Why the search ended, as the number of states goes on; where properties are open that is told apart. */
export const endWords = ({ ended, properties, incomplete, reductions }: Report): string => {
  const isOpen = properties.length === 0 || properties.some((it) => it.verdict === 'incomplete')
  if (incomplete !== null && isOpen) return ''
  switch (ended) {
    case 'everything-seen': {
      const used = reductions.filter(({ isApplied }) => isApplied).map(({ name }) => name)
      const under = used.length === 0 ? '' : ` under the reduction ${used.join(' and ')}`
      return `, every one that is reachable${under}`
    }
    case 'everything-decided':
      return '; the search ended when every property was decided'
    case 'states':
      return '; the search ended at the limit of states'
    case 'memory':
      return '; the search ended at the memory limit'
    case 'disk':
      return '; the search ended when the disk was full'
    case 'seconds':
      return '; the search ended at the limit of time'
    case 'interrupted':
      return '; the search was interrupted'
    case 'divergence':
      return '; the search ended when there was known to be no end of states'
    case 'bound':
      return ', every one within the bound'
    case 'first-violation':
      return '; the search ended at the first violation, as asked'
  }
}

/** A line on a reduction. */
const line = (text: string): readonly (readonly [string, string])[] => [['reduction', text]]

/** A line on a reduction that a property, the network or the user switched off, or on what it did. */
export const reductionLine = ({
  name,
  bar,
  removed,
}: Report['reductions'][number]): readonly (readonly [string, string])[] => {
  const off = (why: string): readonly (readonly [string, string])[] =>
    line(`${name} is off: ${why}`)
  switch (bar?.kind) {
    case 'asked':
      return off('it was to be left out')
    case 'properties':
      return off(`${namesOf(bar.properties)} could tell the difference`)
    case 'reads-messages': {
      const reader = bar.property === null ? 'the bound `within`' : namesOf([bar.property])
      return off(`${reader} looks at messages in flight`)
    }
    case 'network':
      // What the model declares, it may expect to be used.
      return name === 'stale-messages'
        ? off('on queues a message is in the way of those behind it')
        : []
    case undefined:
      return removed === null ? [] : line(`${name} ${removedWords(removed)}`)
    case 'machine':
    case 'none-declared':
    case 'patient-timers':
      return []
  }
}

const removedWords = ({ messages, checked }: Removed): string => {
  const what = counted(messages, 'different message')
  return `took ${what} out of flight; ${counted(checked, 'check')} that nobody heeds them again`
}

type Removed = NonNullable<Report['reductions'][number]['removed']>

/** The first of some properties by name, the others counted. */
const namesOf = ([first = '', ...others]: readonly string[]): string => {
  const more = counted(others.length, 'more property', 'more properties')
  return `“${showName(first)}”${others.length === 0 ? '' : ` and ${more}`}`
}
