import type { CodeRange, Coverage, CoveredPart } from '../coverage.ts'
import { sameConditionsIn } from '../mutate/conditions.ts'
import {
  ownershipIn,
  placesIn,
  unnamed,
  type CodePlace,
  type Owner,
  type Ownership,
} from '../mutate/places.ts'
import { reachIn } from '../mutate/reach.ts'
import { propertiesIn } from '../mutate/stated.ts'
import { treeOf } from '../mutate/syntax.ts'
import type { Report } from '../report.ts'
import type { ModelFile } from './model-files.ts'
import type { Counts } from './v8-coverage.ts'

/** What of a model's files a check ran, by what V8 has counted in each. */
export const coverageOf = (
  files: readonly ModelFile[],
  counts: ReadonlyMap<string, Counts>,
  { ended, properties }: Pick<Report, 'ended' | 'properties'>,
): Coverage => {
  const parsed = files.map((file) => ({ ...file, tree: treeOf(file) }))
  const { behaviour, systems } = reachIn(parsed)
  const judged = new Set(properties.map(({ name }) => name))
  const found = new Set<string>()
  const parts = parsed.flatMap((file) => {
    const stated = propertiesIn(file, systems.get(file.label) ?? [])
    for (const { name } of stated) found.add(name)
    const ownership = only(judged, ownershipIn(file, behaviour.get(file.label) ?? [], stated))
    const lines = new Lines(file.text)
    const runs = new Runs(lines, counts.get(file.url) ?? new Map())
    const same = sameConditionsIn(file, ownership, (start, latest) => runs.from(start, latest + 1))
    return partsOf(file.label, lines, placesIn(file, ownership), same, runs)
  })
  const has = new Set(parts.map(({ file }) => file))
  return {
    parts,
    files: files
      .filter(({ label }) => has.has(label))
      .map(({ label, text }) => ({ file: label, text })),
    isWhole: ended === 'everything-seen',
    notFound: [...judged].filter((name) => !found.has(name)),
  }
}

/** Of a property that was not to be judged, or is not there with these parameters, it is no news that it was never run. */
const only =
  (judged: ReadonlySet<string>, ownership: Ownership): Ownership =>
  (node, within) => {
    const owner = ownership(node, within)
    return owner?.kind === 'property' && !judged.has(owner.name) ? null : owner
  }

/** Where the lines of a text begin. */
class Lines {
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  }

  /** @param line from 0, as the column */
  offsetOf(line: number, column: number): number {
    return (this.#starts[line] ?? 0) + column
  }

  /** The line and the column of an offset, from 1. */
  placeOf(offset: number): readonly [line: number, column: number] {
    const line = this.#starts.findLastIndex((start) => start <= offset)
    return [line + 1, offset - (this.#starts[line] ?? 0) + 1]
  }
}

/** How often what is at places of a file was run. */
class Runs {
  readonly #places: readonly (readonly [offset: number, count: number])[]

  constructor(lines: Lines, counts: Counts) {
    this.#places = [...counts]
      .map(([place, count]) => {
        const [line = 0, column = 0] = place.split(':').map(Number)
        return [lines.offsetOf(line, column), count] as const
      })
      .toSorted(([a], [b]) => a - b)
  }

  /** Of the first thing in a range; null where nothing is known of any. */
  from(start: number, end: number): number | null {
    const first = this.#places.find(([offset]) => offset >= start)
    return first === undefined || first[0] >= end ? null : first[1]
  }
}

const partsOf = (
  file: string,
  lines: Lines,
  places: readonly CodePlace[],
  same: ReturnType<typeof sameConditionsIn>,
  runs: Runs,
): readonly CoveredPart[] => {
  const rangeOf = ([start, end]: readonly [number, number]): CodeRange => {
    const [line, column] = lines.placeOf(start)
    const [endLine, endColumn] = lines.placeOf(end)
    return { file, line, column, endLine, endColumn }
  }
  const lineOf = (offset: number): number => lines.placeOf(offset)[0]
  const parts = new Map<string, { readonly owner: Owner; readonly places: Run[] }>()
  for (const place of places) {
    const times = runs.from(...place.probe)
    if (times === null) continue
    const key = keyOf(place.owner)
    const part = parts.get(key) ?? { owner: place.owner, places: [] }
    part.places.push({ ...place, times })
    parts.set(key, part)
  }
  return [...parts].map(([key, { owner, places }]) => ({
    kind: owner.kind,
    name: owner.name,
    file,
    line: lineOf(owner.start),
    run: places.filter(({ times }) => times > 0).length,
    all: places.length,
    never: outermost(places.filter(({ times }) => times === 0)).map(({ kind, text, range }) => ({
      ...rangeOf(range),
      kind,
      text,
    })),
    always: same
      .filter((it) => keyOf(it.owner) === key)
      .map(({ range, value, text }) => ({ ...rangeOf(range), value, text })),
    calls: places
      .filter(({ kind, text }) => kind === 'function' && text !== unnamed)
      .map(({ text, range, times }) => ({ name: text, file, line: lineOf(range[0]), times })),
  }))
}

/** A place, and how often it was run. */
type Run = CodePlace & { readonly times: number }

const keyOf = ({ kind, name, start }: Owner): string => JSON.stringify([kind, name, start])

/** What lies in something that was not run goes without saying. */
const outermost = (places: readonly Run[]): readonly Run[] => {
  const found: Run[] = []
  for (const place of places) {
    const [start, end] = place.range
    if (!found.some(({ range: [from, to] }) => from <= start && end <= to)) found.push(place)
  }
  return found
}
