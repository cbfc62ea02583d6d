import type { Fold, Trace, TraceStep } from '../trace/trace.ts'

/** What is told of a run between its start and its end, in order. */
export type Item =
  | { readonly kind: 'step'; readonly step: TraceStep; readonly number: number }
  /** The rounds of a fold after the first, in its stead. */
  | { readonly kind: 'fold'; readonly fold: Fold }
  | { readonly kind: 'standing'; readonly standing: Trace['standings'][number] }

/** What is told of a run. */
export interface Plan {
  readonly items: readonly Item[]
  /** Whether a step is told; 0 is the start. */
  readonly isTold: (step: number) => boolean
}

/** How everything stands is said again after so many steps told. */
const fewestBetween = 15
/** It is not said so near the end, where it is said anyhow. */
const fewestLeft = 5

/** @param isUnfolded whether the rounds of folds are told one by one */
export const planOf = (trace: Trace, isUnfolded: boolean): Plan => {
  const folds = isUnfolded ? [] : trace.folds
  const hidden = new Set(folds.flatMap(hiddenBy))
  const told = trace.steps.length - hidden.size
  const items: Item[] = []
  let [sinceLast, sinceStart] = [0, 0]
  trace.steps.forEach((step, index) => {
    const number = index + 1
    if (!hidden.has(number)) {
      items.push({ kind: 'step', step, number })
      sinceLast += 1
      sinceStart += 1
    }
    const fold = folds.find((each) => lastOf(each) === number)
    if (fold !== undefined) items.push({ kind: 'fold', fold })
    const standing = trace.standings.find(({ afterStep }) => afterStep === number)
    const isDue = fold !== undefined || (sinceLast >= fewestBetween && !hidden.has(number))
    if (standing === undefined || !isDue || told - sinceStart < fewestLeft) return
    items.push({ kind: 'standing', standing })
    sinceLast = 0
  })
  return { items, isTold: (step) => !hidden.has(step) }
}

/** The last step of the last round. */
export const lastOf = ({ from, to, times }: Fold): number => from - 1 + (to - from + 1) * times

/** The steps of all rounds but the first. */
const hiddenBy = (fold: Fold): readonly number[] =>
  Array.from({ length: lastOf(fold) - fold.to }, (_, index) => fold.to + 1 + index)
