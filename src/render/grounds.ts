import { subjectOf } from '../model/property-kinds.ts'
import type { Assumption, Report } from '../report.ts'

/** What the verdicts of a report rest on. */
export interface Grounds {
  /** What all of them rest on. */
  readonly common: readonly Assumption[]
  /** What only some rest on, in addition. */
  readonly own: readonly {
    readonly names: readonly string[]
    readonly grounds: readonly Assumption[]
  }[]
  /** Whether no fairness is assumed, as none of the properties needs any. */
  readonly needsNoFairness: boolean
}

/** What the verdicts rest on: once what they share, then what only some rest on. */
export const groundsOf = ({ properties }: Pick<Report, 'properties'>): Grounds => {
  const common = (properties[0]?.assumptions ?? []).filter((one) =>
    properties.every(({ assumptions }) => assumptions.some((other) => isSame(one, other))),
  )
  const own = new Map<string, { names: string[]; grounds: readonly Assumption[] }>()
  for (const { name, assumptions } of properties) {
    const grounds = assumptions.filter((one) => !common.some((other) => isSame(one, other)))
    if (grounds.length === 0) continue
    const key = grounds.map(({ kind, text }) => `${kind} ${text}`).join('\n')
    const group = own.get(key) ?? { names: [], grounds }
    group.names.push(name)
    own.set(key, group)
  }
  const isSafety = properties.every(({ kind }) => subjectOf(kind) !== 'runs')
  return {
    common,
    own: [...own.values()],
    needsNoFairness: isSafety && !common.some(({ kind }) => kind === 'fairness'),
  }
}

/** Said where no fairness is assumed. */
export const noFairness = 'none assumed, and none needed for safety'

const isSame = (one: Assumption, other: Assumption): boolean =>
  one.kind === other.kind && one.text === other.text
