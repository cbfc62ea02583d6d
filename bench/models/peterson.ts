import { machine, type Action } from 'netsplit'

/*
 * Mutual exclusion of n processes: G. L. Peterson, "Myths about the mutual exclusion problem" (1981).
 * A process goes through n - 1 levels. On each it says that it is there, then that it came last, and
 * waits until another one came later or nobody is as far.
 */

interface Memory {
  /** 0 outside; 2l - 1 once it has said that it is on level l; 2l waiting there; 2n - 1 within. */
  stage: number[]
  /** Who came last, by level. */
  last: number[]
}

export const parameters = { processes: 3 }

export default ({ processes: count }: typeof parameters) => {
  const all = Array.from({ length: count }, (_, process) => process)
  const within = 2 * count - 1

  const mayPass = ({ stage, last }: Memory, me: number): boolean => {
    const level = (stage[me] ?? 0) / 2
    return last[level] !== me || stage.every((it, other) => other === me || it < 2 * level - 1)
  }

  const stepsOf = (me: number): readonly [string, Action<Memory>][] => [
    [
      `${me} begins`,
      {
        when: ({ stage }) => stage[me] === 0,
        do: ({ stage }) => {
          stage[me] = 1
        },
      },
    ],
    [
      `${me} came last`,
      {
        when: ({ stage }) => (stage[me] ?? 0) % 2 === 1 && stage[me] !== within,
        do: ({ stage, last }) => {
          stage[me] = (stage[me] ?? 0) + 1
          last[(stage[me] ?? 0) / 2] = me
        },
      },
    ],
    [
      `${me} goes on`,
      {
        when: (memory) => {
          const stage = memory.stage[me] ?? 0
          return stage > 0 && stage % 2 === 0 && mayPass(memory, me)
        },
        do: ({ stage }) => {
          stage[me] = (stage[me] ?? 0) + 1
        },
      },
    ],
    [
      `${me} leaves`,
      {
        when: ({ stage }) => stage[me] === within,
        do: ({ stage }) => {
          stage[me] = 0
        },
      },
    ],
  ]

  return machine<Memory>({
    name: 'peterson',
    initial: () => ({ stage: all.map(() => 0), last: all.map(() => 0) }),
    actions: Object.fromEntries(all.flatMap(stepsOf)),
    properties: ({ always }) => ({
      'one process at most is within': always(
        ({ stage }) => stage.filter((it) => it === within).length <= 1,
      ),
    }),
  })
}
