import { afterEach, expect, test, vi } from 'vitest'
import { check, ModelError, role, system, type System } from '../../src/index.ts'
import { changedBuiltins, damageDone } from '../../src/value/builtins.ts'

interface State {
  n: number
}

/** A counter that does something once, in the midst of a check. */
const counting = (harm: () => void): System =>
  system({
    name: 'counting',
    nodes: {
      counter: role<State>({
        initial: () => ({ n: 0 }),
        internal: {
          tick: {
            when: ({ n }) => n < 3,
            do: (state) => {
              if (state.n === 1) harm()
              state.n += 1
            },
          },
        },
      }),
    },
    properties: ({ always }) => ({ few: always(({ nodes }) => nodes.counter.n < 3) }),
  })

const change = (owner: object, key: PropertyKey, value: unknown) => (): void =>
  void Reflect.set(owner, key, value)

afterEach(() => {
  damageDone()
})

test.each([
  ['Array.prototype.map', change(Array.prototype, 'map', () => 1)],
  ['Array.prototype[Symbol.iterator]', change(Array.prototype, Symbol.iterator, undefined)],
  ['Object.keys', change(Object, 'keys', () => [])],
  ['Map', change(globalThis, 'Map', undefined)],
  ['the fields of Int32Array.prototype', change(Int32Array.prototype, 'slice', () => null)],
  ['the fields of Object.prototype', change(Object.prototype, 'get', 1)],
])('a model that damages %s is to blame, gets no verdict, and leaves no harm', async (_, harm) => {
  const { map } = Array.prototype
  const error: unknown = await check(counting(harm)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ModelError)
  expect(error).toMatchObject({ code: 'not-pure' })
  damageDone()
  expect(changedBuiltins()).toEqual([])
  expect(Array.prototype.map).toBe(map)
})

test('what is damaged is named', async () => {
  const harm = change(Int32Array.prototype, 'slice', () => null)
  await expect(check(counting(harm))).rejects.toThrow(
    'The model changes what JavaScript provides: the fields of Int32Array.prototype',
  )
})

test('what tests fake, and what was changed before the check, is not the doing of a model', async () => {
  vi.useFakeTimers()
  change(Array.prototype, 'at', function at(this: readonly unknown[], index: number): unknown {
    return this[index < 0 ? this.length + index : index]
  })()
  try {
    const { properties } = await check(counting(() => undefined))
    expect(properties).toMatchObject([{ verdict: 'violated', trace: { steps: { length: 3 } } }])
  } finally {
    vi.useRealTimers()
  }
})
