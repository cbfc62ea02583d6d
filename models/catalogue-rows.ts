import type { Parameters } from 'netsplit'
import {
  broken,
  brokenIn,
  holds,
  shownIn,
  type Configuration,
  type Counts,
  type Outcome,
} from './configuration.ts'

/** The properties of a model, in its order. */
interface Names {
  /** Of states and steps. */
  readonly safety: readonly string[]
  /** Of infinite runs. */
  readonly liveness?: readonly string[]
  readonly reachable: readonly string[]
}

/** A model with its parameters set, and what must come out. */
interface Row {
  readonly parameters: Parameters
  /** States, states generated and depth, with all reductions in force. */
  readonly reduced: Three
  /** The same with all left out; null: too many. Default: there is nothing to reduce. */
  readonly whole?: Three | null
  /** The properties that are violated, each with the steps of a shortest run; null for one of infinite runs. */
  readonly broken?: Readonly<Record<string, number | null>>
  /** The steps of a shortest witness of each `reachable`, in their order. */
  readonly shown: readonly (number | null)[]
  readonly source?: string
}

type Three = readonly [number, number, number]

const countsOf = ([distinct, generated, depth]: Three): Counts => ({ distinct, generated, depth })

/** What the naive explorer can do in a moment. */
const fewStates = 1200

/** Configurations of a model whose properties are the same whatever its parameters. */
export const rowsOf = (
  { safety, liveness = [], reachable }: Names,
  rows: readonly Row[],
): readonly Configuration[] =>
  rows.map(({ parameters, reduced, whole = reduced, source = 'own count', ...row }) => {
    const outcome = (name: string): Outcome => {
      const steps = row.broken?.[name]
      if (steps === undefined) return holds
      return steps === null ? broken : brokenIn(steps)
    }
    const shown = (at: number): Outcome => {
      const steps = row.shown[at] ?? null
      return steps === null ? broken : shownIn(steps)
    }
    return {
      parameters,
      ...countsOf(whole ?? reduced),
      reduced: countsOf(reduced),
      properties: Object.fromEntries([
        ...[...safety, ...liveness].map((name) => [name, outcome(name)] as const),
        ...reachable.map((name, at) => [name, shown(at)] as const),
      ]),
      reductions: whole === null ? ['all'] : [],
      source,
      ...((whole ?? reduced)[0] > fewStates ? { slow: true } : {}),
    }
  })
