import { expect, test } from 'vitest'
import { defaultMemoryLimit, memoryGauge, parseSize, peakMemory } from '../../src/cli/memory.ts'

test.each([
  ['512m', 512 * 2 ** 20],
  ['4g', 4 * 2 ** 30],
  ['4GB', 4 * 2 ** 30],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['2048k', 2 * 2 ** 20],
  ['1T', 2 ** 40],
  ['1073741824', 2 ** 30],
])('%s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each(['', 'g', '-1g', '0g', '1x', '4 horses', '1e9g', '9999999t'])(
  'what is no size is refused: %s',
  (text) => {
    expect(() => parseSize(text)).toThrow(/is no amount of memory/)
  },
)

test('the default limit is a share of the machine', () => {
  expect(defaultMemoryLimit()).toBeGreaterThan(2 ** 28)
  expect(defaultMemoryLimit()).toBeLessThan(2 ** 45)
})

test('the gauge reads what the process has, on the scale of the limit', () => {
  expect(memoryGauge(2 ** 40).inUse()).toBeGreaterThan(2 ** 24)
  expect(peakMemory()).toBeGreaterThanOrEqual(2 ** 24)
  // Far beyond its limit a process still tells how much it has.
  expect(memoryGauge(2 ** 20).inUse()).toBeGreaterThan(2 ** 20)
})
