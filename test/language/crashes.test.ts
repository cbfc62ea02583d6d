import { describe, expect, test } from 'vitest'
import {
  check,
  flips,
  observer,
  renderTrace,
  replicas,
  role,
  system,
  type Crashes,
  type System,
} from '../../src/index.ts'
import { mistakeIn } from '../support/mistake-in.ts'

/** Counts what it does, on disk, and says it to itself. */
const worker = role<{ done: number; seen: number }, 'done'>({
  initial: () => ({ done: 0, seen: 0 }),
  receive: (state) => void (state.seen += 1),
  internal: {
    work: {
      when: ({ done }) => done < 2,
      do: (state) => void (state.done += 1),
    },
  },
  durable: ({ done }) => ({ done }),
})

const working = (crashes: Omit<Crashes<never>, 'nodes'>) =>
  system({
    name: 'working',
    nodes: { worker: replicas(3, worker) },
    faults: { crashes },
    observers: {
      loss: observer<{ count: number }>({
        initial: () => ({ count: 0 }),
        on: {
          change: (seen, { before, after }) => {
            const [was, is] = [before, after] as { done: number }[]
            if ((is?.done ?? 0) < (was?.done ?? 0)) seen.count += 1
          },
        },
      }),
    },
    properties: ({ never, stepwise }) => ({
      'two are down': never(({ up }) => up.worker.filter((isUp) => !isUp).length >= 2),
      'three are down': never(({ up }) => up.worker.every((isUp) => !isUp)),
      'nothing done is forgotten': stepwise(({ nodes: before }, { nodes: after }) =>
        after.worker.every(({ done }, index) => done >= (before.worker[index]?.done ?? 0)),
      ),
      'two disks are lost': never(({ observed }) => observed.loss.count >= 2),
    }),
  })

const verdicts = async (of: System): Promise<readonly string[]> =>
  (await check(of)).properties.map(({ verdict }) => verdict)

describe('how many nodes are down at the same time', () => {
  test('is limited by `atOnce`, however often they crash', async () => {
    const restarts = 'maybe'
    expect(await verdicts(working({ times: 'unlimited', restarts, atOnce: 1 }))).toEqual([
      'holds',
      'holds',
      'holds',
      'holds',
    ])
    expect(
      (await verdicts(working({ times: 'unlimited', restarts, atOnce: 2 }))).slice(0, 2),
    ).toEqual(['violated', 'holds'])
    expect((await verdicts(working({ times: 3, restarts }))).slice(0, 2)).toEqual([
      'violated',
      'violated',
    ])
  })

  test('is among what a verdict rests on, and varied by flips', async () => {
    const limited = working({ times: 3, atOnce: 2 })
    const { properties } = await check(limited)
    expect(properties[0]?.assumptions.find(({ kind }) => kind === 'crashes')?.text).toBe(
      '3 crashes at most in a run, of any node; 2 nodes are down at the same time at most; it is promised that ' +
        'every crashed node restarts eventually',
    )
    expect(flips(limited).map(({ change }) => change)).toEqual(
      expect.arrayContaining([
        'down at once: 2 nodes → 1 node',
        'down at once: 2 nodes → 3 nodes',
        'down at once: 2 nodes → any number of nodes',
      ]),
    )
  })

  test.each([0, -1, 1.5, 'one'])('cannot be %s', async (atOnce) => {
    expect((await mistakeIn(() => working({ atOnce: atOnce as number })))?.[1]).toContain(
      '`atOnce` cannot be',
    )
  })
})

describe('a disk', () => {
  test('is lost in so many crashes, and in no more', async () => {
    const lost = await check(working({ times: 'unlimited', losesDisk: 1 }))
    const [, , forgets, twice] = lost.properties
    expect([forgets?.verdict, twice?.verdict]).toEqual(['violated', 'holds'])
    expect((await verdicts(working({ times: 3 })))[2]).toBe('holds')
  })

  test('that is lost is told in a trace, in flips and among what a verdict rests on', async () => {
    const losing = working({ times: 2, losesDisk: 1 })
    const property = (await check(losing)).properties[2]
    if (property === undefined || property.trace === null) throw new Error('nothing was found')
    expect(renderTrace(property.trace, { property, columns: 80 })).toContain(
      'worker1 crashes and loses its disk\n        done: 1 → 0 (lost)',
    )
    expect(property.trace.steps.at(-1)?.losesDisk).toBe(true)
    expect(property.assumptions.find(({ kind }) => kind === 'crashes')?.text).toContain(
      'in 1 crash at most nothing durable survives',
    )
    expect(flips(losing).map(({ change }) => change)).toEqual(
      expect.arrayContaining(['lost disks: 1 disk → none', 'lost disks: 1 disk → 2 disks']),
    )
  })

  test('is not lost more often than there are crashes, nor where nothing is on it', async () => {
    expect((await mistakeIn(() => working({ times: 1, losesDisk: 2 })))?.[1]).toContain(
      'More disks are lost than there are crashes: losesDisk is 2, times 1',
    )
    const idle = role({ initial: () => 0 })
    const faults = { crashes: { losesDisk: 1 } }
    expect(
      (await mistakeIn(() => system({ name: 'idle', nodes: { idle }, faults })))?.[1],
    ).toContain('no node that may crash has anything on one')
  })
})
