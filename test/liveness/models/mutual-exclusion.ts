import { machine, type System } from 'netsplit'

/*
 * Mutual exclusion of two processes over shared memory, a read or a write at a time. A process that
 * does not want to go in may stay out for ever; one that does has its turn again and again.
 *
 * - Peterson: G. L. Peterson, "Myths about the mutual exclusion problem", 1981.
 * - Dekker: E. W. Dijkstra, "Cooperating sequential processes" (EWD123), 1965, section 2.1, where
 *   the wrong attempts come from, too.
 */

type Me = 0 | 1

interface Memory {
  /** Where each process is; 'out' and 'in' mean what they say. */
  at: [string, string]
  /** Who wants to go in. */
  flags: [boolean, boolean]
  turn: Me
}

/** What a process does next, by where it is: it goes where it says. Null: it has to wait. */
type Code = Readonly<Record<string, (memory: Memory, me: Me, other: Me) => string | null>>

const mutualExclusion = (name: string, code: Code): System => {
  const step = (me: Me) => ({
    when: (memory: Memory) => {
      const copy = structuredClone(memory)
      return memory.at[me] !== 'out' && code[memory.at[me]]?.(copy, me, me === 0 ? 1 : 0) !== null
    },
    do: (memory: Memory) => {
      memory.at[me] = code[memory.at[me]]?.(memory, me, me === 0 ? 1 : 0) ?? memory.at[me]
    },
  })
  const wish = (me: Me) => ({
    when: ({ at }: Memory) => at[me] === 'out',
    do: (memory: Memory) => {
      memory.at[me] = 'wants'
    },
    optional: true,
  })
  const first = Object.keys(code)[0] ?? ''
  if (first !== 'wants') throw new Error('code begins with what a process does that wants in')
  return machine<Memory>({
    name,
    initial: () => ({ at: ['out', 'out'], flags: [false, false], turn: 0 }),
    actions: {
      'process 0 wants in': wish(0),
      'process 1 wants in': wish(1),
      'process 0 goes on': step(0),
      'process 1 goes on': step(1),
    },
    properties: ({ never, leadsTo, noDeadlock }) => ({
      'both are never in': never(({ at }) => at[0] === 'in' && at[1] === 'in'),
      'nothing gets stuck': noDeadlock(),
      'process 0 gets in': leadsTo(
        ({ at }) => at[0] === 'wants',
        ({ at }) => at[0] === 'in',
      ),
      'process 1 gets in': leadsTo(
        ({ at }) => at[1] === 'wants',
        ({ at }) => at[1] === 'in',
      ),
    }),
  })
}

export const peterson = mutualExclusion('peterson', {
  wants: ({ flags }, me) => {
    flags[me] = true
    return 'polite'
  },
  polite: (memory, _, other) => {
    memory.turn = other
    return 'waits'
  },
  waits: ({ flags, turn }, me, other) => (!flags[other] || turn === me ? 'in' : null),
  in: ({ flags }, me) => {
    flags[me] = false
    return 'out'
  },
})

export const dekker = mutualExclusion('dekker', {
  wants: ({ flags }, me) => {
    flags[me] = true
    return 'looks'
  },
  looks: ({ flags }, _, other) => (flags[other] ? 'quarrels' : 'in'),
  quarrels: ({ turn }, me) => (turn === me ? 'looks' : 'yields'),
  yields: ({ flags }, me) => {
    flags[me] = false
    return 'waits'
  },
  waits: ({ turn }, me) => (turn === me ? 'wants again' : null),
  'wants again': ({ flags }, me) => {
    flags[me] = true
    return 'looks'
  },
  in: (memory, _, other) => {
    memory.turn = other
    return 'leaves'
  },
  leaves: ({ flags }, me) => {
    flags[me] = false
    return 'out'
  },
})

/** Flags alone, and each waits for the other's to fall. */
export const stubborn = mutualExclusion('stubborn', {
  wants: ({ flags }, me) => {
    flags[me] = true
    return 'waits'
  },
  waits: ({ flags }, _, other) => (flags[other] ? null : 'in'),
  in: ({ flags }, me) => {
    flags[me] = false
    return 'out'
  },
})

/** Flags alone, and each lets the other go first. */
export const overpolite = mutualExclusion('overpolite', {
  wants: ({ flags }, me) => {
    flags[me] = true
    return 'looks'
  },
  looks: ({ flags }, _, other) => (flags[other] ? 'yields' : 'in'),
  yields: ({ flags }, me) => {
    flags[me] = false
    return 'wants'
  },
  in: ({ flags }, me) => {
    flags[me] = false
    return 'out'
  },
})

/** Turns alone: in strict alternation. */
export const alternation = mutualExclusion('alternation', {
  wants: ({ turn }, me) => (turn === me ? 'in' : null),
  in: (memory, _, other) => {
    memory.turn = other
    return 'out'
  },
})
