import { isFairKind, type Degree, type FairAction } from '../model/fairness.ts'
import type { AssumedFairness, Ground } from '../model/ledger.ts'

/** What a degree comes to, for those who meet the word for the first time. */
const meanings: Readonly<Record<Degree, string>> = {
  none: 'may be put off for ever, even when nothing else happens',
  weak: 'happens some time if it stays possible from some point on',
  strong: 'happens some time if it is possible again and again',
}

const plurals: Readonly<Record<FairAction['kind'], string>> = {
  deliver: 'deliveries',
  timeout: 'timeouts',
  internal: 'internal steps',
  restart: 'restarts',
  heal: 'heals',
  resume: 'nodes that go on after a pause',
  tick: 'units of time',
}

type FairnessGround = Extract<Ground, { kind: 'fairness' }>

/** What a fairness promises. */
export const fairnessWords = ({ degrees, entries }: FairnessGround): string => {
  if (degrees === null) return 'as the model says of each action'
  const groups = (['strong', 'weak', 'none'] as const)
    .map((degree) => ({ degree, named: degrees[degree] }))
    .filter(({ named }) => named.length > 0)
  if (entries !== undefined) return listWords(entries, groups)
  if (groups.every(({ degree }) => degree === 'none')) {
    const isPromised = degrees.none.includes('restart') || degrees.none.includes('heal')
    const all = isPromised ? 'none, not even for what is promised' : 'none'
    return `${all}; any run counts, even one in which nothing happens`
  }
  return groups
    .map(({ degree, named }) => `${degree} for ${kindWords(named)}: each ${meanings[degree]}`)
    .join('; ')
}

/** What some kinds of actions have promised of them. */
interface Group {
  readonly degree: Degree
  readonly named: readonly FairAction['kind'][]
}

/** Entries in order, then what none of them fits, then what the words mean. */
const listWords = (entries: readonly AssumedFairness[], others: readonly Group[]): string => {
  const said = [
    ...entries.map(entryWords),
    ...others.map(({ degree, named }) => `${degree} for other ${kindWords(named)}`),
  ]
  const used = (['strong', 'weak', 'none'] as const).filter((degree) =>
    [...entries, ...others].some((each) => each.degree === degree),
  )
  const meant = used.map((degree) => `; ${degree}: each ${meanings[degree]}`)
  return `${said.join(', else ')}${meant.join('')}`
}

const entryWords = ({ of, degree, moves }: AssumedFairness): string => {
  const named = of !== null && isFairKind(of) ? plurals[of] : `"${of}"`
  const whom = of === null ? 'what a function of the model picks' : named
  return `${degree} for ${whom}${moves ? ' (only steps that change the state count)' : ''}`
}

const kindWords = (kinds: readonly FairAction['kind'][]): string => {
  const of = kinds.map((kind) => plurals[kind])
  const last = of.length > 1 ? ` and ${of.at(-1)}` : ''
  return `${of.slice(0, Math.max(1, of.length - 1)).join(', ')}${last}`
}
