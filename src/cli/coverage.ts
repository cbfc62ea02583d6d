import type { Coverage, CoveredPart, NeverRun } from '../coverage.ts'
import { placesIn, type CodePlace } from '../mutate/places.ts'
import { behaviourIn } from '../mutate/reach.ts'
import { treeOf } from '../mutate/syntax.ts'
import type { Report } from '../report.ts'
import type { ModelFile } from './model-files.ts'
import type { Counts } from './v8-coverage.ts'

/** What of a model's files a check ran, by what V8 has counted in each. */
export const coverageOf = (
  files: readonly ModelFile[],
  counts: ReadonlyMap<string, Counts>,
  { ended, leftOut = [] }: Report,
): Coverage => {
  const parsed = files.map((file) => ({ ...file, tree: treeOf(file) }))
  const behaviour = behaviourIn(parsed)
  const parts = parsed.flatMap((file) => {
    // Of a property that was not to be judged it is no news that it was never run.
    const places = placesIn(file, behaviour.get(file.label) ?? []).filter(
      ({ owner }) => owner.kind !== 'property' || !leftOut.includes(owner.name),
    )
    return partsOf(file, places, new Runs(file.text, counts.get(file.url) ?? new Map()))
  })
  return { parts, isWhole: ended === 'everything-seen' }
}

/** Whether what is at places of a file was run. */
class Runs {
  readonly #places: readonly (readonly [offset: number, count: number])[]

  constructor(text: string, counts: Counts) {
    const lines = [0]
    for (const { index } of text.matchAll(/\n/g)) lines.push(index + 1)
    this.#places = [...counts]
      .map(([place, count]) => {
        const [line = 0, column = 0] = place.split(':').map(Number)
        return [(lines[line] ?? 0) + column, count] as const
      })
      .toSorted(([a], [b]) => a - b)
  }

  /** Null where nothing is known of it. */
  has({ probe: [start, end] }: CodePlace): boolean | null {
    const first = this.#places.find(([offset]) => offset >= start)
    return first === undefined || first[0] >= end ? null : first[1] > 0
  }
}

const partsOf = (
  { label, text }: ModelFile,
  places: readonly CodePlace[],
  runs: Runs,
): readonly CoveredPart[] => {
  const placeOf = (offset: number): Pick<NeverRun, 'file' | 'line'> => ({
    file: label,
    line: text.slice(0, offset).split('\n').length,
  })
  const parts = new Map<string, { part: CoveredPart; never: CodePlace[] }>()
  for (const place of places) {
    const isRun = runs.has(place)
    if (isRun === null) continue
    const { kind, name, start } = place.owner
    const key = JSON.stringify([kind, name, start])
    const before = parts.get(key)
    const part = before?.part ?? { kind, name, ...placeOf(start), run: 0, all: 0, never: [] }
    const never = before?.never ?? []
    // What lies in something that was not run goes without saying.
    const isWithin = never.some(
      ({ range: [from, to] }) => from <= place.range[0] && place.range[1] <= to,
    )
    if (!isRun && !isWithin) never.push(place)
    parts.set(key, {
      part: { ...part, run: part.run + (isRun ? 1 : 0), all: part.all + 1 },
      never,
    })
  }
  return [...parts.values()].map(({ part, never }) => ({
    ...part,
    never: never.map(({ kind, text, range }) => ({ ...placeOf(range[0]), kind, text })),
  }))
}
