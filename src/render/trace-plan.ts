import type { Fold, Trace, TraceStep } from '../trace/trace.ts'

/** What is told of a run between its start and its end, in order. */
export type Item =
  | { readonly kind: 'step'; readonly step: TraceStep; readonly number: number }
  /** Units of time that pass one after the other, with nothing between them: these steps, the last one told. */
  | {
      readonly kind: 'units'
      readonly from: number
      readonly to: number
      readonly time: number
    }
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
  return { items: withUnits(items, trace.loopsTo), isTold: (step) => !hidden.has(step) }
}

/** Takes units that pass one after the other together. */
const withUnits = (items: readonly Item[], loopsTo: number | null): readonly Item[] => {
  const all: Item[] = []
  for (const item of items) {
    const last = all.at(-1)
    const isUnit =
      item.kind === 'step' && item.step.kind === 'tick' && item.step.action === plainUnit
    if (!isUnit) {
      all.push(item)
      continue
    }
    const { number, step } = item
    const goesOn = last?.kind === 'units' && last.to === number - 1 && last.to !== loopsTo
    const from = goesOn ? last.from : number
    if (goesOn) all.pop()
    all.push({ kind: 'units', from, to: number, time: step.time ?? 0 })
  }
  return all
}

/** What a unit is called in which all clocks go alike. */
const plainUnit = 'a unit passes'

/** The last step of the last round. */
export const lastOf = ({ from, to, times }: Fold): number => from - 1 + (to - from + 1) * times

/** The steps of all rounds but the first. */
const hiddenBy = (fold: Fold): readonly number[] =>
  Array.from({ length: lastOf(fold) - fold.to }, (_, index) => fold.to + 1 + index)
