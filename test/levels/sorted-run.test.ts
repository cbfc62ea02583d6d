import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FoundBy } from '../../src/levels/found-by.ts'
import { Merging } from '../../src/levels/merging.ts'
import { inMemory } from '../../src/levels/pages.ts'
import { sortRows } from '../../src/levels/radix-sort.ts'
import { layoutInOrder, orderFor } from '../../src/levels/row-layout.ts'
import { Notes } from '../../src/levels/notes.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { mergeRuns, moveRun } from '../../src/levels/runs.ts'
import { RunCursor } from '../../src/levels/run-cursor.ts'
import { openRun, RunWriter, type SortedRun } from '../../src/levels/sorted-run.ts'
import { Unpacker } from '../../src/levels/unpacker.ts'
import { pack } from '../../src/store/layout.ts'

const make = inMemory(() => undefined)

/** Keys as the engine has them: the top bit of the first word is set. */
type Key = readonly number[]

const compare = (a: Key, b: Key): number => {
  const at = a.findIndex((word, index) => word !== b[index])
  return at < 0 ? 0 : ((a[at] ?? 0) >>> 0) - ((b[at] ?? 0) >>> 0)
}

/** Dense words make short gaps, whole ones long tails: several pages of each. */
const wordArb = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 70_000 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
)
const keysOf = (words: number, most: number): fc.Arbitrary<readonly Key[]> =>
  fc
    .array(fc.tuple(...Array.from({ length: words }, () => wordArb)), {
      size: 'max',
      maxLength: most,
    })
    .map((keys) => keys.map(([first = 0, ...others]) => [first | 0x80000000, ...others]))

/** More keys than a page takes, however the others are drawn. */
const manyKeys = (words: number): readonly Key[] =>
  Array.from({ length: 4000 }, (_, at) =>
    Array.from({ length: words }, (__, word) =>
      word === 0 ? Math.imul(at, 0x9e3779b1) | 0x80000000 : Math.imul(at, 0x85ebca6b),
    ),
  )

const unique = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [key.join(), key])).values(),
]

const runOf = (keys: readonly Key[], words: number): SortedRun => {
  const writer = new RunWriter(words, make)
  for (const key of unique(keys).toSorted(compare)) writer.add(Int32Array.from(key), 0)
  return writer.finish()
}

const read = (run: SortedRun): readonly Key[] => {
  const keys: Key[] = []
  for (const cursor = new RunCursor(run); !cursor.isAtEnd; cursor.advance()) {
    expect(cursor.index).toBe(keys.length)
    keys.push([...cursor.keys.subarray(cursor.at, cursor.at + run.words)])
  }
  return keys
}

