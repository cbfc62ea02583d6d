import { current, isDraft, original } from 'immer'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { machine, type Kit, type Property, type System } from 'netsplit'

/*
 * Random machines over one rich state: records, arrays that keep their length and arrays that do not,
 * Maps, Sets, fields that come and go, and choices. Their actions and predicates look at it in every way
 * there is, the odd ones included. What is generated is plain data, so that a failing case can be printed.
 */

interface Process {
  pc: number
  peer: number | null
  box: number[]
}

export interface Rich {
  n: number
  flags: boolean[]
  procs: Process[]
  queue: number[]
  bag: Set<number>
  /** Found by meaning. */
  votes: Set<{ by: number }>
  seats: Map<{ by: number }, number>
  ranks: Map<string, number>
  deep: { a: { b: number; c: number }; s: string }
  maybe?: { x: number }
}

/** What is looked at: a number from 0 to 2. */
const looks: readonly ((state: Rich) => number)[] = [
  ({ n }) => n,
  ({ flags }) => Number(flags[0]),
  ({ flags }) => flags.filter((flag) => flag).length % 3,
  ({ flags }) => flags.indexOf(true) + 1,
  ({ procs }) => procs[0]?.pc ?? 0,
  ({ procs, n }) => procs[n % 2]?.pc ?? 0,
  ({ procs }) => procs.map(({ pc }) => pc).reduce((sum, pc) => sum + pc, 0) % 3,
  ({ procs }) => procs[1]?.box.length ?? 0,
  ({ procs }) => procs[0]?.peer ?? 2,
  ({ queue }) => queue.length,
  ({ queue }) => queue.at(-1) ?? 2,
  ({ bag }) => bag.size,
  ({ bag, n }) => Number(bag.has(n)),
  ({ ranks }) => ranks.get('a') ?? 2,
  ({ deep }) => deep.a.b,
  ({ deep: { a } }) => (a.b + a.c) % 3,
  ({ deep }) => deep.s.length % 3,
  ({ maybe }) => maybe?.x ?? 2,
  ({ votes, n }) => Number(votes.has({ by: n })),
  ({ votes }) => votes.size,
  ({ seats, n }) => seats.get({ by: n }) ?? 2,
  // Odd ways.
  (state) => Number('maybe' in state),
  (state) => Object.keys(state).length % 3,
  ({ deep }) => JSON.stringify(deep).length % 3,
  ({ procs }) => Number(JSON.stringify(procs[0]).includes('2')),
  (state) => ({ ...state }).n,
  ({ n, ...rest }) => (n === 0 ? 1 : rest.deep.a.c),
  ({ procs }) => {
    const [first, ...others] = procs
    return Number(first?.pc === others[0]?.pc)
  },
  ({ procs }) => Number(Object.values(procs[1] ?? {})[0]),
  (state) => Reflect.getOwnPropertyDescriptor(state, 'n')?.value ?? 1,
  (state) => (isDraft(state) ? original(state)?.n : state.n) ?? 0,
  (state) => (isDraft(state.deep) ? current(state.deep).a.b : state.deep.a.b),
  ({ procs }) => Number(procs[0] === procs[1]),
  ({ deep }) => Number(deep.a === deep.a),
  ({ procs }) => Number(inspect(procs, { depth: 4 }).includes('pc: 2')),
  ({ deep }) => {
    try {
      return structuredClone(deep).a.b
    } catch {
      return 1
    }
  },
  ({ deep }) => seen(deep.a, ({ b }) => b),
  ({ procs }) => seen(procs, (all) => all[1]?.pc ?? 0),
  ({ flags }) => Number(Array.isArray(flags) && [...flags].toReversed().at(0)),
  ({ procs }) => procs.findIndex(({ pc }) => pc === 1) + 1,
  ({ flags }) => (Object.isFrozen(flags) ? 2 : Number(flags[1])),
  (state) => {
    let count = 0
    for (const key in state.deep) count += key.length
    return count % 3
  },
  ({ procs }) => [...procs.entries()].filter(([at, { pc }]) => at === pc).length,
  ({ procs, flags }) => procs.flatMap(({ box }) => box).concat(flags.map(Number)).length % 3,
]

const memory = new WeakMap<object, number>()

/** What was seen of an object, remembered for it where it is nobody's draft. */
const seen = <Part extends object>(part: Part, look: (part: Part) => number): number => {
  if (isDraft(part)) return look(part)
  const known = memory.get(part) ?? look(part)
  memory.set(part, known)
  return known
}

