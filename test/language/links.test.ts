import { describe, expect, test } from 'vitest'
import {
  byzantine,
  check,
  client,
  duplicating,
  fifo,
  renderReport,
  replicas,
  role,
  system,
  unordered,
  type Network,
  type System,
} from '../../src/index.ts'
import { flips } from '../../src/flip.ts'
import { networkOn } from '../../src/model/network-plan.ts'
import { mistakeIn } from '../support/mistake-in.ts'

/** Says 1, then 2, to everybody else; whether somebody heard 2 first. */
const talker = role<{ said: number; heard: number; isLate: boolean }, number>({
  initial: () => ({ said: 0, heard: 0, isLate: false }),
  internal: {
    say: {
      when: ({ said }, { self }) => self === 's1' && said < 2,
      do: (state, { send }) => {
        state.said += 1
        send(['s2', 'hearer'], state.said)
      },
    },
  },
  receive: (state, number) => {
    if (number < state.heard) state.isLate = true
    state.heard = number
  },
})
const mute = role<null>({ initial: () => null })

type Settings = Parameters<typeof system>[0]

/** What is asked for is misspelt at times. */
const talking = (network: unknown, more: Partial<Settings> = {}): System =>
  system({
    name: 'talking',
    nodes: { s: replicas(2, talker), hearer: talker, mute },
    network: network as Network,
    properties: ({ reachable }) => ({
      'a server hears it late': reachable(({ nodes }) => nodes.s.some(({ isLate }) => isLate)),
      'the hearer hears it late': reachable(({ nodes }) => nodes.hearer.isLate),
    }),
    ...(more as object),
  })

const verdicts = async (network: unknown) =>
  (await check(talking(network))).properties.map(({ verdict }) => verdict)

const told = async (network: unknown) =>
  (await check(talking(network))).reductions.find(({ name }) => name === 'symmetry')?.bar

const withNodes = (more: object): Partial<Settings> => ({
  nodes: { s: replicas(2, talker), hearer: talker, mute, ...more },
  properties: () => ({}),
})

const sender = (to: string) =>
  role<null, number>({
    initial: () => null,
    start: (_, { send }) => send(to, 1, { once: true }),
  })

const sending = (to: string): System =>
  system({
    name: 'sending',
    nodes: { a: sender(to), s: replicas(2, talker), hearer: talker },
    network: { links: [{ from: 'a', to: 's', network: fifo() }] },
    properties: ({ always }) => ({ 'all is well': always(() => true) }),
  })

const among = { from: 's', to: 's', network: fifo() }

describe('links of different kinds', () => {
  test('deliver each in their own way, in the direction that is named', async () => {
    expect(await verdicts({ links: [among] })).toEqual(['violated', 'holds'])
    expect(await verdicts({ links: [{ ...among, from: 's2' }] })).toEqual(['holds', 'holds'])
    const toHearer = { from: ['s'], to: 'hearer', network: unordered() }
    expect(await verdicts({ links: [toHearer], default: fifo() })).toEqual(['violated', 'holds'])
  })

  test('are between those that are named, by themselves or with their group; others are the rest', () => {
    const links = [
      { from: ['s1', 'hearer'], to: 's', network: fifo() },
      { from: 's2', to: ['hearer', 's1'], network: duplicating() },
    ]
    const { network, nodes } = talking({ links, default: unordered({ loss: 1 }) })
    const kinds = nodes.map((_, from) =>
      nodes.map((__, to) => networkOn(network, from, to).kind[0]).join(''),
    )
    expect(kinds).toEqual(['ffuu', 'dudu', 'ffuu', 'uuuu'])
    expect(network.loss).toBe(1)
  })

  test('are among what a verdict rests on, and each is varied', async () => {
    const subject = talking({ links: [among], default: unordered({ loss: 1 }) })
    const text = renderReport(await check(subject), { columns: 200 })
    expect(text).toContain('network     s to s: fifo, messages from one node to another arrive')
    expect(text).toContain('network     other links: unordered, messages may overtake')
    expect(flips(subject).map(({ change }) => change)).toEqual([
      // A second budget that is counted is none that a run could have.
      'duplication (s to s): none → 1 delivery',
      'network (s to s): fifo → unordered',
      'loss (other links): 1 message → none',
      'loss (other links): 1 message → 2 messages',
      'duplication (other links): none → 1 delivery',
      'network (other links): unordered → fifo',
    ])
    const other = flips(subject).find(({ change }) => change.startsWith('network (s to s)'))
    const { properties } = await check(other?.system ?? subject)
    expect(properties[0]?.verdict).toBe('holds')
  })

  test('leave replicas interchangeable where they are named alike, and else say so', async () => {
    const apart = { kind: 'told-apart', apart: [{ by: { kind: 'links' }, nodes: ['s1', 's2'] }] }
    expect(await told({ links: [{ ...among, to: 's2' }] })).toMatchObject(apart)
    // Its guard knows a name.
    const alike = { kind: 'told-apart', apart: [{ by: { kind: 'step' } }] }
    expect(await told({ links: [among] })).toMatchObject(alike)
  })
})

/** Noise that nobody heeds is on its way, and a timer is set. */
const waiting = (network: Network | { links: never; default: Network }): System =>
  system({
    name: 'waiting',
    nodes: {
      noisy: role<null, number>({ initial: () => null, start: (_, { send }) => send('deaf', 1) }),
      deaf: role<null, number>({ initial: () => null, receive: () => {} }),
      waiter: role<{ isOver: boolean }, number, 'end'>({
        initial: () => ({ isOver: false }),
        start: (_, { setTimer }) => setTimer('end'),
        timeout: { end: (state) => void (state.isOver = true) },
        receive: () => {},
      }),
    },
    network,
    timers: 'patient',
    properties: ({ never }) => ({
      'over before the noise is': never(
        ({ nodes, inFlight }) => nodes.waiter.isOver && inFlight.length > 0,
      ),
    }),
  })

