import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { progressLine, progressText } from '../../src/cli/progress.ts'
import type { Sink } from '../../src/cli/io.ts'

const progress = {
  phase: 'searching' as const,
  states: 1_234_567,
  transitions: 9_876_543,
  depth: 23,
  queue: 45_678,
  bytes: 123_456_789,
  seconds: 4,
  divergence: null,
}
const rate = { states: 512_345, transitions: 2_400_000 }

test('the line says how far the search is and how fast', () => {
  expect(progressText(progress, rate, 200)).toBe(
    '1,234,567 states · depth 23 · queue 45,678 · 118 MiB · 2,400,000 transitions/s · 512,345 states/s',
  )
})

test('the line says how many states there will be, and when, where that is known', () => {
  const estimate = { states: 2_345_678, low: 1_912_345, high: 4_123_456 }
  expect(progressText({ ...progress, estimate }, rate, 90)).toBe(
    '1,234,567 states · of some 2,300,000 (1,900,000 to 4,100,000) · 2.2 s left · depth 23',
  )
})

test.each([
  ['listing', 'listing initial states · 1,234,567 states'],
  ['judging', 'judging liveness · 1,234,567 states'],
  ['rebuilding', 'rebuilding runs · 1,234,567 states'],
  ['telling', 'telling runs · 1,234,567 states'],
] as const)('the line says that the check is %s', (phase, begin) => {
  expect(progressText({ ...progress, phase }, rate, 200)).toContain(begin)
})

test.each([20, 40, 60, 80])('the line fits into %i columns', (columns) => {
  expect(progressText(progress, rate, columns).length).toBeLessThan(columns)
})

/** A terminal that remembers what it was told. */
const terminal = (): { sink: Sink; heard: () => string } => {
  let text = ''
  const stream = new PassThrough()
  stream.on('data', (more: Buffer) => {
    text += more.toString()
  })
  return { sink: Object.assign(stream, { isTTY: true, columns: 100, rows: 30 }), heard: () => text }
}

/** What a terminal shows after such text: rows, with the cursor's moves and erasures obeyed. */
const screen = (text: string): string => {
  const rows: string[] = ['']
  let at = 0
  // oxlint-disable-next-line no-control-regex
  for (const [token, up] of text.matchAll(/\u001B\[(?:(\d*)A|[\d;?]*[a-zA-Z])|\n|[^\u001B\n]+/g)) {
    if (token === '\n') rows[++at] ??= ''
    else if (up !== undefined) at = Math.max(0, at - Number(up || 1))
    else if (token.endsWith('K') && token.startsWith('\u001B')) rows[at] = ''
    else if (!token.startsWith('\u001B')) rows[at] += token
  }
  return rows.join('\n').trim()
}

test('on a terminal the line is drawn, and nothing of it stays', async () => {
  const { sink, heard } = terminal()
  const line = await progressLine(sink)
  line.show(progress)
  expect(screen(heard())).toContain('1,234,567 states')
  line.show({ ...progress, states: 2_000_000, transitions: 12_000_000, seconds: 5 })
  expect(screen(heard())).toContain('2,000,000 states')
  expect(screen(heard())).not.toContain('1,234,567')
  expect(stripVTControlCharacters(heard())).toContain('765,433 states/s')
  line.stopping()
  expect(screen(heard())).toContain('stopping')
  line.clear()
  expect(screen(heard())).toBe('')
  line.show(progress)
  line.end()
  expect(screen(heard())).toBe('')
})

test('where states are found by whole levels, the rate is one since the last of them', async () => {
  const { sink, heard } = terminal()
  const line = await progressLine(sink)
  const at = (seconds: number, states: number): void =>
    line.show({ ...progress, states, transitions: 1000 * states, seconds })
  at(1, 1_000_000)
  for (let seconds = 2; seconds < 10; seconds++) at(seconds, 4_000_000)
  expect(stripVTControlCharacters(heard()).trim()).toMatch(/ 375,000 states\/s$/)
  line.end()
})

test('where there is no terminal a line is written every half minute, and nothing is drawn', async () => {
  let text = ''
  let time = 0
  const line = await progressLine({ write: (more) => (text += more) }, () => time)
  const showAt = (seconds: number, more: object = {}): void => {
    time = seconds * 1000
    line.show({ ...progress, seconds, ...more })
  }
  for (let seconds = 0; seconds < 30; seconds++) showAt(seconds)
  expect(text).toBe('')
  for (let seconds = 30; seconds < 95; seconds++) showAt(seconds, { phase: 'judging' })
  line.stopping()
  line.clear()
  line.end()
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(3)
  for (const each of lines)
    expect(each).toMatch(/^netsplit: judging liveness · 1,234,567 states · /)
})
