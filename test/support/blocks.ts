import { machine } from '../../src/index.ts'

interface Block {
  height: number
  by: string
  previous: Block | null
}

/** Blocks upon blocks: a state that nests deeper with each step, and what a fork throws away. */
export const blocks = machine({
  name: 'blocks',
  initial: () => ({
    chain: null as Block | null,
    mined: { ada: 0, grace: 0 } as Record<string, number>,
  }),
  actions: {
    'ada mines': {
      when: ({ mined }) => (mined['ada'] ?? 0) <= 40,
      do: ({ chain, mined }) => ({
        chain: { height: (chain?.height ?? 0) + 1, by: 'ada', previous: chain },
        mined: { ...mined, ada: (mined['ada'] ?? 0) + 1 },
      }),
    },
    'the last block is given up': {
      when: ({ chain }) => chain !== null,
      do: (state) => void (state.chain = state.chain?.previous ?? null),
    },
  },
  properties: ({ never }) => ({
    'no chain is longer than forty blocks': never(({ chain }) => (chain?.height ?? 0) > 40),
  }),
})
