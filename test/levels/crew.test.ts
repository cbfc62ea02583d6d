import { afterEach, describe, expect, test, vi } from 'vitest'
import type { System } from 'netsplit'
import paxos from '../../models/paxos.ts'
import twoPhaseCommit from '../../models/two-phase-commit.ts'
import { checkWith } from '../../src/check.ts'
import { crewOf } from '../../src/cli/crew.ts'
import { TeamOfThreads } from '../../src/cli/team-of-threads.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { wide } from '../../src/explore/limits.ts'
import { orderFor } from '../../src/levels/row-layout.ts'
import type { Order } from '../../src/levels/team.ts'
import { kit } from '../../src/model/property.ts'

const usual = { ...wide }

afterEach(() => {
  Object.assign(wide, usual)
})

/** A report without times, memory, and in how many threads was searched. */
const reportBy = async (system: System, workers: number): Promise<unknown> => {
  Object.assign(wide, { states: 0, width: 0 })
  const report = await checkWith(system, {}, crewOf(workers))
  expect(report.workers).toBe(workers)
  const states = { ...report.states, bytesPerState: 0 }
  return { ...report, states, seconds: 0, peakMemoryBytes: 0, workers: 0 }
}

/** A system with a property that is violated deep in its space, by what a closure says. */
const violated = (): System => {
  const system = twoPhaseCommit({ participants: 4 })
  const seen = new Set<string>()
  const isFine = (view: unknown): boolean => {
    const { nodes } = view as { readonly nodes: Readonly<Record<string, unknown>> }
    const text = JSON.stringify(nodes)
    seen.add(text)
    return !(text.match(/"committed"/g)?.length === 4)
  }
  return { ...system, properties: [{ name: 'not all', property: kit.always(isFine) }] }
}

/** A part of a search in which there are no states. */
const nothingToDo = (): Order => {
  const space = new ProtocolSpace(twoPhaseCommit({ participants: 1 }), { leavesIgnored: false })
  const { width, sizes } = space
  const none = { parcels: [], table: { touched: [], due: [] } }
  return {
    kind: 'begin',
    part: 1,
    parts: 2,
    width,
    order: orderFor(sizes),
    wordBits: 32,
    mostRows: 1,
    laidOutFor: sizes,
    sizes,
    news: space.tell(),
    known: none,
    level: none,
    findsStuck: false,
  }
}

describe('several threads', () => {
  const systems = {
    'two-phase commit': () => twoPhaseCommit({ participants: 4 }),
    Paxos: () => paxos({ servers: 3, clients: 2, bug: 'none' }),
    'a property that is violated, of a closure': violated,
  }
  test.each(Object.entries(systems))('report what one does, byte for byte: %s', async (_, make) => {
    const alone = JSON.stringify(await reportBy(make(), 1))
    for (const workers of [2, 3, 2]) {
      expect(JSON.stringify(await reportBy(make(), workers))).toBe(alone)
    }
  })

  test.each([
    [2, null],
    [8, 'memory'],
  ])(
    'are started where there is memory for them: %i where there is enough for 4',
    async (workers, why) => {
      Object.assign(wide, { states: 0, width: 0 })
      const maxMemoryBytes = 2 ** 30
      const memoryInUse = (): number => maxMemoryBytes - 64 * 2 ** 20
      const options = { maxMemoryBytes, memoryInUse }
      const { incomplete } = await checkWith(
        twoPhaseCommit({ participants: 4 }),
        options,
        crewOf(workers),
      )
      expect(incomplete?.kind ?? null).toBe(why)
    },
  )

  test('are waited for asleep, also where another one has answered already', async () => {
    const team = new TeamOfThreads(2)
    const waits = vi.spyOn(Atomics, 'wait')
    try {
      team.give(1, nothingToDo())
      const answers = (): number => {
        const [counts] = waits.mock.calls.at(-1) ?? []
        return Number(counts?.[0] ?? 0)
      }
      while (answers() === 0) {
        expect(team.take(0)).toBeNull()
        team.wait()
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      expect(team.take(0)).toBeNull()
      team.wait()
      expect(waits).toHaveLastReturnedWith('timed-out')
      expect(team.take(1)?.kind).toBe('expanded')
    } finally {
      waits.mockRestore()
      await team.end()
    }
  })

  test('end with an error, not with a verdict, where one of them dies', async () => {
    const team = new TeamOfThreads(2)
    try {
      // It has nothing to settle yet: it fails.
      team.give(1, {
        kind: 'settle',
        found: [],
        late: { parcels: [], table: { touched: [], due: [] } },
      } as unknown as Order)
      await expect(
        (async () => {
          while (team.take(1) === null) await new Promise((resolve) => setTimeout(resolve, 10))
        })(),
      ).rejects.toThrow(/a thread that searched failed/)
      expect(() => team.take(0)).toThrow(/a thread that searched failed/)
    } finally {
      await team.end()
    }
  })
})
