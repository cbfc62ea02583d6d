import { describe, expect, test } from 'vitest'
import {
  check,
  machine,
  propertyOf,
  renderTrace,
  role,
  system,
  type System,
  type Trace,
} from '../../src/index.ts'
import { explore } from '../../src/semantics/reference.ts'
import { exploreWithEngine } from '../support/engine-run.ts'

interface Hands {
  waiting: Set<string>
  done: string[]
}

/** A hand presses for one of those that wait, whichever, and they wait again. */
const presses = (each: boolean): System =>
  machine<Hands>({
    name: 'presses',
    initial: () => ({ waiting: new Set(['a', 'b']), done: [] }),
    actions: {
      press: each
        ? {
            each: ({ waiting }) => waiting,
            doEach: (state, who: string) => void (state.done = [who]),
          }
        : {
            do: (state, { choose }) => void (state.done = [choose([...state.waiting])]),
          },
    },
    properties: ({ alwaysEventually }) => ({
      'a has its turn again and again': alwaysEventually(({ done }) => done[0] === 'a'),
    }),
  })

describe('a family of steps', () => {
  test('is promised item by item, and a choice is not', async () => {
    const [ofEach, ofChoice] = [await check(presses(true)), await check(presses(false))]
    expect(ofEach.properties[0]?.verdict).toBe('holds')
    expect(ofChoice.properties[0]?.verdict).toBe('violated')
  })

  test('a run for ever says which choices nobody promises', async () => {
    const property = propertyOf(await check(presses(false)), 'a has its turn again and again')
    const text = renderTrace(property.trace as Trace, { property })
    expect(text).toMatch(/The run counts: [^]*step 2 chooses "b": nobody promises what is chosen/)
    expect(text).not.toContain('step 1 chooses')
  })

  test('of a node is told, and seen by observers, item by item', async () => {
    const hand = role<{ left: number[] }, number>({
      initial: () => ({ left: [1, 2] }),
      internal: {
        give: {
          each: ({ left }) => left.map((count) => ({ count })),
          doEach: (state, { count }: { count: number }, { send }) => {
            state.left = state.left.filter((other) => other !== count)
            send('box', count)
          },
        },
      },
    })
    const box = role<{ sum: number }, number>({
      initial: () => ({ sum: 0 }),
      receive: (state, count) => void (state.sum += count),
    })
    const subject = system({
      name: 'gives',
      nodes: { hand, box },
      properties: ({ never }) => ({ 'two alone': never(({ nodes }) => nodes.box.sum === 2) }),
    })
    const report = await check(subject)
    expect(report.properties[0]?.trace?.steps[0]).toMatchObject({
      action: 'hand does "give" for {count: 2}',
      name: 'give',
      item: { count: 2 },
      choices: [],
    })
    const reference = explore(subject)
    for (const { keys } of await exploreWithEngine(subject, { leavesIgnored: false })) {
      expect(keys.size).toBe(reference?.states.size)
    }
  })
})

/** A machine with one action of some items. */
const withItems = (items: () => unknown): System =>
  machine<{ count: number }>({
    name: 'items',
    initial: () => ({ count: 0 }),
    actions: {
      add: {
        when: ({ count }) => count < 2,
        each: items as () => Iterable<unknown>,
        doEach: (state) => void (state.count += 1),
      },
    },
    properties: ({ always }) => ({ small: always(({ count }) => count < 9) }),
  })

describe('items that are none', () => {
  const equal = /`each` gives the item \{a: 1\} twice/
  let asked = 0
  test.each([
    ['two equal ones', () => [{ a: 1 }, { a: 1 }], equal],
    ['no list', () => 3, /`each` answered 3, which is no list of items/],
    ['a text', () => 'ab', /`each` answered "ab", which is no list of items/],
    ['undefined', () => [undefined], /undefined \(outside a field\) is not plain data/],
    ['a function', () => [() => 1], /function/],
    ['others each time', () => [asked++], /not pure/],
  ])('are refused: %s', async (_, items, message) => {
    await expect(check(withItems(items))).rejects.toThrow(message)
  })

  test('do not leave a step: it is not enabled', async () => {
    const { states } = await check(withItems(() => []))
    expect(states.distinct).toBe(1)
  })
})

describe('a family that is none', () => {
  test.each([
    ['no `doEach`', { each: () => [1] }, "The setting 'doEach' is missing"],
    ['no `each`', { doEach: () => {} }, "The setting 'each' is missing"],
    ['misspelt', { eech: () => [1], doEach: () => {} }, "did you mean 'each'?"],
    ['`do` besides', { each: () => [1], doEach: () => {}, do: () => undefined }, 'has `do`'],
  ])('is refused: %s', (_, step, message) => {
    const make = (): unknown =>
      machine({ name: 'm', initial: () => 0, actions: { step: step as never } })
    expect(make).toThrow(message)
  })
})
