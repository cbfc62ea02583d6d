import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { folderWith, netsplit } from '../support/cli.ts'

/*
 * Models that need far more than 500 MiB, each in another phase of its check: each ends within the limit
 * and a tenth, in good order.
 */

const head = `import { machine, replicas, role, system } from 'netsplit'
const nodes = (count: number, node: any) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [\`n\${i}\`, node]))
`

const models = {
  listing: {
    text: `const numbers = Array.from({ length: 2_000_000 }, (_, index) => index)
const n = role<{ n: number; text: number[] }>({
  initial: ({ choose }) => {
    const n = choose(numbers)
    return { n, text: Array.from({ length: 400 }, (_, i) => n * 100 + i) }
  },
})
export default system({ name: 'listing', nodes: { n },
  properties: ({ always }) => ({ ok: always(({ nodes }) => nodes.n.n >= 0) }) })`,
    reason: 'the memory limit was reached while initial states were listed',
    verdict: 'incomplete',
  },
  search: {
    text: `const n = role<{ k: number }>({
  initial: () => ({ k: 0 }),
  internal: { go: (s) => { s.k = (s.k + 1) % 8 } },
})
// Under a bound states are kept in a table.
export default system({ name: 'search', nodes: nodes(10, n), within: () => true,
  properties: ({ always }) => ({ ok: always(({ nodes }: any) => nodes.n0.k < 8) }) })`,
    reason: 'the memory limit was reached',
    verdict: 'incomplete',
  },
  levels: {
    text: `const n = role<{ k: number }>({
  initial: () => ({ k: 0 }),
  internal: { go: (s) => { s.k = (s.k * 5 + 1) % 32768 } },
})
export default system({ name: 'levels', nodes: nodes(14, n),
  properties: ({ always }) => ({ ok: always(({ nodes }: any) => nodes.n0.k >= 0) }) })`,
    reason: 'the memory limit was reached',
    verdict: 'incomplete',
  },
  graph: {
    text: `const moves = Object.fromEntries(Array.from({ length: 7 }, (_, i) =>
  [\`go \${i}\`, (s: { k: number }) => { s.k = (s.k + i + 1) % 8 }]))
const n = role<{ k: number }>({ initial: () => ({ k: 0 }), internal: moves })
export default system({ name: 'graph', nodes: nodes(7, n),
  properties: ({ alwaysEventually }) => ({ ok: alwaysEventually(({ nodes }: any) => nodes.n0.k === 0) }) })`,
    reason: 'the memory limit was reached',
    verdict: 'incomplete',
  },
  product: {
    text: `const n = role<{ k: number }>({
  initial: () => ({ k: 0 }),
  internal: { go: { when: (s) => s.k < 5, do: (s) => { s.k += 1 } } },
})
export default system({ name: 'product', nodes: nodes(8, n), properties: ({ ltl }: any) => ({
  ok: ltl(({ is, and, always, eventually, until, implies, not }: any) => {
    const at = (i: number, k: number) => is(({ nodes }: any) => nodes[\`n\${i}\`].k === k)
    return and(
      always(implies(at(0, 1), eventually(at(1, 5)))),
      always(implies(at(2, 1), until(not(at(3, 6)), at(3, 5)))),
      always(implies(at(4, 1), eventually(at(5, 5)))),
      always(eventually(at(6, 5))),
      eventually(always(at(7, 5))),
    )
  }),
}) })`,
    reason: 'the memory limit was reached while liveness was judged',
    verdict: 'incomplete',
  },
  asking: {
    text: `const n = role<{ n: number; log: string[] }, { n: number }>({
  initial: () => ({ n: 0, log: [] }),
  internal: { up: { when: ({ n }) => n < 9, do: (s, { send, others, choose }) => {
    s.n += 1
    s.log.push('x'.repeat(200) + choose([1, 2, 3]))
    send(others, { n: s.n })
  } } },
  receive: (s, m) => { if (m.n > s.n) { s.n = m.n; s.log.push('r' + m.n) } },
  // What is given up is followed through all states that come after.
  stale: (s, m) => m.n <= s.n,
})
export default system({ name: 'asking', nodes: { n: replicas(3, n) },
  properties: ({ always }) => ({ ok: always(({ nodes }) => nodes.n.every(({ n }) => n <= 9)) }) })`,
    reason: 'the memory limit was reached',
    verdict: 'incomplete',
  },
  telling: {
    text: `const depth = 1000
export default machine({
  name: 'telling',
  initial: () => ({ list: Array.from({ length: 20_000 }, (_, i) => i), n: 0 }),
  actions: { add: { when: ({ n }) => n < depth, do: ({ list, n }) => ({ list, n: n + 1 }) } },
  properties: ({ always }) => ({ ok: always(({ n }) => n < depth, { expected: 'violated' }) }),
})`,
    reason: 'the memory limit was reached before every run was told',
    verdict: 'violated',
  },
}

/** The processes that a process started. */
const childrenOf = (pid: number): readonly number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  )

/** The most resident memory that a process has had, in MiB; 0 when it is gone. */
const peakOf = (pid: number): number => {
  const [, kibibytes = '0'] =
    /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) / 1024
}

/** Watches the processes of a run. @returns the most that any of them has had, in MiB */
const watch = (child: ChildProcess): (() => number) => {
  let most = 0
  const look = (): void => {
    const { pid } = child
    if (pid === undefined) return
    try {
      for (const each of [pid, ...childrenOf(pid)]) most = Math.max(most, peakOf(each))
    } catch {
      // A process that has just ended.
    }
  }
  const timer = setInterval(look, 20)
  child.on('exit', () => clearInterval(timer))
  return () => most
}

describe.runIf(process.platform === 'linux')('under --max-memory 500m', () => {
  test.each(Object.entries(models))(
    'a check that needs more while it is %s ends within 550 MiB',
    async (_, { text, reason, verdict }) => {
      const folder = folderWith({ 'model.ts': head + text })
      const watched: (() => number)[] = []
      const ended = await netsplit(['check', 'model.ts', '--max-memory', '500m', '--json'], {
        cwd: folder,
        meanwhile: (child) => {
          watched.push(watch(child))
        },
      })
      expect(ended.status).toBe(3)
      expect(JSON.parse(ended.stdout)).toMatchObject({
        verdict,
        incomplete: { kind: 'memory', reason },
      })
      const [peak = 0] = watched.map((most) => most())
      expect(peak).toBeGreaterThan(300)
      expect(peak).toBeLessThan(550)
    },
  )
})
