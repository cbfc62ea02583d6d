import { describe, test } from 'vitest'
import { folderWith, netsplit } from '../../support/cli.ts'

/** A shop that counts its orders and does something when one comes twice. */
const shop = (twice: string): string => `
import { role, system } from 'netsplit'
console.error('running')
export default system({
  name: 'shop',
  nodes: {
    user: role<null, 'order'>({
      initial: () => null,
      start: (_, { send }) => send('shop', 'order'),
    }),
    shop: role<{ orders: number }, 'order'>({
      initial: () => ({ orders: 0 }),
      receive: (state, _, { self, send }) => {
        state.orders += 1
        if (state.orders > 1) { ${twice} }
      },
    }),
  },
  properties: ({ always }) => ({ 'counts up': always(({ nodes }) => nodes.shop.orders >= 0) }),
})
`
const endless = folderWith({ 'model.ts': shop("send(self, 'order')") })
const greedy = folderWith({
  'model.ts': shop('const all: number[] = []; for (;;) all.push(all.length)'),
})

interface Document {
  readonly base: object
  readonly flips: readonly {
    readonly change: string
    readonly verdicts: object
    readonly incomplete: { readonly kind: string; readonly reason: string } | null
  }[]
}

const openIn = (stdout: string): readonly (readonly [change: string, reason: string])[] =>
  (JSON.parse(stdout) as Document).flips.flatMap(({ change, incomplete }) =>
    incomplete === null ? [] : [[change, incomplete.reason] as const],
  )

const duplicated = 'duplication: none → 1 delivery'
const queued = 'network: unordered → fifo'

describe('a change under which the search cannot end', () => {
  test.concurrent('is left open at a limit, and the others are not', async ({ expect }) => {
    const args = ['check', 'model.ts', '--flip', '--json', '--max-states', '500']
    const { status, stdout } = await netsplit(args, { cwd: endless })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      properties: [{ name: 'counts up', verdict: 'holds' }],
      incomplete: null,
    })
    expect(openIn(stdout)).toEqual([[duplicated, 'the limit of 500 states was reached']])
  })

  test.concurrent('ends at Ctrl-C with what is known so far', async ({ expect }) => {
    const { status, stdout } = await netsplit(['check', 'model.ts', '--flip', '--json'], {
      cwd: endless,
      meanwhile: (child) => {
        child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 2500))
      },
    })
    expect(status).toBe(3)
    expect(openIn(stdout)).toEqual([
      [duplicated, 'the check was interrupted'],
      [queued, 'the check was interrupted'],
    ])
  })

  test.concurrent('costs only what comes after it when its handlers take all memory', async ({
    expect,
  }) => {
    const args = ['check', 'model.ts', '--flip', '--json', '--max-memory', '200m']
    const { status, stdout } = await netsplit(args, { cwd: greedy })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      properties: [{ name: 'counts up', verdict: 'holds' }],
    })
    expect(openIn(stdout)).toEqual([
      [duplicated, 'memory ran out'],
      [queued, 'memory ran out'],
    ])
  })
})
