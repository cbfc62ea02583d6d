import { brief } from '../value/brief.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { keysOf, namedIn, type Named } from './fair-names.ts'
import { degrees, fairKinds, isFairKind, isLike, type FairnessEntry } from './fairness.ts'
import type { NodeDefinition } from './nodes.ts'
import { checkSettings } from './settings.ts'

/**
 * Refuses entries of a list that can decide nothing; functions are asked later.
 *
 * @param place for errors
 * @throws ModelError 'not-a-system'
 */
export const checkEntries = (
  entries: readonly unknown[],
  place: string,
  nodes: readonly NodeDefinition[],
): void => {
  const all = namedIn(nodes)
  /** What entries before decide, by key, with the first that does. */
  const decided = new Map<string, number>()
  entries.forEach((given, at) => {
    const where = `${place}[${at}]`
    const { of } = checkEntry(given, where)
    if (typeof of === 'string') checkText(of, where, all)
    const keys = keysOf(of, all)
    const earlier = new Set(keys.map((key) => decided.get(key)))
    if (!earlier.has(undefined)) throw neverDecides(of, where, [...earlier] as number[])
    // Which actions a function picks is not known before they happen.
    if (typeof of === 'string') {
      for (const key of keys) if (!decided.has(key)) decided.set(key, at)
    }
  })
}

const checkEntry = (given: unknown, where: string): FairnessEntry => {
  const known = { of: null, degree: degrees, moves: 'flag' } as const
  checkSettings(given, known, where, { required: ['of', 'degree'] })
  const entry = given as FairnessEntry
  if (typeof entry.of !== 'string' && typeof entry.of !== 'function') {
    throw wrong(
      `\`of\` cannot be ${brief(entry.of)}`,
      where,
      "give it a kind of action, a name of steps or timers ('retry *'), or a function of the action",
    )
  }
  if (entry.degree === 'none' && entry.moves === true) {
    throw wrong(
      '`moves` says which steps a promise counts, and nothing is promised',
      where,
      "leave `moves` out, or promise 'weak' or 'strong'",
    )
  }
  return entry
}

const checkText = (of: string, where: string, all: readonly Named[]): void => {
  const like = all.filter(({ name }) => isLike(of, name))
  if (isFairKind(of)) {
    const namesake = like[0]
    if (namesake === undefined) return
    throw wrong(
      `'${of}' is a kind of action, and the name of a ${wordFor(namesake)}`,
      where,
      `say which by a function: \`({ kind }) => kind === '${of}'\`, or \`(action) => action.kind === '${namesake.kind}' && action.name === '${of}'\``,
    )
  }
  if (like.some(({ isOptional }) => !isOptional)) return
  if (like.length > 0) {
    throw wrong(
      `Nothing is ever promised of '${like[0]?.name}', which is optional`,
      where,
      'leave the entry out, or `optional: true` of the step',
    )
  }
  const names = [...new Set(all.map(({ name }) => name))]
  const there = names.length === 0 ? 'no steps or timers' : names.map(quoted).join(', ')
  throw wrong(
    of.includes('*')
      ? `No step and no timer has a name like '${of}'`
      : `There is no kind of action, no step and no timer '${of}'`,
    where,
    `${didYouMean(of, [...fairKinds, ...names])}there are ${there}; and the kinds ${fairKinds.join(', ')}`,
  )
}

const neverDecides = (
  of: FairnessEntry['of'],
  where: string,
  earlier: readonly number[],
): ModelError => {
  const which = earlier.toSorted((a, b) => a - b).map((at) => `[${at}]`)
  const by = which.length === 1 ? `entry ${which.join()}` : `the entries ${which.join(', ')}`
  const what = typeof of === 'function' ? 'what its function could pick' : `all that '${of}' means`
  return wrong(
    `An entry of fairness never decides anything: ${what} is decided by ${by} before it`,
    where,
    'put what is special before what is general, or leave the entry out',
  )
}

const wordFor = ({ kind }: Named): string => (kind === 'timeout' ? 'timer' : 'step')

const quoted = (name: string): string => `'${name}'`

const wrong = (what: string, where: string, fix: string): ModelError =>
  new ModelError('not-a-system', { what, where: [where], fix })
