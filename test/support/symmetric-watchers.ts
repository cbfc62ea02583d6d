import fc from 'fast-check'
import { observer, type Observer, type Told, type ToldKind } from 'netsplit'

/*
 * Observers of random systems with replicas: they keep names that they are told, and never look at what a name
 * says. Some have a flaw that tells replicas apart.
 */

const flaws = [
  'sorted', // names are kept in a list, and sorted
  'sides', // how cuts were written down is kept
  'only', // one name is listened to, and no other
  'named', // one name is left out, late
  'start', // one name is known at first
  'text', // names are parts of texts
] as const

/** What an observer listens to, and what it makes of that. */
export interface Watcher {
  readonly ears: readonly {
    readonly kind: ToldKind
    /** Whose name is kept: of messages of who sends, of who receives (of a step, whom it is for), or of whom the message is about. */
    readonly whose: 'from' | 'to' | 'who'
    readonly keeps: 'set' | 'counts' | 'last' | 'order' | 'pair' | 'forgets'
  }[]
  readonly flaw: (typeof flaws)[number] | null
}

/** What a property asks of the observers. */
export interface Watched {
  readonly kind: 'always' | 'reachable' | 'stepwise'
  readonly about: 'seen' | 'counts' | 'last' | 'order' | 'pair' | 'named'
  readonly count: number
}

const kinds = fc.constantFrom<ToldKind[]>(
  ...(['send', 'send', 'deliver', 'lose', 'timeout', 'step', 'crash', 'restart'] as const),
  ...(['split', 'heal', 'change', 'change', 'invoke', 'return'] as const),
)

const ear = fc.record({
  kind: kinds,
  whose: fc.constantFrom('from' as const, 'to' as const, 'to' as const, 'who' as const),
  keeps: fc.constantFrom(
    ...(['set', 'set', 'counts', 'last', 'last', 'order', 'pair', 'forgets'] as const),
  ),
})

const watcher: fc.Arbitrary<Watcher> = fc.record({
  ears: fc.uniqueArray(ear, { minLength: 1, maxLength: 3, selector: ({ kind }) => kind }),
  flaw: fc.oneof(
    { weight: 14, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constantFrom(...flaws) },
  ),
})

/** One observer or two. */
export const watchers: fc.Arbitrary<readonly Watcher[]> = fc.array(watcher, {
  minLength: 1,
  maxLength: 2,
})

/** Properties of what they know. */
export const watchedProperties: fc.Arbitrary<readonly Watched[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('always' as const, 'reachable' as const, 'stepwise' as const),
    about: fc.constantFrom(
      ...(['seen', 'seen', 'seen', 'counts', 'counts', 'last', 'last', 'order'] as const),
      ...(['order', 'pair', 'pair', 'named'] as const),
    ),
    count: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 1, maxLength: 3 },
)

interface Known {
  seen: Set<string>
  counts: Record<string, number>
  last: string | null
  order: string[]
  pair: [string, string] | null
  /** Only with a flaw. */
  more: unknown
}

/** The name that a flaw treats otherwise. */
const odd = 's1'

type Ears = Watcher['ears'][number]

/** The name that an observer keeps of what it is told; null for none. */
const nameIn = (told: Told, { whose }: Ears): string | null => {
  if ('message' in told) {
    const { who } = told.message as { readonly who: string | null }
    return whose === 'who' ? who : told[whose]
  }
  if (told.kind === 'step' && typeof told.item === 'string' && whose === 'to') return told.item
  if ('operation' in told && whose === 'who') return told.operation
  return 'node' in told ? told.node : null
}

const hear = (known: Known, told: Told, ear: Ears, flaw: Watcher['flaw']): void => {
  if (told.kind === 'split' && flaw === 'sides') known.more = told.sides
  if (ear.keeps === 'forgets') known.seen.clear()
  const name = nameIn(told, ear)
  if (name === null || (flaw === 'named' && name === odd && known.seen.size > 0)) return
  keep(known, name, ear.keeps)
  if (flaw === 'sorted') known.more = [...known.seen].toSorted()
  if (flaw === 'text') known.more = `heard of ${name}`
}

const keep = (known: Known, name: string, how: Ears['keeps']): void => {
  switch (how) {
    case 'set':
      known.seen.add(name)
      break
    case 'counts':
      known.counts[name] = Math.min((known.counts[name] ?? 0) + 1, 2)
      break
    case 'last':
      known.last = name
      break
    case 'order':
      if (!known.order.includes(name)) known.order.push(name)
      break
    case 'pair':
      if (known.last !== null && known.last !== name) known.pair = [known.last, name]
      known.last = name
      break
    case 'forgets':
  }
}

const ofMessages: readonly ToldKind[] = ['send', 'deliver', 'lose']
const ofNone: readonly ToldKind[] = ['split', 'heal']

const observerOf = ({ ears, flaw }: Watcher): Observer => {
  const on = ears.map((ear) => {
    const listen = (known: Known, told: unknown): void => hear(known, told as Told, ear, flaw)
    const field = ofMessages.includes(ear.kind) ? 'from' : 'node'
    const isNarrow = flaw === 'only' && !ofNone.includes(ear.kind)
    return [ear.kind, isNarrow ? { only: { [field]: odd }, do: listen } : listen]
  })
  return observer<Known>({
    initial: () => ({
      seen: new Set(flaw === 'start' ? [odd] : []),
      counts: {},
      last: null,
      order: [],
      pair: null,
      more: null,
    }),
    on: Object.fromEntries(on) as Parameters<typeof observer<Known>>[0]['on'],
  })
}

/** The observers, by name. */
export const observersOf = (all: readonly Watcher[]): Readonly<Record<string, Observer>> =>
  Object.fromEntries(all.map((each, index) => [`o${index}`, observerOf(each)]))

/** What is asked of the observers in a view. */
export const isWatched =
  ({ about, count }: Watched) =>
  (view: unknown): boolean => {
    const { observed } = view as { readonly observed: Readonly<Record<string, Known>> }
    return Object.values(observed).some(({ seen, counts, last, order, pair }) => {
      switch (about) {
        case 'seen':
          return seen.size >= count
        case 'counts':
          return Object.values(counts).filter((each) => each === 2).length >= count
        case 'last':
          return last !== null && seen.has(last)
        case 'order':
          return order.length >= count && order[0] === last
        case 'pair':
          return pair !== null && !seen.has(pair[1])
        case 'named':
          return count === 2 && seen.has(odd)
      }
    })
  }
