/* oxlint-disable no-control-regex */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { engineHere } from '../../src/cli/engine-job.ts'
import { showError } from '../../src/cli/errors.ts'
import { run } from '../../src/cli/run.ts'
import { jsonText } from '../../src/cli/rendering.ts'
import {
  check,
  flipCheck,
  ModelError,
  replicas,
  role,
  system,
  type System,
} from '../../src/index.ts'
import { renderFlips } from '../../src/render/flip-text.ts'
import { reportFromJson, reportToJson } from '../../src/render/report-json.ts'
import { renderReport } from '../../src/render/report-text.ts'

/*
 * Whatever strings a model is made of, no terminal obeys them: no ESC, no C1, nothing that turns the
 * direction of writing, no line break but the printer's own.
 */

const commands = [
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\r',
  '\n',
  '\u2028',
  '\b',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u061c',
  '\u0000',
]

/** Text with at least one command in it. */
const hostile = fc
  .tuple(fc.string({ maxLength: 2 }), fc.constantFrom(...commands), fc.string({ maxLength: 2 }))
  .map((parts) => parts.join(''))
  .filter((text) => !text.includes('__proto__'))

const own = /\u001b\[\d+m/g
const obeyed =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** What a terminal would obey in a text, colours aside. */
const obeyedIn = (text: string, colour = false): string | undefined =>
  obeyed.exec(colour ? text.replaceAll(own, '') : text)?.[0]

/** A text that is told apart from others by its number. */
type Texts = (number: number) => string

const textsOf =
  (texts: readonly string[]): Texts =>
  (number) =>
    `${number}${texts[number % texts.length] ?? ''}`

/** A system with a text of its own in every place that takes one. */
const talkative = (text: Texts): System => {
  const [server, asker, timer, step, field] = [text(0), text(1), text(2), text(3), text(4)]
  interface State {
    log: unknown[]
    by: Map<string, Set<string>>
  }
  const node = role<State, Record<string, unknown>>({
    initial: () => ({ log: [], by: new Map() }),
    start: (_, { setTimer }) => setTimer(timer),
    receive: (state, message, { from }) => {
      state.log.push(message)
      state.by.set(from, new Set([text(5)]))
    },
    timeout: {
      [timer]: (state, { choose, send }) => {
        state.log.push(choose([text(6), { [text(7)]: text(8) }]))
        send(`${server}1`, { type: text(9), [field]: text(10) })
      },
    },
    internal: {
      [step]: { when: ({ log }) => log.length === 1, do: (state) => void state.log.push(field) },
    },
  })
  return system({
    name: text(11),
    nodes: { [server]: replicas(2, node), [asker]: node },
    faults: { partitions: { split: 'any' }, crashes: { times: 1 } },
    properties: ({ never, reachable, eventually }) => ({
      [text(12)]: never((view) =>
        Object.values(view.nodes)
          .flat()
          .some(({ log }) => log.length > 1),
      ),
      [text(13)]: reachable((view) => view.inFlight.length > 0),
      [text(14)]: eventually(() => false),
    }),
  })
}

const turn = (state: { turn: number }): void => void (state.turn = (state.turn + 1) % 3)

/** A system that goes round for ever, by a timer, a step and a message; another step is optional. */
const circling = (text: Texts): System => {
  const [one, timer, step, idle] = [text(0), text(2), text(3), text(4)]
  const node = role<{ turn: number }, { type: string }>({
    initial: () => ({ turn: 0 }),
    start: (_, { setTimer }) => setTimer(timer),
    timeout: {
      [timer]: (state, { send }) => {
        turn(state)
        send(one, { type: text(9) })
      },
    },
    receive: (state, _, { setTimer }) => {
      turn(state)
      setTimer(timer)
    },
    internal: {
      [step]: { when: (state) => state.turn === 2, do: turn },
      [idle]: { optional: true, do: () => undefined },
    },
  })
  return system({
    name: text(11),
    nodes: { [one]: node },
    properties: ({ eventually, everyRequestAnswered }) => ({
      [text(14)]: eventually(() => false),
      [text(13)]: everyRequestAnswered(),
    }),
  })
}

const stylesOf = [
  { columns: 80, colour: false, witnesses: true },
  { columns: 80, colour: true, witnesses: true },
]

const seventeen = fc.array(hostile, { minLength: 17, maxLength: 17 })

describe('strings of a model', () => {
  test('command no terminal, wherever a report tells them', async () => {
    await fc.assert(
      fc.asyncProperty(seventeen, fc.boolean(), async (texts, isInfinite) => {
        const text = textsOf(texts)
        const made = isInfinite ? circling(text) : talkative(text)
        const parameters = { [text(15)]: text(16) }
        const report = await check(made, { maxStates: 300, parameters })
        expect(report.properties.some(({ trace }) => trace !== null)).toBe(true)
        for (const style of stylesOf) {
          expect(obeyedIn(renderReport(report, style), style.colour)).toBeUndefined()
        }
        const grounds = report.properties.flatMap(({ assumptions }) => assumptions)
        expect(obeyedIn(grounds.map(({ text }) => text).join(' '))).toBeUndefined()
        const json = jsonText(reportToJson(report))
        expect(obeyedIn(json)).toBeUndefined()
        expect(reportFromJson(JSON.parse(json))).toEqual(report)
      }),
      { numRuns: 20 },
    )
  })

  test('command no terminal, wherever changed assumptions are told', async () => {
    await fc.assert(
      fc.asyncProperty(seventeen, async (texts) => {
        const report = await flipCheck(talkative(textsOf(texts)), { maxStates: 50 })
        for (const style of stylesOf) {
          expect(obeyedIn(renderFlips(report, style), style.colour)).toBeUndefined()
        }
      }),
      { numRuns: 4 },
    )
  })

  test('command no terminal, whatever mistake is told', async () => {
    const mistakes: readonly ((text: string) => unknown)[] = [
      (text) => check(thrower(new TypeError(text), text)),
      (text) => check(thrower({ toString: () => text }, text)),
      (text) => check(thrower(text, 'a')),
      (text) => check(sender(text, { type: text, [text]: text })),
      (text) => check(sender('a', { [text]: () => text })),
      (text) => system({ name: 'a', nodes: { [text]: null as never } }),
      (text) => system({ name: 'a', nodes: {}, [text]: text }),
      (text) => check(sender('a', null), { noReduction: [text] }),
      (text) => Promise.reject(new Error(text)),
    ]
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom(...mistakes), async (text, make) => {
        const error: unknown = await Promise.resolve()
          .then(() => make(text))
          .then(
            () => null,
            (thrown: unknown) => thrown,
          )
        expect(error).toBeInstanceOf(Error)
        const told = showError(error, { stderr: { write: () => true }, cwd: '/' })
        expect(obeyedIn(told)).toBeUndefined()
        const isOurs = error instanceof ModelError
        expect(isOurs ? obeyedIn(error.message) : undefined).toBeUndefined()
      }),
    )
  })

  test.each([
    ['check', (text: string) => [text]],
    ['check', (text: string) => ['die-hard', '--set', `${text}=${text}`]],
    ['check', (text: string) => ['die-hard', `--${text}`]],
    ['check', (text: string) => ['die-hard', '--max-states', text]],
    ['cap', (text: string) => ['--show', text]],
    ['impossible', (text: string) => [text]],
  ])('command no terminal from the command line: %s', async (command, rest) => {
    for (const text of commands) {
      let told = ''
      const sink = { write: (more: string) => (told += more) }
      await run([command, ...rest(`x${text}`)], {
        stdout: sink,
        stderr: sink,
        cwd: process.cwd(),
        engine: engineHere,
        onInterrupt: () => () => undefined,
      })
      expect(told).not.toBe('')
      expect(obeyedIn(told)).toBeUndefined()
    }
  })
})

/** A system in which a message goes to a node. */
const sender = (to: string, message: unknown): System =>
  system({
    name: 'sender',
    nodes: {
      a: role<null, unknown>({
        initial: () => null,
        start: (_, { send }) => send(to as 'a', message),
      }),
    },
  })

/** A system whose node throws something at its start. */
const thrower = (what: unknown, id: string): System => {
  const node = role({
    initial: () => null,
    start: () => {
      throw what
    },
  })
  return system({ name: 'thrower', nodes: { [id]: node } })
}