describe.each([1, 2, 3, 4])('sorted runs of keys of %i words', (words) => {
  const keys = keysOf(words, 4000)

  test('are read as they were written', () => {
    let mostPages = 0
    fc.assert(
      fc.property(keys, (some) => {
        const run = runOf(some, words)
        mostPages = Math.max(mostPages, run.pages.count)
        expect(read(run)).toEqual(unique(some).toSorted(compare))
        expect(run.size).toBe(unique(some).length)
        expect(read(openRun(words, run.pages))).toEqual(read(run))
      }),
      { numRuns: 15, examples: [[manyKeys(words)]] },
    )
    expect(mostPages).toBeGreaterThan(1)
  })

  test('say of keys in ascending order which they have', () => {
    fc.assert(
      fc.property(keys, keys, fc.nat(3), (some, others, share) => {
        const run = runOf(some, words)
        const asked = unique([...some.filter((_, at) => at % 4 <= share), ...others])
        const cursor = new RunCursor(run)
        const known = new Set(some.map((key) => key.join()))
        const answers = asked
          .toSorted(compare)
          .filter((key) => cursor.seek(Int32Array.from(key), 0) !== known.has(key.join()))
        expect(answers).toEqual([])
      }),
      { numRuns: 10 },
    )
  })

  test('are merged, each key once, and its notes with it', () => {
    fc.assert(
      fc.property(
        fc.array(keysOf(words, 300), { maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        (all, room) => {
          const foundBy = new FoundBy()
          /** The due sets of the finders of each key. */
          const dues = new Map<string, number>()
          const chunks = all.map((some, at) => {
            const run = runOf(some, words)
            const notes = new Notes(make())
            for (const key of read(run)) {
              const due = ~(1 << ((at + (key.at(-1) ?? 0)) & 7))
              notes.push(foundBy.of(1 << at, due))
              dues.set(key.join(), (dues.get(key.join()) ?? -1) & due)
            }
            return { run, notes: notes.finish() }
          })
          const merging = new Merging(chunks, words, foundBy)
          const rows = new Int32Array(room * (words + 1))
          const found: (readonly [string, number])[] = []
          for (let count = merging.read(rows); count > 0; count = merging.read(rows)) {
            for (let row = 0; row < count; row++) {
              const at = row * (words + 1)
              const note = rows[at + words] ?? 0
              found.push([rows.slice(at, at + words).join(), foundBy.due(note)])
            }
          }
          const expected = unique(all.flat()).toSorted(compare)
          expect(found).toEqual(expected.map((key) => [key.join(), dues.get(key.join())]))
        },
      ),
      { numRuns: 15 },
    )
  })

  test('of different keys become one', () => {
    fc.assert(
      fc.property(keys, (some) => {
        const all = unique(some)
        const one = runOf(
          all.filter((_, at) => at % 3 === 0),
          words,
        )
        const other = runOf(
          all.filter((_, at) => at % 3 !== 0),
          words,
        )
        const options = { make, pace: unpaced, mayForget: () => true }
        const merged = mergeRuns(one, other, options).next().value
        if (merged === undefined) throw new Error('it yields')
        expect(read(merged)).toEqual(all.toSorted(compare))
      }),
      { numRuns: 10 },
    )
  })

  test('rows are sorted by their keys; equal ones stay in order', () => {
    fc.assert(
      fc.property(keys, (some) => {
        const rows = Int32Array.from(some.flatMap((key, at) => [...key, at]))
        const stride = words + 1
        const sorted = sortRows(rows, new Int32Array(rows.length), {
          count: some.length,
          stride,
          words,
        })
        const order = Array.from({ length: some.length }, (_, row) => sorted[row * stride + words])
        const expected = some
          .map((key, at) => ({ key, at }))
          .toSorted((a, b) => compare(a.key, b.key))
        expect(order).toEqual(expected.map(({ at }) => at))
      }),
      { numRuns: 10 },
    )
  })
})

test('a roomier layout keeps states, and their order', () => {
  const vectors = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 4, max: 32 }))
    .chain(([width, wordBits]) =>
      fc.tuple(
        fc.constant(wordBits),
        fc.array(fc.array(fc.nat(60), { minLength: width, maxLength: width }), {
          minLength: 1,
          size: 'max',
          maxLength: 600,
        }),
        fc.array(fc.nat(5000), { minLength: width, maxLength: width }),
      ),
    )
  fc.assert(
    fc.property(vectors, ([wordBits, states, more]) => {
      const width = more.length
      const sizes = Int32Array.from(
        more,
        (_, component) => 1 + Math.max(...states.map((state) => state[component] ?? 0)),
      )
      const order = orderFor(sizes)
      const from = layoutInOrder(order, sizes, wordBits)
      const to = layoutInOrder(
        order,
        sizes.map((size, component) => size + (more[component] ?? 0)),
        wordBits,
      )
      const packed = states.map((state) => {
        const words = new Int32Array(from.words)
        pack(from, Int32Array.from(state), words, 0)
        return [...words]
      })
      const moved = moveRun(runOf(packed, from.words), from, to, { width, make })
      const unpacker = new Unpacker(to, width)
      const found = read(moved).map((key) => {
        unpacker.read(Int32Array.from(key), 0)
        return unpacker.ids.join()
      })
      expect(found.toSorted()).toEqual([...new Set(states.map((state) => state.join()))].toSorted())
      expect(read(moved)).toEqual(read(moved).toSorted(compare))
    }),
    { numRuns: 60 },
  )
})
