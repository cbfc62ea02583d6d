import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SystemSpace } from '../../src/compile/system-space.ts'
import { fifo, role, system, unordered, type System } from '../../src/index.ts'
import { traitsOn } from '../../src/model/network-plan.ts'
import { unpaced } from '../../src/pace/pace.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { anyLooks, groundOf } from '../../src/simulate/ground.ts'
import { Steps } from '../../src/simulate/steps.ts'
import { View } from '../../src/simulate/view.ts'
import { keyOf } from '../../src/value/key.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'
import { timedSpec } from '../support/timed-system.ts'

/** What is known of the states of a system, by what they are on plain objects. */
interface Printed {
  readonly names: Map<string, number>
  /** The prints of the steps of each, sorted. */
  readonly steps: Map<string, string>
}

const most = 100

/** Looks at the first states that are met, the next one at either end of those that wait. */
const printed = async (
  subject: System,
  end: 'pop' | 'shift',
  onState: (steps: Steps, view: View, space: SystemSpace, state: Int32Array) => void,
): Promise<Printed> => {
  const { space, prints, initial } = await groundOf(subject, anyLooks(), unpaced)
  const [steps, view] = [new Steps(space, prints), new View(subject, space, prints)]
  const waiting = initial.map((state) => state.slice())
  const all: Printed = { names: new Map(), steps: new Map() }
  for (let state = waiting[end](); state !== undefined; state = waiting[end]()) {
    const key = keyOf(space.decode(state))
    if (all.names.has(key)) continue
    if (all.names.size === most) break
    steps.look(state)
    all.names.set(key, steps.name)
    const own = Array.from({ length: steps.count }, (_, step) => steps.nameOf(step))
    all.steps.set(key, own.toSorted((a, b) => a - b).join())
    onState(steps, view, space, state)
    for (let step = 0; step < steps.count; step++) {
      const after = new Int32Array(space.width)
      steps.take(step, after)
      waiting.push(after)
    }
  }
  return all
}

/** Looks at a system in two orders, and compares the prints: how many states were met in both. */
const compare = async (
  subject: System,
  onState: Parameters<typeof printed>[2] = () => undefined,
): Promise<number> => {
  // What is wrong in user code is not asked here.
  const one = await printed(subject, 'shift', onState).catch((error: unknown) => caught(error))
  const other = await printed(subject, 'pop', onState).catch((error: unknown) => caught(error))
  if (one === null || other === null) return 0
  for (const { names } of [one, other]) expect(new Set(names.values()).size).toBe(names.size)
  const both = [...one.names].filter(([key]) => other.names.has(key))
  for (const [key, name] of both) {
    expect(other.names.get(key)).toBe(name)
    expect(other.steps.get(key)).toBe(one.steps.get(key))
  }
  return both.length
}

/** Lets through what is wrong with the comparison. */
const caught = (error: unknown): null => {
  if (error instanceof Error && error.name === 'AssertionError') throw error
  return null
}

test.each([
  ['systems', systemSpec.map(buildSystem)],
  ['systems with time', timedSpec.map(buildSystem)],
] as const)(
  'states of random %s have prints of their own, in whichever order they are met',
  async (_, systems) => {
    let both = 0
    await fc.assert(
      fc.asyncProperty(systems, async (subject) => {
        both += await compare(subject)
      }),
      { numRuns: 30 },
    )
    expect(both).toBeGreaterThan(50)
  },
)

/** A state without what is in flight to a node. */
const without = (state: GlobalState, node: number): string =>
  keyOf({ ...state, inFlight: state.inFlight.filter(({ to }) => to !== node) })

test('a delivery has no effect exactly where nothing differs after it but what is in flight there', async () => {
  let [idle, others] = [0, 0]
  await fc.assert(
    fc.asyncProperty(systemSpec, async (spec) => {
      const subject = buildSystem(spec)
      await compare(subject, (steps, view, space, state) => {
        view.look(steps, state)
        const before = space.decode(state)
        const after = new Int32Array(space.width)
        for (let step = 0; step < steps.count; step++) {
          const action = steps.prints.action(steps.labelOf(step))
          steps.take(step, after)
          const plain = space.decode(after)
          const isIdle =
            action.kind === 'deliver' &&
            traitsOn(subject.network, action.mail.from, action.mail.to).mayLeaveIgnored &&
            without(plain, action.mail.to) === without(before, action.mail.to)
          expect(view.isIdle(step)).toBe(isIdle)
          if (isIdle) idle += 1
          else others += 1
        }
      })
    }),
    { numRuns: 30 },
  )
  expect(idle).toBeGreaterThan(100)
  expect(others).toBeGreaterThan(5000)
})

/** Somebody says two words at once, in one order or the other. */
const words = (network: ReturnType<typeof fifo>) =>
  system({
    name: 'words',
    network,
    nodes: {
      speaker: role<{ isDone: boolean }, string>({
        initial: () => ({ isDone: false }),
        internal: {
          say: {
            when: ({ isDone }) => !isDone,
            each: () => [
              ['yes', 'no'],
              ['no', 'yes'],
            ],
            doEach: (state, said: string[], { send }) => {
              state.isDone = true
              for (const word of said) send('hearer', word)
            },
          },
        },
      }),
      hearer: role<{ heard: number }, string>({
        initial: () => ({ heard: 0 }),
        receive: (state) => {
          state.heard += 1
        },
      }),
    },
  })

/** How many states it has, as they are printed in each of two orders. */
const countOf = async (subject: System): Promise<number> => {
  let states = 0
  expect(await compare(subject, () => (states += 1))).toBeGreaterThan(3)
  return states / 2
}

test('the order of messages counts on queues, and nowhere else', async () => {
  expect(await countOf(words(fifo()))).toBe(6)
  expect(await countOf(words(unordered()))).toBe(5)
})