const between = (network: Network, other: Network) => ({
  links: [{ from: 'noisy', to: 'deaf', network }] as never,
  default: other,
})

test('patient timers wait for what is ignored on a queue, and not for what is ignored on a bag', async () => {
  const [bag, queue] = [unordered(), fifo()]
  const networks = [bag, queue, between(bag, queue), between(queue, bag)]
  const reports = await Promise.all(networks.map((each) => check(waiting(each))))
  expect(reports.map(({ properties }) => properties[0]?.verdict)).toEqual([
    'violated',
    'holds',
    'violated',
    'holds',
  ])
})

describe('refuses', () => {
  const traitor = byzantine<number>({ says: () => [1] })
  const asking = client<number>({ near: 's1', ask: [{ send: 1 }], retry: true })
  const mistakes: readonly (readonly [
    string,
    network: unknown,
    RegExp,
    more?: Partial<Settings>,
  ])[] = [
    ['no links', { links: [] }, /network\.links[^]*the one network itself/],
    [
      'a default alone',
      { default: fifo() },
      /No links are named[^]*network\.links[^]*the one network itself/,
    ],
    [
      'a misspelt setting',
      { links: [among], defalt: fifo() },
      /'defalt'[^]*did you mean 'default'/,
    ],
    [
      'a misspelt end',
      { links: [{ form: 's', to: 's', network: fifo() }] },
      /setting 'form'[^]*there are from, to/,
    ],
    [
      'an unknown node',
      { links: [among, { ...among, to: 'haerer' }] },
      /no node 'haerer'[^]*network\.links\[1\]\.to[^]*did you mean 'hearer'/,
    ],
    ['nobody', { links: [{ ...among, from: [] }] }, /names no nodes[^]*network\.links\[0\]\.from/],
    ['a node twice', { links: [{ ...among, from: ['s', 's2'] }] }, /'s2' is named twice/],
    [
      'who hears nothing',
      { links: [{ ...among, to: ['s', 'mute'] }] },
      /no link to 'mute'[^]*network\.links\[0\]\.to[^]*`receive`/,
    ],
    [
      'a link in two entries',
      {
        links: [
          { ...among, to: 'hearer' },
          { from: 's2', to: ['hearer', 's1'], network: fifo() },
        ],
      },
      /from 's2' to 'hearer' is in two[^]*links\[0\][^]*links\[1\]/,
    ],
    [
      'a default for no links',
      {
        links: [{ from: ['s', 'hearer', 'mute'], to: ['s', 'hearer'], network: fifo() }],
        default: fifo(),
      },
      /network\.default[^]*leave `default` out/,
    ],
    ['no network', { links: [{ ...among, network: 'fifo' }] }, /network\.links\[0\]\.network/],
    ['a default that is none', { links: [among], default: {} }, /network\.default/],
    [
      'two budgets',
      {
        links: [{ ...among, network: fifo({ loss: 1 }) }],
        default: unordered({ loss: 'unlimited' }),
      },
      /budget of loss each \(1, unlimited\)[^]*one kind only/,
    ],
    [
      'a traitor in a queue',
      { links: [{ ...among, from: 't' }] },
      /'t' is a traitor on fifo/,
      withNodes({ t: traitor }),
    ],
    [
      'a retry in a queue',
      { links: [{ ...among, from: 'c' }] },
      /Client 'c' retries on fifo/,
      withNodes({ c: asking }),
    ],
    [
      'a set where there is time',
      { links: [{ ...among, network: duplicating() }] },
      /duplicating network/,
      { time: { delay: { min: 0, max: 1 } } },
    ],
  ]
  test.each(mistakes.map((each) => [each[0], each] as const))('%s', async (_, mistake) => {
    const [, network, words, more] = mistake
    expect((await mistakeIn(() => talking(network, more)))?.[1]).toMatch(words)
  })

  test('a message that is sent once into a queue, and nowhere else', async () => {
    expect((await check(sending('hearer'))).properties[0]?.verdict).toBe('holds')
    const [code, text] = (await mistakeIn(() => check(sending('s2')))) ?? []
    expect(code).toBe('unsound')
    expect(text).toMatch(/once on a fifo link, from 'a' to 's2'/)
  })

  test('a system into which somebody has written another network: it was not checked with it', async () => {
    const changed = { ...talking(fifo()), network: unordered() } as unknown as System
    expect((await mistakeIn(() => check(changed)))?.[0]).toBe('not-a-system')
  })

  test('nothing for the sake of who has no `receive`: there are no links to them', async () => {
    const all = { from: ['s', 'hearer', 'mute'], to: ['s', 'hearer'], network: fifo() }
    expect(await verdicts({ links: [all] })).toEqual(['violated', 'violated'])
    const own = { from: 't', to: ['s', 'hearer'], network: unordered() }
    const network = { links: [own], default: fifo() }
    expect(await mistakeIn(() => talking(network, withNodes({ t: traitor })))).toBeNull()
  })

  test('no traitor or client whose own links are none', async () => {
    const links = [{ from: 's', to: 's', network: fifo() }]
    for (const more of [{ t: traitor }, { c: asking }]) {
      expect(await mistakeIn(() => talking({ links }, withNodes(more)))).toBeNull()
    }
  })
})
