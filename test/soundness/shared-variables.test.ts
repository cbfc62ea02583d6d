import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check, ModelError, role, system, type System } from '../../src/index.ts'
import { isFoundOut } from '../support/found-out.ts'

/*
 * Handlers that share a variable of their module. In which order an engine runs handlers is no part of a
 * model: where it would decide a verdict, there is none. A memory that only saves work changes nothing.
 */

/** What is shared, as what a handler may do with it in a state: note the state, and look. */
interface Shared {
  readonly note: (k: number) => void
  readonly look: (k: number) => boolean
}

/** Ways to share a variable, by how it begins. */
const ways: Readonly<Record<string, () => Shared>> = {
  'a flag': () => {
    let flag = false
    return { note: () => void (flag = true), look: () => flag }
  },
  'a flag that the first word sets': () => {
    let first: number | null = null
    return { note: (k) => void (first ??= k), look: () => first === 0 }
  },
  'the last word': () => {
    let last = 0
    return { note: (k) => void (last = k), look: () => last > 0 }
  },
  'a counter': () => {
    let count = 0
    return { note: () => void (count += 1), look: () => count > 2 }
  },
  'a set': () => {
    const seen = new Set<number>()
    return { note: (k) => void seen.add(k), look: (k) => seen.has(k) }
  },
  'a memory with the wrong key': () => {
    const known = new Map<number, boolean>()
    return {
      note: (k) => void known.set(k % 2, k > 1),
      look: (k) => known.get(k % 2) ?? k > 1,
    }
  },
}

/** Of a node: where it goes from each of its states, and where if it sees something; 4: it ends. */
interface Behaviour {
  readonly next: readonly number[]
  readonly ifSeen: readonly number[]
}

interface Spec {
  readonly way: string
  readonly writer: Behaviour
  readonly notesIn: readonly boolean[]
  readonly reader: Behaviour
  /** Whether the reader goes by messages of the writer's, or by itself. */
  readonly isTold: boolean
}

const places = fc.array(fc.nat(4), { minLength: 4, maxLength: 4 })
const behaviour = fc.record({ next: places, ifSeen: places })
const spec: fc.Arbitrary<Spec> = fc.record({
  way: fc.constantFrom(...Object.keys(ways)),
  writer: behaviour,
  notesIn: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  reader: behaviour,
  isTold: fc.boolean(),
})

interface Counted {
  k: number
  /** So many steps are left. */
  left: number
}

const goTo = (state: Counted, place: number | undefined): void => {
  state.k = place ?? 4
  state.left -= 1
}

const isOn = ({ k, left }: Counted): boolean => k < 4 && left > 0

/** Makes the two roles, as a module would when it is loaded. */
const load = ({ way, writer, notesIn, reader, isTold }: Spec, order: 'ab' | 'ba'): System => {
  const shared = ways[way]?.() ?? { note: () => undefined, look: () => false }
  const read = (state: Counted): void =>
    goTo(state, (shared.look(state.k) ? reader.ifSeen : reader.next)[state.k])
  const a = role<Counted, string>({
    initial: () => ({ k: 0, left: 3 }),
    internal: {
      write: {
        when: isOn,
        do: (state, { send }) => {
          if (notesIn[state.k]) shared.note(state.k)
          if (isTold) send('b', 'go')
          goTo(state, writer.next[state.k])
        },
      },
    },
  })
  const b = role<Counted, string>({
    initial: () => ({ k: 0, left: 3 }),
    receive: (state) => {
      if (isOn(state)) read(state)
    },
    ...(isTold ? {} : { internal: { read: { when: isOn, do: read } } }),
  })
  return system({
    name: 'shared',
    nodes: order === 'ab' ? { a, b } : { b, a },
    properties: ({ reachable }) =>
      Object.fromEntries(
        [0, 1, 2, 3, 4].map((place) => [
          `b gets to ${place}`,
          reachable(({ nodes }) => nodes.b.k === place),
        ]),
      ),
  })
}

/** The verdicts of a check, or null where the model is said not to be pure. */
const verdictsOf = async (
  make: () => System,
  isAskedAgain = true,
): Promise<readonly string[] | null> => {
  try {
    const { properties } = await check(make(), isAskedAgain ? { again: make } : {})
    return properties.map(({ verdict }) => verdict)
  } catch (error) {
    if (error instanceof ModelError && error.code === 'not-pure') return null
    throw error
  }
}

/** Fails if it depends on the order of the nodes what becomes of a check. */
const refuseOrder = async (each: Spec, isAskedAgain?: boolean): Promise<boolean> => {
  const one = await verdictsOf(() => load(each, 'ab'), isAskedAgain)
  const other = await verdictsOf(() => load(each, 'ba'), isAskedAgain)
  expect(one).toEqual(other)
  return one === null
}

/** A memory of all that a handler looks at, which is shared and does no harm. */
const remembering = (each: Spec): System => {
  const known = new Map<string, readonly [number, number]>()
  const made = load({ ...each, way: 'none' }, 'ab')
  const nodes = made.nodes.map((node) => {
    const handlers = { ...node.role.handlers }
    const { receive } = handlers
    if (receive !== undefined) {
      handlers.receive = (state, message, context) => {
        const counted = state as Counted
        const key = `${context.self} ${counted.k} ${counted.left}`
        const answer = known.get(key)
        if (answer === undefined) receive(state, message, context)
        else [counted.k, counted.left] = answer
        known.set(key, [counted.k, counted.left])
      }
    }
    return { ...node, role: { ...node.role, handlers } }
  })
  return { ...made, nodes }
}

describe('handlers that share a variable', () => {
  test.each(Object.keys(ways))('are not pure in any order or in all: %s', async (way) => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(spec, async (each) => {
        if (await refuseOrder({ ...each, way })) refused += 1
      }),
      { numRuns: 60 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  test('would be in one, were they not asked in another instance of their module', async () => {
    const isFound = await isFoundOut(
      fc.asyncProperty(spec, async (each) => void (await refuseOrder(each, false))),
      500,
    )
    expect(isFound).toBe(true)
  })

  test('get their verdicts where it only saves them work', async () => {
    let remembered = 0
    await fc.assert(
      fc.asyncProperty(spec, async (each) => {
        const told = { ...each, isTold: true }
        const right = await verdictsOf(() => load({ ...told, way: 'none' }, 'ab'))
        const verdicts = await verdictsOf(() => {
          remembered += 1
          return remembering(told)
        })
        expect(right).not.toBeNull()
        expect(verdicts).toEqual(right)
      }),
      { numRuns: 60 },
    )
    expect(remembered).toBeGreaterThan(60)
  })
})
