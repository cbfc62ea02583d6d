import { describe, expect, test } from 'vitest'
import {
  check,
  fifo,
  ModelError,
  renderTrace,
  role,
  system,
  unordered,
  type Faults,
  type System,
  type TimeOptions,
} from '../../src/index.ts'

/*
 * A stopwatch and an echo: the stopwatch counts its own units until the answer is there, by a timer of one
 * unit that is set again and again.
 */

interface Watch {
  units: number
  answered: boolean
}

const watch = role<Watch, 'ping' | 'pong', 'unit'>({
  initial: () => ({ units: 0, answered: false }),
  start: (_, { send, setTimer }) => {
    send('echo', 'ping')
    setTimer('unit', 1)
  },
  receive: (state, _, { clearTimer }) => {
    state.answered = true
    clearTimer('unit')
  },
  timeout: {
    unit: (state, { setTimer }) => {
      if (state.units === 9) return
      state.units += 1
      setTimer('unit', 1)
    },
  },
})
const echo = role<null, 'ping' | 'pong'>({
  initial: () => null,
  receive: (_, __, { from, send }) => {
    send(from, 'pong')
  },
})

interface Settings {
  readonly time: TimeOptions
  readonly faults?: Faults<'watch' | 'echo'>
  readonly network?: ReturnType<typeof unordered>
}

/** Whether an answer may come after so many units of the stopwatch, of 0 to 9. */
const possible = async ({
  time,
  faults = {},
  network = unordered(),
}: Settings): Promise<string> => {
  const all = Array.from({ length: 10 }, (_, units) => units)
  const asked = system({
    name: 'stopwatch',
    nodes: { watch, echo },
    time,
    faults,
    network,
    properties: ({ reachable }) =>
      Object.fromEntries(
        all.map((units) => [
          `${units}`,
          reachable(({ nodes }) => nodes.watch.answered && nodes.watch.units === units),
        ]),
      ),
  })
  const { properties } = await check(asked)
  return all.filter((units) => properties[units]?.verdict === 'holds').join(' ')
}

describe('an answer comes when both messages can have taken so long', () => {
  test.each<[string, Settings, string]>([
    // Due events of one moment come in any order: the watch may count the last unit or not.
    ['exactly two units each', { time: { delay: { min: 2, max: 2 } } }, '3 4'],
    ['from one to two', { time: { delay: { min: 1, max: 2 } } }, '1 2 3 4'],
    ['from none to one', { time: { delay: { min: 0, max: 1 } } }, '0 1 2'],
    ['at least three', { time: { delay: { min: 3, max: 'unlimited' } } }, '5 6 7 8 9'],
    ['on a queue', { time: { delay: { min: 1, max: 2 } }, network: fifo() }, '1 2 3 4'],
    [
      // While the clock goes on by two, a timer of one unit fires once: such a watch can lose, and never gains.
      'as a clock that drifts by one has it',
      { time: { delay: { min: 2, max: 2 }, drift: 1 } },
      '1 2 3 4',
    ],
    [
      'where one of them may pause',
      { time: { delay: { min: 1, max: 1 }, pauses: 1 } },
      '0 1 2 3 4 5 6 7 8 9',
    ],
    [
      'with a cut that may last as long as it likes',
      {
        time: { delay: { min: 2, max: 2 } },
        faults: { partitions: { split: [['watch']] } },
      },
      '3 4 5 6 7 8 9',
    ],
    [
      'while the echo may be down',
      {
        time: { delay: { min: 2, max: 2 } },
        faults: { crashes: { nodes: ['echo'] } },
      },
      '3 4 5 6 7 8 9',
    ],
  ])('%s', async (_, settings, units) => {
    expect(await possible(settings)).toBe(units)
  })
})

const isAnswered = ({ nodes }: { readonly nodes: { readonly watch: Watch } }): boolean =>
  nodes.watch.answered

describe('what is promised', () => {
  const stopwatch = {
    name: 'stopwatch',
    nodes: { watch, echo },
    time: { delay: { min: 1, max: 2 }, pauses: 1 },
  }

  test('time goes on, so that what is sent arrives and who paused goes on', async () => {
    const asked = system({
      ...stopwatch,
      properties: ({ eventually }) => ({
        answered: eventually(isAnswered),
        'answered though time may stop': eventually(isAnswered, {
          fairness: { tick: 'none' },
          expected: 'violated',
        }),
        'answered though a pause may last': eventually(isAnswered, {
          fairness: { resume: 'none' },
          expected: 'violated',
        }),
      }),
    })
    expect(await check(asked)).toMatchObject({ asExpected: true })
  })

  test('a clock that goes on alone is a deadlock', async () => {
    const asked = system({
      ...stopwatch,
      properties: ({ noDeadlock }) => ({
        never: noDeadlock({ expected: 'violated' }),
        'but at the end': noDeadlock({ unless: isAnswered }),
      }),
    })
    expect(await check(asked)).toMatchObject({ asExpected: true })
  })
})

const setting = (...units: [] | [number]) =>
  role<null, never, 'it'>({
    initial: () => null,
    start: (_, { setTimer }) => setTimer('it', ...units),
    timeout: { it: () => undefined },
  })

describe('a timer is set for a duration exactly where there is time', () => {
  const time = { delay: { min: 1, max: 2 } }
  test.each<[string, System]>([
    ["setTimer('it', 5)", system({ name: 's', nodes: { node: setting() }, time })],
    ['leave the duration out', system({ name: 's', nodes: { node: setting(5) } })],
    ['a whole number of units', system({ name: 's', nodes: { node: setting(0) }, time })],
    ['a whole number of units', system({ name: 's', nodes: { node: setting(1.5) }, time })],
  ])('%s', async (way, asked) => {
    const error: unknown = await check(asked).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ModelError)
    expect(String(error)).toContain(way)
  })
})

test('a trace shows the clock and for how long timers are set', async () => {
  const asked = system({
    name: 'stopwatch',
    nodes: { watch, echo },
    time: { delay: { min: 3, max: 3 }, drift: 1 },
    properties: ({ never }) => ({
      'the answer takes five units': never(({ nodes }) => nodes.watch.answered),
    }),
  })
  const trace = (await check(asked)).properties[0]?.trace
  const text = trace === null || trace === undefined ? '' : renderTrace(trace, { columns: 100 })
  expect(text).toMatchInlineSnapshot(`
    "A run: 10 steps

          At the start
            watch  answered: false, units: 0, timer "unit" is set
            echo   null
            watch sends "ping" to echo

      1   a unit passes, the clock of watch stands still: time 1
      2   a unit passes, the clock of watch goes on by two: time 2
      3   watch: timer "unit" fires
            units: 0 → 1
            sets timer "unit" for 1 unit
      4   a unit passes, the clock of watch stands still: time 3
      5   echo receives "ping" from watch, sent at the start
            sends "pong" to watch
      6   a unit passes, the clock of watch goes on by two: time 4
      7   watch: timer "unit" fires
            units: 1 → 2
            sets timer "unit" for 1 unit
      8   a unit passes, the clock of watch stands still: time 5
      9   a unit passes: time 6
     10   watch receives "pong" from echo, sent in step 5
            answered: false → true
            clears timer "unit"
    "
  `)
})
