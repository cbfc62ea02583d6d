import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  check,
  observer,
  role,
  system,
  unordered,
  type System,
  type Trace,
} from '../../src/index.ts'
import { renderItf } from '../../src/diagram/itf.ts'
import { folded } from '../../src/diagram/fold.ts'
import { layOut } from '../../src/diagram/layout.ts'
import { renderMermaid } from '../../src/diagram/mermaid.ts'
import { renderShiviz, shivizParser } from '../../src/diagram/shiviz.ts'
import { renderSvg } from '../../src/diagram/svg.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { momentsOf } from '../../src/trace/moments.ts'
import { replay } from '../../src/trace/replay.ts'
import { keyOf } from '../../src/value/key.ts'
import cp, { parameters } from '../../models/cap/cp.ts'
import heartbeat, { parameters as beats } from '../../models/heartbeat.ts'
import * as storybook from '../support/storybook.ts'
import { walks } from '../support/walk.ts'

/** The first run that a check of a system tells. */
const runOf = async (system: System, index = 0): Promise<{ name: string; trace: Trace }> => {
  const { properties } = await check(system)
  const told = properties.flatMap(({ name, trace }) => (trace === null ? [] : [{ name, trace }]))
  const found = told[index]
  if (found === undefined) throw new Error('no property has a run')
  return found
}

/** Two steps, of which the first is told to an observer, and the second to it and to a node. */
const observed = system({
  name: 'observed',
  nodes: {
    sender: role<boolean, 'note'>({
      initial: () => false,
      internal: {
        go: {
          when: (hasGone) => !hasGone,
          do: (_, { send }) => {
            send('receiver', 'note')
            return true
          },
        },
      },
    }),
    receiver: role<number, 'note'>({ initial: () => 0, receive: (count) => count + 1 }),
  },
  network: unordered(),
  observers: {
    notes: observer<{ sent: number; read: readonly string[] }>({
      initial: () => ({ sent: 0, read: [] }),
      on: {
        send: (state) => ({ ...state, sent: state.sent + 1 }),
        deliver: (state, { to }) => ({ ...state, read: [...state.read, to] }),
      },
    }),
  },
  properties: ({ never }) => ({
    'no note is read': never(({ observed: { notes } }) => notes.read.length > 0),
  }),
})

const stories: readonly (readonly [string, System])[] = [
  ['cut-from-start', storybook.delayedFromStart],
  ['cut-heals', storybook.healing],
  ['cut-drops', storybook.dropped],
  ['cut-one-way', storybook.oneWay],
  ['crash', storybook.crash],
  ['loss', storybook.loss],
  ['duplicate', storybook.duplicate],
  ['observed', observed],
  ['time', heartbeat({ ...beats, patience: 4 })],
  ['waits-for-ever', cp({ ...parameters, partition: 'lasts' })],
]

describe('the pictures of a run', () => {
  test.each(stories)('%s', async (file, system) => {
    const { name, trace } = await runOf(system)
    const golden = (end: string): string => `../golden/diagram/${file}.${end}`
    await expect(renderSvg(trace, { title: name })).toMatchFileSnapshot(golden('svg'))
    await expect(renderMermaid(trace)).toMatchFileSnapshot(golden('mmd'))
    await expect(renderShiviz(trace)).toMatchFileSnapshot(golden('shiviz.log'))
    const itf = `${JSON.stringify(renderItf(trace, name), null, 2)}\n`
    await expect(itf).toMatchFileSnapshot(golden('itf.json'))
  })
})

/** A random walk through one of the small systems, told. */
const anyTrace = fc
  .constantFrom(...(Object.values(storybook) as readonly System[]))
  .chain((system) => walks(system, 12).map((run) => ({ system, run })))

const onAnyTrace = (holds: (trace: Trace) => void): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyTrace, async ({ system, run }) =>
      holds(await replay(system, run, unpaced)),
    ),
    { numRuns: 200 },
  )

test('the moments of a run end as the run ends', () =>
  onAnyTrace((trace) => {
    const moments = momentsOf(trace)
    const last = moments.at(-1)
    expect(moments).toHaveLength(trace.steps.length + 1)
    expect(keyOf(last?.nodes)).toBe(keyOf(trace.final.nodes))
    expect(last?.cut).toEqual(trace.final.cut)
    expect(last?.inFlight.map(({ id }) => id)).toEqual(trace.final.inFlight.map(({ id }) => id))
  }))

const inOrder = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => a - b)

test('a diagram has every message once for each time it arrives, is lost, or stays in flight', () =>
  onAnyTrace((trace) => {
    const { arrows, lanes, walls } = layOut(trace)
    const ended = trace.steps.flatMap(({ envelope, dropped }) => [
      ...(envelope === null ? [] : [envelope.id]),
      ...dropped.map(({ id }) => id),
    ])
    const left = trace.final.inFlight.map(({ id }) => id).filter((id) => !ended.includes(id))
    const dropped = trace.initial.dropped.map(({ id }) => id)
    expect(inOrder(arrows.map(({ id }) => id))).toEqual(inOrder([...ended, ...left, ...dropped]))
    // Time goes down, and what arrives does so at its receiver.
    expect(arrows.filter(({ from, to }) => to.row < from.row)).toEqual([])
    expect(lanes.toSorted()).toEqual(trace.initial.nodes.map(({ node }) => node).toSorted())
    const hasCut = [trace.initial.cut, ...trace.steps.map(({ cut }) => cut)].some(
      (it) => it !== null,
    )
    expect(walls.length > 0).toBe(hasCut && lanes.length > 1)
  }))

