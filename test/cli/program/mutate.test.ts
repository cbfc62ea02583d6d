import { expect, test } from 'vitest'
import { folderWith, netsplit } from '../../support/cli.ts'

const counter = `
import { machine } from 'netsplit'
import { countedUp } from './counted-up.ts'

const limit = Number('4')
export const parameters = { bad: false }

export default ({ bad }: typeof parameters) => machine({
  name: 'counter',
  initial: () => ({ count: 0, seen: [] as string[] }),
  actions: {
    up: {
      when: ({ count }) => count < limit,
      do: (state) => {
        state.count = countedUp(state.count)
        state.seen = []
      },
    },
  },
  properties: ({ always, reachable }) => ({
    'never above four': always(({ count }) => count <= 4),
    'gets to three': reachable(({ count }) => count === (bad ? 9 : 3)),
  }),
})
`
// Left out, the statement in the loop makes it endless.
const countedUp = `
const step = Number('1')
export const countedUp = (from: number): number => {
  let to = from
  while (to === from) {
    to += step
  }
  if (to < 0) throw new Error('below')
  return to
}
`
const files = { 'counter.ts': counter, 'counted-up.ts': countedUp }

interface Told {
  readonly place: string
  readonly change: string
  readonly kind: string
  readonly what?: string
  readonly why?: string
  readonly isAlike?: boolean
  readonly by?: readonly { readonly property: string; readonly steps: number | null }[]
}

test('each mutant of a model and its own files is killed, survives, or is cut off, and all are told in order', async () => {
  const cwd = folderWith(files)
  const args = ['mutate', 'counter.ts', '--max-states', '20', '--max-seconds', '1']
  const json = await netsplit([...args, '--json'], { cwd })
  expect(json.stderr).toBe('')
  expect(json.status).toBe(1)
  const { mutants, count } = JSON.parse(json.stdout) as {
    readonly mutants: readonly Told[]
    readonly count: Readonly<Record<string, number>>
  }
  const told = mutants.map((it) => {
    const by = it.by?.map(({ property, steps }) => `${property} (${steps})`).join()
    return `${it.place} ${it.change}: ${it.kind} ${by ?? it.what ?? it.why ?? it.isAlike}`
  })
  expect(told).toMatchInlineSnapshot(`
    [
      "counter.ts:10:28 a number more by one: survived false",
      "counter.ts:13:7 a guard left out: killed never above four (5)",
      "counter.ts:13:34 a comparison turned: killed gets to three (null)",
      "counter.ts:13:34 a boundary moved by one: killed never above four (5)",
      "counter.ts:13:36 a boundary less one: survived false",
      "counter.ts:15:9 a statement left out: killed gets to three (null)",
      "counter.ts:16:9 a statement left out: survived true",
      "counted-up.ts:5:13 a comparison turned: killed gets to three (null)",
      "counted-up.ts:6:5 a statement left out: undecided it did not come back within 1 s",
      "counted-up.ts:6:8 a sum turned: error A handler threw Error: below",
      "counted-up.ts:8:3 a statement left out: survived true",
      "counted-up.ts:8:7 a condition left out: error A handler threw Error: below",
      "counted-up.ts:8:10 a comparison turned: error A handler threw Error: below",
      "counted-up.ts:8:12 a number more by one: survived true",
    ]
  `)
  expect(count['survived']).toBe(mutants.filter(({ kind }) => kind === 'survived').length)
})

test('one process for all of them gives the same document as two', async () => {
  const args = ['mutate', 'counter.ts', '--only', 'counter.ts:13', '--json']
  const documents = []
  for (const workers of ['1', '2']) {
    const { stdout } = await netsplit([...args, '--workers', workers], {
      cwd: folderWith(files),
    })
    documents.push(stdout.replaceAll(/"(seconds|maxSeconds|peakMemoryBytes)": [\d.]+/g, ''))
  }
  expect(documents[1]).toBe(documents[0])
  expect(documents[0]).toContain('"by"')
})

test('a mutant is shown whole by its place, and the status is that of those that were asked for', async () => {
  const cwd = folderWith(files)
  const killed = await netsplit(['mutate', 'counter.ts', '--only', 'counter.ts:13:34'], { cwd })
  expect(killed.status).toBe(0)
  expect(killed.stdout).toContain('killed by “never above four”: violated in 5 steps')
  expect(killed.stdout).toContain('+       when: ({ count }) => count <= limit,')
  expect(killed.stdout).toContain('✗ After step 5 the property is violated')
  const survived = await netsplit(['mutate', 'counter.ts', '--only', 'counted-up.ts:6:1'], { cwd })
  expect(survived).toMatchObject({ status: 2 })
  const alike = await netsplit(['mutate', 'counter.ts', '--only', 'counted-up.ts:8:3'], { cwd })
  expect(alike.status).toBe(1)
  expect(alike.stdout).toContain('as many states and steps as without the change')
  const undecided = await netsplit(
    ['mutate', 'counter.ts', '--only', '13:7', '--max-states', '3'],
    { cwd },
  )
  expect(undecided.status).toBe(3)
  expect(undecided.stdout).toContain('undecided')
})

test.each([
  [['--set', 'bad=true'], 'The model itself is not as expected: “gets to three” is violated'],
  [['--only', 'counter.ts:3'], "'counter.ts:3' is a place where nothing is changed"],
  [['--only', 'here'], "'here' is no place in a file"],
  [['--set', 'worse=1'], "no parameter 'worse'"],
])('%j ends with status 2', async (args, what) => {
  const ended = await netsplit(['mutate', 'counter.ts', ...args], { cwd: folderWith(files) })
  expect(ended).toMatchObject({ status: 2, stdout: '' })
  expect(ended.stderr).toContain(what)
  expect(ended.stderr).toContain('mend:')
})

test('a model that is bundled is mutated in its source, and its properties kill', async () => {
  const { status, stdout } = await netsplit([
    'mutate',
    'two-phase-commit',
    '--only',
    'two-phase-commit.ts:73:55',
    '--set',
    'participants=2',
  ])
  expect(status).toBe(0)
  expect(stdout).toContain('killed by “no two participants decide differently”: violated in')
})
