import { expect, test } from 'vitest'
import { replicas, role, system, type System } from '../../src/index.ts'
import { unpaced } from '../../src/pace/pace.ts'
import type { GlobalState } from '../../src/semantics/global-state.ts'
import { anyLooks, groundOf } from '../../src/simulate/ground.ts'
import { mouldOf } from '../../src/simulate/mould.ts'
import { Steps } from '../../src/simulate/steps.ts'
import { View } from '../../src/simulate/view.ts'

interface Node {
  hasGreeted: boolean
  heard: Set<string>
}

/**
 * Each greets all others at most once, in one of some words; who is greeted remembers by whom, and who is only nudged does
 * nothing.
 */
const greetings = (count: number, words: readonly ('hello' | 'hey')[] = ['hello']) =>
  system({
    name: 'greetings',
    nodes: {
      node: replicas(
        count,
        role<Node, 'hello' | 'hey' | 'nudge'>({
          initial: () => ({ hasGreeted: false, heard: new Set() }),
          internal: {
            greet: {
              when: ({ hasGreeted }) => !hasGreeted,
              each: () => words,
              doEach: (state, word: 'hello' | 'hey', { others, send }) => {
                state.hasGreeted = true
                send(others, word)
                send(others, 'nudge')
              },
            },
          },
          receive: (state, message, { from }) => {
            if (message !== 'nudge') state.heard.add(from)
          },
        }),
      ),
    },
  })

const orders = (count: number): readonly (readonly number[])[] =>
  count === 0
    ? [[]]
    : orders(count - 1).flatMap((order) =>
        Array.from({ length: count }, (_, at) => order.toSpliced(at, 0, count - 1)),
      )

/**
 * What a state is whoever is who: the least of all texts of it, without nudges, in which nodes change places; with what is
 * in flight or without.
 */
const orbitOf = ({ nodes, inFlight }: GlobalState, hasMail: boolean): string => {
  const texts = orders(nodes.length).map((order) => {
    const name = (old: string): string => String(order[Number(old.slice(4)) - 1])
    const known = nodes.map(({ state }, node) => {
      const { hasGreeted, heard } = state as Node
      return `${order[node]} ${hasGreeted} ${[...heard].map(name).toSorted().join()}`
    })
    const mail = inFlight
      .filter(({ message }) => hasMail && message !== 'nudge')
      .map(({ from, to, message }) => `${order[from]}>${order[to]} ${String(message)}`)
    return `${known.toSorted().join(' ')} | ${mail.toSorted().join(' ')}`
  })
  return texts.toSorted()[0] ?? ''
}

/** How a state looks, and what it is whoever is who. */
interface Look {
  look: number
  orbit: string
}

/** Every state, with what is in flight and without. */
const looksIn = async (subject: System): Promise<{ all: Look[]; still: Look[] }> => {
  const { space, prints, initial } = await groundOf(subject, anyLooks(), unpaced)
  const [steps, view] = [new Steps(space, prints), new View(subject, space, prints)]
  const [seen, waiting] = [new Set<string>(), initial.map((state) => state.slice())]
  const [all, still]: [Look[], Look[]] = [[], []]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (seen.has(state.join())) continue
    seen.add(state.join())
    steps.look(state)
    view.look(steps, state)
    const plain = space.decode(state)
    all.push({ look: view.print, orbit: orbitOf(plain, true) })
    still.push({ look: view.still, orbit: orbitOf(plain, false) })
    for (let step = 0; step < steps.count; step++) {
      const { mail } = { mail: undefined, ...prints.action(steps.labelOf(step)) }
      expect(view.isIdle(step)).toBe(mail?.message === 'nudge')
      const after = new Int32Array(space.width)
      steps.take(step, after)
      waiting.push(after)
    }
  }
  return { all, still }
}

/** How many there are: each look is one orbit, and each orbit one look. */
const count = (looks: readonly Look[]): number => {
  const byLook = new Map(looks.map(({ look, orbit }) => [look, orbit]))
  const byOrbit = new Map(looks.map(({ look, orbit }) => [orbit, look]))
  for (const { look, orbit } of looks) {
    expect(byLook.get(look)).toBe(orbit)
    expect(byOrbit.get(orbit)).toBe(look)
  }
  return byOrbit.size
}

test('states look alike exactly where nodes have changed places, or what nobody heeds is in flight', async () => {
  const { all } = await looksIn(greetings(3))
  const orbits = count(all)
  expect(orbits).toBeGreaterThan(20)
  expect(all.length).toBeGreaterThan(10 * orbits)
})

test('with nothing in flight they look alike where only nodes have changed places', async () => {
  const { all, still } = await looksIn(greetings(2, ['hello', 'hey']))
  const cells = count(still)
  expect(cells).toBeGreaterThan(3)
  expect(count(all)).toBeGreaterThan(1.5 * cells)
})

test('names are taken out of a text where they are quoted as they are', () => {
  const nodes = greetings(3).nodes
  const named = (text: string): readonly number[] =>
    mouldOf(text, { nodes }).names.map(({ node }) => node)
  expect(named('{"a":"node2","b":set("node1","node3"),"c":"node22","d":"my \\"node1\\""}')).toEqual(
    [1, 0, 2],
  )
  const places = mouldOf('set("node1","node3")', { nodes }).names.map(({ place }) => place)
  expect(new Set(places).size).toBe(1)
  const apart = mouldOf('["node1","node3"]', { nodes }).names.map(({ place }) => place)
  expect(new Set(apart).size).toBe(2)
})