interface LogEvent {
  readonly host: string
  readonly clock: Readonly<Record<string, number>>
}

const eventsOf = (log: string): readonly LogEvent[] =>
  [...log.matchAll(new RegExp(shivizParser, 'g'))].map(({ groups }) => ({
    host: groups?.['host'] ?? '',
    clock: JSON.parse(groups?.['clock'] ?? '{}') as LogEvent['clock'],
  }))

test('the clocks of a log count each host one by one, and know of nothing that has not happened', () =>
  onAnyTrace((trace) => {
    const events = eventsOf(renderShiviz(trace))
    expect(events).toHaveLength(trace.initial.nodes.length + trace.steps.length)
    const counts = new Map<string, number>()
    for (const { host, clock } of events) {
      expect(clock[host]).toBe((counts.get(host) ?? 0) + 1)
      counts.set(host, clock[host] ?? 0)
      for (const [other, count] of Object.entries(clock)) {
        expect(count).toBeLessThanOrEqual(counts.get(other) ?? 0)
      }
    }
  }))

const isList = (json: unknown): boolean => Array.isArray(json) && json.every(isExpression)

const isPair = (json: unknown): boolean => isList(json) && (json as unknown[]).length === 2

/** What an object with a name that begins with # may hold. */
const special: Readonly<Record<string, (inner: unknown) => boolean>> = {
  '#bigint': (inner) => typeof inner === 'string' && /^-?\d+$/.test(inner),
  '#unserializable': (inner) => typeof inner === 'string',
  '#tup': isList,
  '#set': isList,
  '#map': (inner) => Array.isArray(inner) && inner.every(isPair),
}

/** Whether a document is an expression as ADR 015 of Apalache defines them: its rules, read from there. */
const isExpression = (json: unknown): boolean => {
  if (typeof json === 'boolean' || typeof json === 'string') return true
  if (typeof json === 'number') return Number.isSafeInteger(json)
  if (Array.isArray(json)) return isList(json)
  if (typeof json !== 'object' || json === null) return false
  const entries = Object.entries(json)
  const isRecord = entries.every(([name]) => !name.startsWith('#'))
  if (isRecord) return entries.every(([, inner]) => isExpression(inner))
  const [[key, inner] = ['', null]] = entries
  return entries.length === 1 && special[key]?.(inner) === true
}

test('a trace in the Informal Trace Format is one', () =>
  onAnyTrace((trace) => {
    const itf = JSON.parse(JSON.stringify(renderItf(trace, 'some property'))) as {
      readonly vars: readonly string[]
      readonly states: readonly Readonly<Record<string, unknown>>[]
      readonly loop?: number
    }
    expect(itf.states).toHaveLength(trace.steps.length + 1)
    for (const [index, { '#meta': meta, ...variables }] of itf.states.entries()) {
      expect(meta).toEqual({ index })
      expect(Object.keys(variables).toSorted()).toEqual(itf.vars.toSorted())
      expect(Object.values(variables).filter((value) => !isExpression(value))).toEqual([])
    }
  }))

test('a folded diagram tells every step once, and leaves out only what happens within a fold', () =>
  fc.assert(
    fc.asyncProperty(
      anyTrace,
      fc.nat(3),
      fc.nat(2),
      fc.nat(3),
      async ({ system, run }, at, more, again) => {
        const trace = await replay(system, run, unpaced)
        const [from, to, times] = [at + 1, at + 1 + more, again + 2]
        const last = from - 1 + (to - from + 1) * times
        fc.pre(last <= trace.steps.length)
        const whole = layOut(trace)
        const { rows, arrows, walls } = folded(whole, [{ from, to, times, varying: [] }], trace)
        expect(rows.map(({ row }) => row)).toEqual(rows.map((_, index) => index))
        const told = rows.flatMap(({ steps: [first, end] }) =>
          Array.from({ length: end - first + 1 }, (_, index) => first + index),
        )
        expect(told).toEqual(whole.rows.map(({ row }) => row))
        const isHidden = (row: number): boolean => row > to && row <= last
        const kept = whole.arrows.filter(
          (arrow) =>
            !(isHidden(arrow.from.row) && isHidden(arrow.to.row)) ||
            arrow.from.row === arrow.to.row,
        )
        expect(arrows.map(({ id, fate }) => [id, fate])).toEqual(
          kept.map(({ id, fate }) => [id, fate]),
        )
        const stepsAt = (row: number): readonly [number, number] => rows[row]?.steps ?? [-1, -1]
        const isWithin = (step: number, row: number): boolean =>
          stepsAt(row)[0] <= step && step <= stepsAt(row)[1]
        const isInPlace = arrows.every(
          (arrow, index) =>
            isWithin(kept[index]?.from.row ?? -1, arrow.from.row) &&
            isWithin(kept[index]?.to.row ?? -1, arrow.to.row),
        )
        expect(isInPlace).toBe(true)
        expect(walls.map(({ afterLane }) => afterLane)).toEqual(
          whole.walls.map(({ afterLane }) => afterLane),
        )
      },
    ),
    { numRuns: 200 },
  ))
