import { Immer, produce } from 'immer'
import { afterEach, describe, expect, test } from 'vitest'
import { check, machine, role, system } from '../../src/index.ts'
import { findByMeaning } from '../../src/semantics/drafts-by-meaning.ts'
import { explore } from '../../src/semantics/reference.ts'

interface From {
  from: string
  with?: Set<number>
}

interface Votes {
  votes: Set<From>
  counts: Map<From, number>
  /** What was found, in the order in which it was asked. */
  found: unknown[]
}

const a = (): From => ({ with: new Set([2, 1]), from: 'a' })
const b = (): From => ({ from: 'b' })

const begun = (): Votes => ({ votes: new Set([a()]), counts: new Map([[a(), 1]]), found: [] })

/** What is asked of a draft before it is changed, and after. */
const ask = (state: Votes): void => {
  const { votes, counts } = state
  const found: unknown[] = [votes.has(a()), votes.has(b()), counts.has(a()), counts.get(a())]
  votes.add(a())
  votes.add(b())
  found.push(votes.size, votes.has(b()), [...votes].length, votes.has(a()))
  counts.set(a(), 2).set(b(), 3)
  found.push(counts.size, counts.get(a()), counts.get(b()), counts.has({ from: 'c' }))
  found.push(votes.delete(a()), votes.delete(a()), counts.delete(b()), counts.delete(b()))
  state.found = found
}

const asked = [
  [true, false, true, 1],
  [2, true, 2, true],
  [2, 2, 3, false],
  [true, false, true, false],
].flat()

describe('what a Set or a Map holds is found by meaning', () => {
  test('in the actions, guards and predicates of a machine', async () => {
    const subject = machine<Votes>({
      name: 'votes',
      initial: begun,
      actions: {
        ask: {
          when: ({ votes, counts }) =>
            votes.has(a()) && !votes.has(b()) && counts.get(a()) === 1 && counts.has(a()),
          do: ask,
        },
      },
      properties: ({ always, reachable }) => ({
        'is asked': reachable(({ found }) => JSON.stringify(found) === JSON.stringify(asked)),
        'b alone votes then': always(
          ({ votes, counts, found }) =>
            found.length === 0 ||
            (votes.has(b()) && !votes.has(a()) && votes.size === 1 && counts.get(a()) === 2),
        ),
        'never is b alone': always(({ votes }) => !votes.has(b())),
      }),
    })
    const { properties } = await check(subject)
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'violated'])
    expect(explore(subject)?.states.size).toBe(2)
  })

  test('in handlers of nodes, and in messages', async () => {
    const sender = role<Votes, Votes>({
      initial: begun,
      start: (state, { send }) => {
        send('receiver', state)
        ask(state)
      },
    })
    const receiver = role<{ hasA: boolean; hasB: boolean; count: number }, Votes>({
      initial: () => ({ hasA: false, hasB: true, count: 0 }),
      receive: (_, { votes, counts }) => ({
        hasA: votes.has(a()),
        hasB: votes.has(b()),
        count: counts.get(a()) ?? 0,
      }),
    })
    const subject = system({
      name: 'sent',
      nodes: { sender, receiver },
      properties: ({ always, reachable }) => ({
        'is asked': always(
          ({ nodes }) => JSON.stringify(nodes.sender.found) === JSON.stringify(asked),
        ),
        'is found': reachable(
          ({ nodes: { receiver: it } }) => it.hasA && !it.hasB && it.count === 1,
        ),
      }),
    })
    const { properties } = await check(subject)
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
  })
})

/** A machine that asks once for something in a Set. */
const holding = (does: (held: Set<unknown>) => boolean) =>
  machine<{ held: Set<unknown>; isFound: boolean | null }>({
    name: 'holding',
    initial: () => ({ held: new Set([{ of: 3 }, { of: new Set([a()]) }]), isFound: null }),
    actions: {
      look: {
        when: ({ isFound }) => isFound === null,
        do: (state) => {
          state.isFound = does(state.held)
        },
      },
    },
    properties: ({ reachable }) => ({ found: reachable(({ isFound }) => isFound === true) }),
  })

describe('what only looks alike', () => {
  test('NaN is no other number, and is refused where it is added', async () => {
    const { properties } = await check(holding((held) => held.has({ of: NaN })))
    expect(properties[0]?.verdict).toBe('violated')
    const adding = holding((held) => held.add({ of: NaN }).size > 0)
    await expect(check(adding)).rejects.toThrow('NaN is not plain data')
  })

  test('elements that mean the same are one, in what is looked for, too', async () => {
    const { properties } = await check(holding((held) => held.has({ of: new Set([a(), a()]) })))
    expect(properties[0]?.verdict).toBe('holds')
  })
})

/** A machine whose keys are made of votes. */
const counting = (keyOf: (vote: From) => From) =>
  machine<Votes>({
    name: 'counting',
    initial: () => ({ ...begun(), counts: new Map() }),
    actions: {
      count: ({ votes, counts }) => {
        for (const vote of votes) counts.set(keyOf(vote), 1)
      },
    },
    properties: ({ reachable }) => ({ counted: reachable(({ counts }) => counts.has(a())) }),
  })

test('a part of a state that becomes a key is refused in words', async () => {
  await expect(check(counting((vote) => vote))).rejects.toThrow('becomes a key of a Map')
  await expect(check(counting((vote) => ({ ...vote })))).rejects.toThrow('becomes a key of a Map')
  const { properties } = await check(
    counting(({ from, with: others }) => ({ from, with: new Set(others) })),
  )
  expect(properties[0]?.verdict).toBe('holds')
})

const sample = () => ({ set: new Set<unknown>([a(), 1]), map: new Map([[a(), 1]]) })

const call = (it: object, name: string, ...given: unknown[]): unknown =>
  Reflect.apply(Reflect.get(it, name) as () => unknown, it, given)

/** As newer versions of JavaScript have `isSubsetOf` and others: by what a Set itself holds. */
const isWithin = function (this: Set<unknown>, other: ReadonlySet<unknown>): boolean {
  return [...Set.prototype.values.call(this)].every((each) => other.has(each))
}
const prototypes: readonly object[] = [Set.prototype, Map.prototype]

describe('drafts', () => {
  afterEach(() => {
    for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'isWithin')
  })

  test('of whoever uses immer himself go by identity, as ever', () => {
    const { set, map } = produce(sample(), (draft) => {
      draft.set.add(a())
      draft.map.set(a(), 2)
      draft.set.add(new Date(1)).add(new Date(2))
    })
    expect([set.size, map.size]).toEqual([5, 2])
  })

  test('know all that JavaScript lets Sets do, and refuse what Maps can do besides', () => {
    for (const prototype of prototypes) {
      Reflect.defineProperty(prototype, 'isWithin', { configurable: true, value: isWithin })
    }
    const immer = new Immer({ autoFreeze: false })
    findByMeaning(immer)
    immer.produce(sample(), ({ set, map }) => {
      expect(call(set, 'isWithin', new Set([2]))).toBe(false)
      expect(call(set, 'isWithin', set)).toBe(true)
      expect(() => call(map, 'isWithin', set)).toThrow("has no 'isWithin' in a handler")
    })
  })
})