/** What is done, with a number from 0 to 2. Nothing grows beyond two. */
const deeds: readonly ((state: Rich, by: number) => Rich | void)[] = [
  (state, by) => {
    state.n = by
  },
  (state) => {
    state.n = (state.n + 1) % 3
  },
  (state, by) => {
    state.flags[by] = true
  },
  (state, by) => {
    state.flags[by] = !state.flags[by]
  },
  (state, by) => {
    const p = state.procs[by % 2]
    if (p) p.pc = by
  },
  (state, by) => {
    for (const p of state.procs) p.pc = Math.max(p.pc, by)
  },
  (state, by) => {
    const p = state.procs[0]
    if (p) p.peer = by === 2 ? null : by
  },
  (state, by) => {
    const p = state.procs[1]
    if (p && p.box.length < 2) p.box.push(by)
  },
  (state) => {
    state.procs[1]?.box.shift()
  },
  (state, by) => {
    if (state.queue.length < 2) state.queue.push(by)
  },
  (state) => {
    state.queue.shift()
  },
  (state, by) => {
    state.queue = state.queue.filter((it) => it !== by)
  },
  (state, by) => {
    state.bag.add(by)
  },
  (state, by) => {
    state.bag.delete(by)
  },
  (state, by) => {
    state.ranks.set('a', by)
  },
  (state) => {
    state.ranks.delete('a')
  },
  (state, by) => {
    state.deep.a.b = by
  },
  (state, by) => {
    state.deep.a = { ...state.deep.a, c: by }
  },
  (state, by) => {
    state.deep = { a: { b: by, c: 0 }, s: 'xy' }
  },
  (state, by) => {
    state.deep.s = 'x'.repeat(by)
  },
  (state, by) => {
    state.maybe = { x: by }
  },
  (state) => {
    delete state.maybe
  },
  // Odd ways.
  (state) => {
    const [a, b] = state.procs
    if (a && b) [state.procs[0], state.procs[1]] = [b, a]
  },
  (state, by) => {
    const [, b] = state.procs
    if (b) {
      state.procs[0] = b
      b.pc = by
    }
  },
  (state, by) => {
    const [a] = state.procs
    state.procs[0] = { pc: 0, peer: by, box: [] }
    if (a) a.pc = 2
  },
  (state, by) => {
    const { deep } = state
    const { a } = deep
    state.deep = { a, s: 'q' }
    a.b = by
  },
  (state) => {
    state.procs.reverse()
  },
  (state) => {
    state.flags.sort((a, b) => Number(a) - Number(b))
  },
  (state) => {
    const first = state.procs.shift()
    if (first) state.procs.push(first)
  },
  (state, by) => ({ ...state, n: by }),
  (state, by) => ({ ...state, deep: { ...state.deep, s: 'r'.repeat(by) } }),
  (state, by) => {
    state.procs = state.procs.map((p, at) => (at === by ? { ...p, pc: 1 } : p))
  },
  (state, by) => {
    state.flags.fill(by > 0, 1)
  },
  (state) => {
    Object.assign(state, { n: 2, flags: [true, false, true] })
  },
  (state, by) => {
    state.procs.forEach((p, at) => {
      if (at === by) p.box = [...p.box].slice(1)
    })
  },
  (state, by) => {
    state.procs.splice(by % 2, 1, { pc: by, peer: null, box: [] })
  },
  (state) => {
    state.n = Number(state.procs[0] === state.procs[1])
  },
  (state, by) => {
    const own = { a: state.deep.a, s: 'o' }
    state.deep = own
    own.a.c = by
  },
  // Found by meaning.
  (state, by) => void state.votes.add({ by }),
  (state, by) => void state.votes.delete({ by }),
  (state, by) => {
    state.n = state.votes.has({ by }) ? 1 : (state.seats.get({ by }) ?? 2)
  },
  (state, by) => void state.seats.set({ by }, state.n),
  (state, by) => void state.seats.delete({ by: by % 2 }),
]

/** Items: as many as are seen, those of the bag, or those processes that are somewhere. */
type Family = Sight | 'bag' | 'procs'

interface Sight {
  readonly look: number
  readonly not: number
}

interface Deed {
  readonly deed: number
  /** A constant, what is seen, or a choice. */
  readonly by: number | Sight | readonly number[]
  readonly when: Sight | null
}

export interface MachineSpec {
  readonly actions: readonly {
    readonly when: Sight | null
    readonly deeds: readonly Deed[]
    /** What there is one of for each of some items. Default: it is no family. */
    readonly family?: Family | null
  }[]
  readonly properties: readonly {
    readonly kind: 'always' | 'never' | 'reachable' | 'stepwise' | 'noDeadlock'
    readonly sights: readonly Sight[]
  }[]
  readonly within: Sight | null
  /** The choices at the start. */
  readonly begins: readonly number[]
}

const digit = fc.integer({ min: 0, max: 2 })
const sight = fc.record({ look: fc.nat(looks.length - 1), not: digit })
const deed: fc.Arbitrary<Deed> = fc.record({
  deed: fc.nat(deeds.length - 1),
  by: fc.oneof(digit, sight, fc.array(digit, { minLength: 1, maxLength: 3 })),
  when: fc.option(sight, { freq: 2 }),
})

