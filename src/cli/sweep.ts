import { ModelError } from '../value/model-error.ts'
import type { Setting } from './options.ts'

/** One of some equal parts of the checks: the first is 1 of n. */
export interface Shard {
  readonly part: number
  readonly of: number
}

/** `--shard 2/3`. */
export const parseShard = (text: string): Shard => {
  const [, part = '', of = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part >= 1 && shard.part <= shard.of) return shard
  throw new ModelError('bad-option', {
    what: `'${text}' is no part of a whole`,
    where: [`--shard ${text}`],
    fix: 'give the number of the part, from 1, and that of all parts: --shard 1/3, --shard 2/3 and --shard 3/3',
  })
}

/** Every n-th of some things: parts take about equally long where what is next to each other does. */
export const shardOf = <Thing>(all: readonly Thing[], { part, of }: Shard): readonly Thing[] =>
  all.filter((_, at) => at % of === part - 1)

/** More checks than that nobody waits for. */
const mostCombinations = 10_000

/**
 * Every combination of what parameters are set to, the last of them changing first. A parameter that is set
 * twice has what it was set to last.
 *
 * @throws ModelError 'bad-option' when a range is empty, or there are too many combinations
 */
export const combinationsOf = (settings: readonly Setting[]): readonly (readonly Setting[])[] => {
  const last = new Map(settings.map(([name, text]) => [name, valuesIn(name, text)]))
  const many = [...last.values()].reduce((product, values) => product * values.length, 1)
  if (many > mostCombinations) {
    throw new ModelError('bad-option', {
      what: `There are ${many} combinations of these parameters`,
      where: settings.map(([name, text]) => `--set ${name}=${text}`),
      fix: `ask for ${mostCombinations} at most`,
    })
  }
  return [...last].reduce<readonly (readonly Setting[])[]>(
    (sets, [name, values]) =>
      sets.flatMap((set) => values.map((value) => [...set, [name, value] as const])),
    [[]],
  )
}

/** The values that a text stands for, each once: `1..5`, `fifo,bag`, or itself. */
const valuesIn = (name: string, text: string): readonly string[] => [
  ...new Set(text.split(',').flatMap((part) => rangeIn(name, part))),
]

const rangeIn = (name: string, text: string): readonly string[] => {
  const [, from, to] = /^(-?\d{1,15})\.\.(-?\d{1,15})$/.exec(text) ?? []
  if (from === undefined) return [text]
  const [first, last] = [Number(from), Number(to)]
  const length = last - first + 1
  if (length >= 1 && length <= mostCombinations) {
    return Array.from({ length }, (_, at) => String(first + at))
  }
  throw new ModelError('bad-option', {
    what: length < 1 ? `The range ${text} is empty` : `The range ${text} is too long`,
    where: [`--set ${name}=${text}`],
    fix: `give the smaller number first, and ${mostCombinations} values at most: --set ${name}=1..5`,
  })
}
