import { describe, expect, test } from 'vitest'
import {
  check,
  machine,
  ModelError,
  observer,
  role,
  system,
  type Observer,
  type ObserverOptions,
  type System,
} from '../../src/index.ts'

const node = role<{ count: number }>({
  initial: () => ({ count: 0 }),
  internal: { tick: { when: ({ count }) => count < 3, do: (state) => void (state.count += 1) } },
})

const watched = (watcher: Observer): System =>
  system({
    name: 'watched',
    nodes: { clock: node },
    observers: { watcher },
    properties: ({ always }) => ({ 'always true': always(() => true) }),
  })

/** The error that something is refused with, in words. */
const errorOf = async (run: () => unknown): Promise<string> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof ModelError) return [error.what, ...error.where, error.fix].join('\n')
    throw error
  }
  return 'none'
}

/** Declares an observer as somebody without a type check may. */
const declare = (options: unknown): Observer =>
  observer(options as ObserverOptions<unknown, unknown, unknown>)

const initial = (): number => 0

describe('an observer is refused that', () => {
  const refused: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    'listens to nothing': [{ initial, on: {} }, /listens to nothing.*\n.*\n.*send, deliver, lose/],
    'listens to what does not exist': [
      { initial, on: { sent: initial } },
      /no setting 'sent'.*\n.*\n.*'send'/,
    ],
    'has no initial state': [{ on: { send: initial } }, /'initial' is missing/],
    'says for what alone, but not what to do': [
      { initial, on: { send: { only: {} } } },
      /'do' is missing/,
    ],
    'narrows by what its events do not have': [
      { initial, on: { step: { only: { timer: 'x' }, do: initial } } },
      /no setting 'timer'.*\n.*only\n.*node, step/,
    ],
    'narrows to no name': [
      { initial, on: { send: { only: { type: [] }, do: initial } } },
      /cannot listen for the type \[\].*\n.*on\.send\.only\.type/,
    ],
    'listens for a node that is not there': [
      { initial, on: { step: { only: { node: 'clok' }, do: initial } } },
      /no node 'clok'.*\n.*observers\.watcher\.on\.step\.only\.node\n.*'clock'/,
    ],
  }
  test.each(Object.entries(refused))('%s', async (_, [options, words]) => {
    expect(await errorOf(() => watched(declare(options)))).toMatch(words)
  })
})

const unseen = (): { seen: unknown } => ({ seen: 0 })

describe('a check refuses an observer that', () => {
  let calls = 0
  const refused: Readonly<
    Record<string, readonly [ObserverOptions<{ seen: unknown }, unknown, unknown>, RegExp]>
  > = {
    throws: [
      {
        initial: unseen,
        on: {
          step: () => {
            throw new Error('no such luck')
          },
        },
      },
      /An observer threw .*no such luck.*\n.*observer 'watcher', told of step 'tick' of clock/,
    ],
    'is not pure': [
      { initial: unseen, on: { step: (state) => void (state.seen = calls++) } },
      /An observer is not pure.*\n.*observer 'watcher', told of step 'tick' of clock.*\n.*seen/,
    ],
    'does not begin alike twice': [
      { initial: () => ({ seen: calls++ }), on: { step: () => undefined } },
      /An observer is not pure.*\n.*observer 'watcher', its initial state/,
    ],
    'drifts, which shows when it is asked once more': [
      { initial: unseen, on: { step: (state) => void (state.seen = Math.floor(calls++ / 8)) } },
      /An observer is not pure: asked once more.*\n.*observer 'watcher'/,
    ],
    'knows what is no plain data': [
      { initial: unseen, on: { step: (state) => void (state.seen = () => 1) } },
      /function[^]*observer 'watcher', told of step/,
    ],
    'answers with a promise': [
      { initial: unseen, on: { step: () => Promise.resolve({ seen: 1 }) as never } },
      /promise[^]*observer 'watcher', told of step/,
    ],
    'changes what it is told': [
      { initial: unseen, on: { step: (_, told) => void Object.assign(told, { node: 'x' }) } },
      /An observer threw[^]*told of step/,
    ],
  }
  test.each(Object.entries(refused))('%s', async (_, [options, words]) => {
    calls = 0
    expect(await errorOf(() => check(watched(observer(options))))).toMatch(words)
  })
})

test('a misspelt observer is an error where a property looks for it', async () => {
  const misspelt = system({
    name: 'misspelt',
    nodes: { clock: node },
    observers: { watcher: observer({ initial: () => 0, on: { step: (seen) => seen + 1 } }) },
    properties: ({ always }) => ({
      // @ts-expect-error: there is no such observer
      'looks elsewhere': always(({ observed }) => observed.wacher === 0),
    }),
  })
  expect(await errorOf(() => check(misspelt))).toMatch(/no 'wacher' in observed.*[^]*'watcher'/)
})

test('what is no observer, and one of a machine, are refused', async () => {
  const observers = { watcher: { initial: () => 0 } as never }
  expect(await errorOf(() => system({ name: 'none', nodes: { clock: node }, observers }))).toMatch(
    /'watcher' is no observer/,
  )
  const options = { name: 'machine', initial: () => 0, actions: {}, observers: {} }
  expect(await errorOf(() => machine(options))).toMatch(/A machine has no observers/)
})