export const machineSpec: fc.Arbitrary<MachineSpec> = fc.record({
  actions: fc.array(
    fc.record({
      when: fc.option(sight, { freq: 3 }),
      deeds: fc.array(deed, { minLength: 1, maxLength: 3 }),
      family: fc.oneof(
        fc.constant(null),
        sight,
        fc.constantFrom<('bag' | 'procs')[]>('bag', 'procs'),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  properties: fc.array(
    fc.record({
      kind: fc.constantFrom('always', 'never', 'reachable', 'stepwise', 'noDeadlock'),
      sights: fc.array(sight, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  within: fc.option(sight, { freq: 2 }),
  begins: fc.array(digit, { minLength: 1, maxLength: 2 }),
})

const sees = (state: Rich, { look, not }: Sight): boolean => looks[look]?.(state) !== not

/** The items of a family. */
const itemsOf = (state: Rich, family: Family): readonly unknown[] => {
  if (family === 'bag') return [...state.bag]
  if (family === 'procs') {
    return state.procs.flatMap((proc, by) => (proc.pc === 0 ? [] : [{ ...proc, by }]))
  }
  const count = (looks[family.look]?.(state) || 0) % 3
  return Array.from({ length: count + 1 }, (_, by) => by)
    .filter((by) => by !== family.not)
    .map((by) => `item ${by}`)
}

/** What an action does; of a family with the number that its item stands for. */
const act = (
  state: Rich,
  all: readonly Deed[],
  choose: (of: readonly number[]) => number,
  item: number | null,
): Rich | void => {
  let result: Rich | void = undefined
  for (const { deed: which, by, when: condition } of all) {
    if (result !== undefined) break
    if (condition !== null && !sees(state, condition)) continue
    const number =
      typeof by === 'number'
        ? by
        : 'look' in by
          ? (looks[by.look]?.(state) || 0) % 3
          : ((item ?? 0) + choose(by)) % 3
    // What returns a new state has to come first.
    const isReturning = which === 29 || which === 30
    if (isReturning && all.length > 1) continue
    result = deeds[which]?.(state, number)
  }
  return result
}

interface Chooser {
  readonly choose: (of: readonly number[]) => number
}

/** The number that an item stands for. */
const numberIn = (item: unknown): number =>
  typeof item === 'number'
    ? item
    : typeof item === 'string'
      ? Number(item.at(-1))
      : (item as { by: number }).by

/** The machine that is described. */
export const buildMachine = ({ actions, properties, within, begins }: MachineSpec): System =>
  machine<Rich>({
    name: 'random',
    initial: ({ choose }) => {
      const first = choose(begins)
      return {
        n: first,
        flags: [false, first === 1, false],
        procs: [0, 1].map((pc) => ({ pc, peer: null, box: [] })),
        queue: first === 2 ? [1] : [],
        bag: new Set<number>(),
        votes: new Set([{ by: first }]),
        seats: new Map([[{ by: 1 }, 0]]),
        ranks: new Map([['a', 1]]),
        deep: { a: { b: 0, c: first }, s: '' },
      }
    },
    actions: Object.fromEntries(
      actions.map(({ when, deeds: all, family = null }, at) => [
        `action ${at}`,
        {
          ...(when === null ? {} : { when: (state: Rich) => sees(state, when) }),
          ...(family === null
            ? { do: (state: Rich, { choose }: Chooser) => act(state, all, choose, null) }
            : {
                each: (state: Rich) => itemsOf(state, family),
                doEach: (state: Rich, item: unknown, { choose }: Chooser) =>
                  act(state, all, choose, numberIn(item)),
              }),
        },
      ]),
    ),
    ...(within === null ? {} : { within: (state: Rich) => sees(state, within) }),
    properties: (kit: Kit<Rich>) =>
      Object.fromEntries(
        properties.map(({ kind, sights }, at) => [`property ${at}`, propertyOf(kit, kind, sights)]),
      ),
  })

const propertyOf = (
  kit: Kit<Rich>,
  kind: MachineSpec['properties'][number]['kind'],
  sights: readonly Sight[],
): Property => {
  const some = (state: Rich): boolean => sights.some((it) => sees(state, it))
  const every = (state: Rich): boolean => sights.every((it) => !sees(state, it))
  switch (kind) {
    case 'always':
      return kit.always(some)
    case 'never':
      return kit.never(every)
    case 'reachable':
      return kit.reachable(every)
    case 'stepwise':
      return kit.stepwise((before, after) => some(before) || some(after))
    case 'noDeadlock':
      return kit.noDeadlock()
  }
}
