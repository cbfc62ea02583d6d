import type { Reason } from '../model/explanation.ts'
import { briefValue } from './brief-value.ts'
import type { Dependency } from './dependencies.ts'
import { equal } from './equal.ts'
import type { Anomaly, AnomalyName } from './isolation.ts'
import type { IsolationConflict } from './isolation-conflict.ts'
import type { Operation } from './operation.ts'
import { keyText } from './transaction-text.ts'

/** What an anomaly is, in words, after its name. */
const meanings: Readonly<Record<AnomalyName, string>> = {
  internal: 'a transaction does not read what it has written itself',
  garbage: 'a transaction reads what nobody has written',
  G0: 'transactions overwrite each other in a circle',
  G1a: 'a transaction reads what was aborted',
  G1b: 'a transaction reads what its writer was about to overwrite',
  G1c: 'each transaction depends on what the one before it has written',
  'G-single': 'a cycle of dependencies with one anti-dependency',
  'G-nonadjacent': 'a cycle with several anti-dependencies, none after another',
  'G2-item': 'a cycle in which anti-dependencies follow each other',
}

/** What transactions that are at odds are called. */
export const isolationTitle = ({ isSmallest }: IsolationConflict): string =>
  isSmallest
    ? 'These transactions cannot all be right; without what any one of them gave the rest can:'
    : 'These transactions cannot all be right; there may be fewer of them:'

/** An anomaly by its name: `G2-item (write skew)`. */
export const anomalyText = ({ name, alias }: Anomaly): string =>
  alias === null ? name : `${name} (${alias})`

/**
 * Why transactions are at odds, in words.
 *
 * @param place what calls and returns are numbered by
 */
export const isolationReasons = (
  conflict: IsolationConflict,
  place: 'line' | 'step',
): readonly Reason[] => {
  const { anomaly, others } = conflict
  const head = `${anomalyText(anomaly)}: ${meanings[anomaly.name]}.`
  const named = (at: number): string => {
    const { process, lines } = conflict.all[at] as Operation
    return `${place === 'line' ? 'process ' : ''}${process} (${place} ${lines[0]})`
  }
  const more = others === 1 ? '1 more transaction' : `${others} more transactions`
  const rest: readonly Reason[] = others === 0 ? [] : [plain(`What ${more} gave does not help.`)]
  if (anomaly.read !== null) {
    const { reader, key, value } = anomaly.read
    return [plain(`${head} It is ${named(reader)}, with ${valueOf(key, value)}.`), ...rest]
  }
  const edges = anomaly.cycle.map((edge) => edgeText(edge, conflict, named))
  return [{ text: `${head}${orderWords(anomaly)}`, items: edges }, ...rest]
}

const plain = (text: string): Reason => ({ text, items: [] })

const valueOf = (key: unknown, value: unknown): string => `${keyText(key)} = ${briefValue(value)}`

/** Under which order of versions, where there is more than one. */
const orderWords = ({ orders, cycle }: Anomaly): string => {
  const several = orders.filter(
    ({ key, versions }) => versions.length > 1 && cycle.some((edge) => equal(edge.key, key)),
  )
  if (several.length === 0) return ' Here it is:'
  const each = several.map(
    ({ key, versions }) =>
      `${keyText(key)} is ${versions.map(({ value }) => briefValue(value)).join(', then ')}`,
  )
  return ` There is one in whatever order the versions came; if ${each.join(', and ')}, it is:`
}

const edgeText = (
  { from, to, kind, key }: Dependency,
  { anomaly: { orders }, first }: IsolationConflict,
  named: (at: number) => string,
): string => {
  const versions = orders.find((each) => equal(each.key, key))?.versions ?? []
  const wrote = (writer: number): string =>
    briefValue(versions.find((version) => version.writer === writer)?.value)
  const name = keyText(key)
  switch (kind) {
    case 'ww':
      return `${named(from)} wrote ${name} = ${wrote(from)}, which ${named(to)} overwrote with ${wrote(to)} (ww)`
    case 'wr':
      return `${named(from)} wrote ${name} = ${wrote(from)}, which ${named(to)} read (wr)`
    case 'rw': {
      const at = versions.findIndex(({ writer }) => writer === to)
      const read = at === 0 ? first : versions[at - 1]?.value
      return `${named(from)} read ${name} = ${briefValue(read)}, which ${named(to)} overwrote with ${wrote(to)} (rw)`
    }
  }
}
