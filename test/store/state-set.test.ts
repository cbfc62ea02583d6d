import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AnswerMemo } from '../../src/store/answer-memo.ts'
import { Frontier } from '../../src/store/frontier.ts'
import { fitsAll, pack, planLayout, unpack } from '../../src/store/layout.ts'
import { PairMap } from '../../src/store/pair-map.ts'
import { Batch, StateSet } from '../../src/store/state-set.ts'
import { Tuples } from '../../src/store/tuples.ts'

/** Sizes of components, and vectors that fit them. */
const spaces = fc
  .array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 9 })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      states: fc.array(fc.tuple(...sizes.map((size) => fc.nat(size - 1))), { maxLength: 300 }),
    }),
  )

describe('packing', () => {
  test('loses nothing, and different states have different words', () => {
    fc.assert(
      fc.property(spaces, ({ sizes, states }) => {
        const layout = planLayout(sizes, 1)
        const words = new Int32Array(layout.words)
        const back = new Int32Array(sizes.length)
        for (const state of states) {
          pack(layout, Int32Array.from(state), words, 0)
          unpack(layout, words, 0, back)
          expect([...back]).toEqual(state)
          expect(words[0]).not.toBe(0)
        }
        expect(fitsAll(layout, Int32Array.from(sizes))).toBe(true)
      }),
    )
  })
})

describe('the state set and the frontier', () => {
  test('behave as a Set and a list that know each other, through growth, changes of layout and a limit', () => {
    const inputs = fc.tuple(
      spaces,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 5, max: 400 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
    )
    fc.assert(
      fc.property(inputs, ([{ sizes, states }, batchSize, limit, keepsOrder, leastWords]) => {
        const width = sizes.length
        let layout = planLayout(
          sizes.map(() => 1),
          leastWords,
        )
        const set = new StateSet(layout, 2, keepsOrder)
        const frontier = new Frontier(layout, true)
        const model = new Set<string>()
        const order: string[] = []
        const seen = sizes.map(() => 1)
        for (let from = 0; from < states.length; from += batchSize) {
          const batch = states.slice(from, from + batchSize)
          for (const state of batch) {
            state.forEach((id, at) => (seen[at] = Math.max(seen[at] ?? 1, id + 1)))
          }
          const next = fitsAll(layout, Int32Array.from(seen))
            ? layout
            : planLayout(seen, leastWords)
          if (next !== layout) frontier.rebuild(next, width)
          set.rebuild(batchSize, next, width)
          layout = next
          const adding = new Batch(batchSize, layout.words)
          const { packed } = adding
          batch.forEach((state, at) =>
            pack(layout, Int32Array.from(state), packed, at * layout.words),
          )
          adding.count = batch.length
          set.addAll(adding, limit)
          const added = new Set(adding.added.subarray(0, adding.addedCount))
          batch.forEach((state, at) => {
            const key = state.join()
            const isKnown = model.has(key)
            const isNew = !isKnown && model.size < limit
            expect(added.has(at)).toBe(isNew)
            expect(adding.isCutOff || isKnown || isNew).toBe(true)
            if (isNew) {
              model.add(key)
              order.push(key)
            }
            const place = keepsOrder ? order[adding.order[at] ?? -2] : key
            expect(place).toBe(model.has(key) || !keepsOrder ? key : undefined)
          })
          frontier.pushAll(adding, adding.slots)
        }
        expect(set.size).toBe(model.size)
        const back = new Int32Array(width)
        order.forEach((key, at) => {
          frontier.read(at, back)
          expect(back.join()).toBe(key)
        })
      }),
    )
  })

  test('the frontier is a queue over many recycled chunks', () => {
    const layout = planLayout([1 << 20])
    const frontier = new Frontier(layout)
    const words = new Int32Array(layout.words)
    const back = new Int32Array(1)
    let read = 0
    for (let pushed = 0; pushed < 100_000; pushed++) {
      pack(layout, Int32Array.of(pushed), words, 0)
      frontier.push(words, 0)
      if (pushed % 3 === 0) continue
      frontier.take(words)
      unpack(layout, words, 0, back)
      expect(back[0]).toBe(read++)
    }
    expect(frontier.length).toBe(100_000 - read)
  })
})

describe('small tables', () => {
  const pairs = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 200 })

  test('PairMap is a Map of pairs', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const map = new PairMap()
        const model = new Map<string, number>()
        list.forEach(([a, b], value) => {
          expect(map.get(a, b)).toBe(model.get(`${a},${b}`) ?? -1)
          if (model.has(`${a},${b}`)) return
          model.set(`${a},${b}`, value)
          map.add(a, b, value)
        })
        for (const [key, value] of model) {
          const [a = 0, b = 0] = key.split(',').map(Number)
          expect(map.get(a, b)).toBe(value)
        }
      }),
    )
  })

  test('Tuples gives equal ids exactly to equal sequences', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer(), { maxLength: 4 }), { maxLength: 100 }),
        (list) => {
          const tuples = new Tuples()
          const ids = list.map((sequence) => tuples.intern(Int32Array.from(sequence)))
          list.forEach((sequence, at) => expect([...tuples.get(ids[at] ?? -1)]).toEqual(sequence))
          expect(tuples.size).toBe(new Set(list.map(String)).size)
        },
      ),
    )
  })

  test.each([
    { keys: 'of two words', width: 2, bits: 32 },
    { keys: 'of one word', width: 1, bits: 32 },
    { keys: 'of a few bits', width: 1, bits: 12 },
  ])('AnswerMemo remembers what it was told, and nothing else: keys $keys', ({ width, bits }) => {
    fc.assert(
      fc.property(pairs, (list) => {
        const memo = new AnswerMemo(width, bits)
        const model = new Map<string, boolean>()
        const keyOf = (a: number, b: number): Int32Array =>
          width === 2 ? Int32Array.of(a, b) : Int32Array.of(a * 64 + b)
        for (const [a, b] of list) {
          const key = keyOf(a, b)
          const known = model.get(key.join())
          const answer = known === undefined ? -1 : Number(known)
          expect(memo.get(key)).toBe(answer)
          expect(width === 1 ? memo.getWord(key[0] ?? 0) : answer).toBe(answer)
          if (known !== undefined) continue
          model.set(key.join(), (a + b) % 3 === 0)
          memo.add(key, (a + b) % 3 === 0)
        }
        const all = new Map<string, boolean>()
        memo.forEach((key, answer) => all.set(key.join(), answer))
        expect(all).toEqual(model)
      }),
    )
  })
})
