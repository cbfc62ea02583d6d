import { describe, expect, test } from 'vitest'
import { check, machine, ModelErrorInRun, type System } from '../../src/index.ts'

interface State {
  n: number
}

type Answer = (state: State) => boolean

/** A counter up to 3 with one predicate in one place. */
const counter = (place: string, predicate: Answer): System =>
  machine<State>({
    name: 'counter',
    initial: () => ({ n: 0 }),
    actions: {
      tick: {
        when: ({ n }) => n < 3,
        do: (state) => {
          state.n += 1
        },
      },
    },
    ...(place === 'within' ? { within: predicate } : {}),
    properties: (kit) => ({
      it:
        place === 'within'
          ? kit.always(({ n }) => n < 9)
          : place === 'noDeadlock'
            ? kit.noDeadlock({ unless: predicate })
            : kit[place as 'always'](predicate),
    }),
  })

const errorOf = async (system: System): Promise<ModelErrorInRun> => {
  const error: unknown = await check(system).catch((thrown: unknown) => thrown)
  if (error instanceof ModelErrorInRun) return error
  throw new Error(`no ModelErrorInRun: ${String(error)}`)
}

const places = [
  'always',
  'never',
  'reachable',
  'stepwise',
  'within',
  'noDeadlock',
  'eventually',
  'alwaysEventually',
]

describe.each(places)('a predicate of %s', (place) => {
  test.each([[1], [0], [undefined], [null], ['yes'], [NaN], [{}], [Promise.resolve(true)]])(
    'that answers %s, neither true nor false, is refused',
    async (answer) => {
      const error = await errorOf(counter(place, ((state: State) => (state.n, answer)) as never))
      expect(error.code).toBe('property-threw')
      expect(error.message).toContain('neither true nor false')
      expect(error.trace).not.toBeNull()
    },
  )
})

test('a bound that throws comes out with the run that leads to the state', async () => {
  const error = await errorOf(
    counter('within', ({ n }) => {
      if (n === 2) throw new Error('two')
      return true
    }),
  )
  expect(error.code).toBe('property-threw')
  expect(error.message).toContain('the bound `within`')
  expect(error.trace?.steps).toHaveLength(2)
})

test('a bound that throws at the start comes out with that state', async () => {
  const error = await errorOf(
    counter('within', () => {
      throw new Error('at once')
    }),
  )
  expect(error.trace?.steps).toHaveLength(0)
})
