import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeLines, type Bar } from '../../src/diagram/time-lines.ts'

const bar = (lane: string, from: number, to: number | null, what = 'read → 1'): Bar => ({
  lane,
  what,
  place: `lines ${from}-${to}`,
  from,
  to,
  isPart: true,
})

/** The numbers of an attribute, of all elements that a pattern finds. */
const numbers = (svg: string, pattern: RegExp): readonly number[] =>
  [...svg.matchAll(pattern)].map(([, number]) => Number(number))

test('an operation is as long as it took, beside those of its time', () => {
  const svg = timeLines([bar('a', 0, 2), bar('b', 1, 3), bar('c', 4, null)], [])
  const from = numbers(svg, /<rect x="([\d.]+)"/g)
  const widths = numbers(svg, /<rect [^>]*width="([\d.]+)"/g)
  const [a = 0, b = 0, c = 0] = from
  const [ofA = 0, ofB = 0, ofC = 0] = widths
  expect(a < b && b < a + ofA && a + ofA < b + ofB && b + ofB < c && ofC > 0).toBe(true)
  expect(svg.match(/class="part open"/g)).toHaveLength(1)
})

test('what is said of the operations of a process never overlaps', () => {
  const history = fc
    .array(fc.record({ lane: fc.nat(2), length: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 2,
      maxLength: 12,
    })
    .map((all) =>
      all.map(({ lane, length }, at) => bar(`p${lane}`, 2 * at, 2 * at + 1, 'x'.repeat(length))),
    )
  fc.assert(
    fc.property(history, (bars) => {
      const svg = timeLines(bars, [])
      const at = numbers(svg, /<rect x="([\d.]+)"/g)
      const texts = [...svg.matchAll(/<text x="[\d.]+" y="[\d.]+">([^<]*)<\/text><\/g>/g)]
      expect(texts).toHaveLength(bars.length)
      for (const [place, one] of bars.entries()) {
        const next = bars.findIndex((other, later) => later > place && other.lane === one.lane)
        const end = (at[place] ?? 0) + 7 * (texts[place]?.[1]?.length ?? 0)
        expect(next < 0 || end < (at[next] ?? 0)).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

test('arrows lead from one to the other, and back another way', () => {
  const bars = [bar('a', 0, 2), bar('b', 1, 3)]
  const svg = timeLines(bars, [
    { from: 0, to: 1, what: 'rw' },
    { from: 1, to: 0, what: 'ww' },
  ])
  const [there = '', back = ''] = [...svg.matchAll(/<path d="(M[^"]+)" marker-end/g)].map(
    ([, path]) => path ?? '',
  )
  const [from, to] = [there.slice(1).split('Q')[0], back.slice(1).split('Q')[0]]
  expect(there.endsWith(` ${to}`)).toBe(true)
  expect(back.endsWith(` ${from}`)).toBe(true)
  expect(there.split(/[MQ]/)[2]?.split(' ')[0]).not.toBe(back.split(/[MQ]/)[2]?.split(' ')[0])
})

test('what stands in a history is text', () => {
  const svg = timeLines([bar('<b>', 0, 1, '<script>"&')], [])
  expect(svg).toContain('&lt;script&gt;"&amp;')
  expect(svg).not.toContain('<script>')
})
