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

/** Each greets all others at most once; who is greeted remembers by whom, and who is only nudged does nothing. */
const greetings = (count: number) =>
  system({
    name: 'greetings',
    nodes: {
      node: replicas(
        count,
        role<Node, 'hello' | 'nudge'>({
          initial: () => ({ hasGreeted: false, heard: new Set() }),
          internal: {
            greet: {
              when: ({ hasGreeted }) => !hasGreeted,
              do: (state, { others, send }) => {
                state.hasGreeted = true
                send(others, 'hello')
                send(others, 'nudge')
              },
            },
          },
          receive: (state, message, { from }) => {
            if (message === 'hello') state.heard.add(from)
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

/** What a state is whoever is who: the least of all texts of it, without nudges, in which nodes change places. */
const orbitOf = ({ nodes, inFlight }: GlobalState): string => {
  const texts = orders(nodes.length).map((order) => {
    const name = (old: string): string => String(order[Number(old.slice(4)) - 1])
    const known = nodes.map(({ state }, node) => {
      const { hasGreeted, heard } = state as Node
      return `${order[node]} ${hasGreeted} ${[...heard].map(name).toSorted().join()}`
    })
    const mail = inFlight
      .filter(({ message }) => message === 'hello')
      .map(({ from, to }) => `${order[from]}>${order[to]}`)
    return `${known.toSorted().join(' ')} | ${mail.toSorted().join(' ')}`
  })
  return texts.toSorted()[0] ?? ''
}

/** Every state, with how it looks and what it is whoever is who. */
const looksIn = async (subject: System): Promise<{ look: number; orbit: string }[]> => {
  const { space, prints, initial } = await groundOf(subject, anyLooks(), unpaced)
  const [steps, view] = [new Steps(space, prints), new View(subject, space, prints)]
  const [seen, waiting] = [new Set<string>(), initial.map((state) => state.slice())]
  const all: { look: number; orbit: string }[] = []
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (seen.has(state.join())) continue
    seen.add(state.join())
    steps.look(state)
    view.look(steps, state)
    all.push({ look: view.print, orbit: orbitOf(space.decode(state)) })
    for (let step = 0; step < steps.count; step++) {
      const { mail } = { mail: undefined, ...prints.action(steps.labelOf(step)) }
      expect(view.isIdle(step)).toBe(mail?.message === 'nudge')
      const after = new Int32Array(space.width)
      steps.take(step, after)
      waiting.push(after)
    }
  }
  return all
}

test('states look alike exactly where nodes have changed places, or what nobody heeds is in flight', async () => {
  const all = await looksIn(greetings(3))
  const byLook = new Map(all.map(({ look, orbit }) => [look, orbit]))
  const byOrbit = new Map(all.map(({ look, orbit }) => [orbit, look]))
  expect(byOrbit.size).toBeGreaterThan(20)
  expect(all.length).toBeGreaterThan(10 * byOrbit.size)
  for (const { look, orbit } of all) {
    expect(byLook.get(look)).toBe(orbit)
    expect(byOrbit.get(orbit)).toBe(look)
  }
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
