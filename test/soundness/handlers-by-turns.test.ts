import { beforeEach, describe, expect, test } from 'vitest'
import { check, role, system, type Role } from '../../src/index.ts'

/*
 * A handler that does one thing, then another, by a variable outside the state, is not pure, even if
 * it leaves the state alone. It is run twice on the same input, and both runs count.
 */

type Message = { type: 'work' }
let turn = 0
beforeEach(() => {
  turn = 0
})
const isOdd = (): boolean => turn++ % 2 === 1

const worker = role<{ hasWork: boolean }, Message>({
  initial: () => ({ hasWork: false }),
  receive: (state) => {
    state.hasWork = true
  },
})
type Start = NonNullable<Parameters<typeof role<{ x: number }, Message>>[0]['start']>

describe('a handler that does things by turns is refused', () => {
  const starts: Record<string, { start: Start }> = {
    'a message to either of two': {
      start: (_, { send }) => send(isOdd() ? 'b' : 'c', { type: 'work' }),
    },
    'a message or none': {
      start: (_, { send }) => {
        if (isOdd()) send('b', { type: 'work' })
      },
    },
    'a timer or none': {
      start: (_, { setTimer }) => {
        if (isOdd()) setTimer('t')
      },
    },
    'a change or none': {
      start: (state) => {
        if (isOdd()) state.x = 1
      },
    },
    'other options': { start: (_, { choose }) => void choose(isOdd() ? [0] : [0, 1]) },
    'options in another order': {
      start: (_, { choose }) => void choose(isOdd() ? [1, 0] : [0, 1]),
    },
    'an error or none': {
      start: () => {
        if (isOdd()) throw new Error('odd')
      },
    },
    'none or an error': {
      start: () => {
        if (!isOdd()) throw new Error('even')
      },
    },
  }
  test.each(Object.entries(starts))('%s', async (_, { start }) => {
    const a: Role<{ x: number }, Message> = role<{ x: number }, Message>({
      initial: () => ({ x: 0 }),
      start,
      timeout: { t: () => undefined },
    })
    const model = system({
      name: 'turns',
      nodes: { a, b: worker, c: worker },
      properties: ({ never }) => ({ 'no work for b': never(({ nodes }) => nodes.b.hasWork) }),
    })
    await expect(check(model)).rejects.toMatchObject({ code: 'not-pure' })
  })
})
