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

const mistake = async (run: () => unknown) => (await mistakeIn(run))?.[1]

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
    expect(renderTrace(property.trace, { property, columns: 80 })).toMatch(
      // Whichever it is: they may change places.
      /worker\d crashes and loses its disk\n        done: 1 → 0 \(lost\)/,
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

type Paper = 'pay' | 'paid'

/** Sends one message to each of two, and saves in between, or when it says nothing. */
const clerk = (order: 'says nothing' | 'saves first' | 'saves in between' | 'saves last') =>
  role<{ done: boolean; memo: number }, Paper>({
    initial: () => ({ done: false, memo: 0 }),
    internal: {
      pay: {
        when: ({ done }) => !done,
        do: (state, { send, persist }) => {
          state.done = true
          state.memo += 1
          if (order === 'saves first') persist()
          send('bank', 'pay')
          if (order === 'saves in between') persist()
          send('shop', 'paid')
          if (order === 'saves last') persist()
        },
      },
    },
    durable: ({ done }) => ({ done }),
    recover: () => undefined,
  })

const reader = role<{ got: Paper[] }, Paper>({
  initial: () => ({ got: [] }),
  receive: (state, message) => void state.got.push(message),
})

/** Which half-steps there are: what bank and shop got when the clerk has crashed and does nothing more. */
const halves = async (order: Parameters<typeof clerk>[0], crashes: object = {}) => {
  const subject = system({
    name: 'halves',
    nodes: { clerk: clerk(order), bank: reader, shop: reader },
    faults: { crashes: { nodes: ['clerk'], midStep: true, restarts: 'never', ...crashes } },
    properties: ({ reachable }) => {
      const isHalf = (done: boolean, bank: number, shop: number) =>
        reachable(
          ({ nodes, up, inFlight }) =>
            !up.clerk &&
            inFlight.length === 0 &&
            nodes.clerk.done === done &&
            nodes.bank.got.length === bank &&
            nodes.shop.got.length === shop,
        )
      return {
        'saved, nothing sent': isHalf(true, 0, 0),
        'saved, one sent': isHalf(true, 1, 0),
        'saved, both sent': isHalf(true, 1, 1),
        'nothing saved, one sent': isHalf(false, 1, 0),
        'nothing saved, both sent': isHalf(false, 1, 1),
      }
    },
  })
  const { properties } = await check(subject)
  return properties.flatMap(({ name, verdict }) => (verdict === 'holds' ? [name] : []))
}

describe('a crash in the middle of a step', () => {
  test('comes after any of its effects, in their order', async () => {
    expect(await halves('says nothing')).toEqual([
      'saved, nothing sent',
      'saved, one sent',
      'saved, both sent',
    ])
    expect(await halves('saves first')).toEqual(await halves('says nothing'))
    expect(await halves('saves in between')).toEqual([
      'saved, one sent',
      'saved, both sent',
      'nothing saved, one sent',
    ])
    expect(await halves('saves last')).toEqual([
      'saved, both sent',
      'nothing saved, one sent',
      'nothing saved, both sent',
    ])
  })

  test('is none without `midStep`, whatever a handler saves', async () => {
    expect(await halves('saves in between', { midStep: false })).toEqual(['saved, both sent'])
  })

  test('is told in a trace: what was saved and sent, and what was not', async () => {
    const subject = system({
      name: 'told',
      nodes: { clerk: clerk('saves in between'), bank: reader, shop: reader },
      faults: { crashes: { nodes: ['clerk'], midStep: true } },
      properties: ({ never }) => ({
        'half a payment': never(
          ({ nodes, up }) => !up.clerk && nodes.clerk.done && nodes.bank.got.length === 0,
        ),
      }),
    })
    const [property] = (await check(subject)).properties
    if (property === undefined || property.trace === null) throw new Error('nothing was found')
    expect(renderTrace(property.trace, { property, columns: 80 })).toContain(
      [
        ' 1   clerk crashes in the middle of "pay"',
        '        after saving what is durable',
        '        done: false → true',
        '        sends "pay" to bank',
        '        before sending "paid" to shop',
      ].join('\n'),
    )
    expect(property.trace.steps[0]?.middle).toEqual({
      kind: 'internal',
      saves: 1,
      unsent: [{ from: 'clerk', to: 'shop', message: 'paid' }],
    })
    expect(property.assumptions.find(({ kind }) => kind === 'crashes')?.text).toContain(
      '1 crash at most in a run, of clerk, also in the middle of a step',
    )
    expect(flips(subject).map(({ change }) => change)).toContain(
      'crash in the middle: of steps → between steps only',
    )
  })

  test('consumes the message that was being delivered, also where nothing was done yet', async () => {
    const writer = role<{ got: number }, 'note'>({
      initial: () => ({ got: 0 }),
      receive: (state) => void (state.got += 1),
      durable: ({ got }) => ({ got }),
    })
    const sender = role<null, 'note'>({
      initial: () => null,
      start: (_, { send }) => send('writer', 'note'),
    })
    const subject = (midStep: boolean) =>
      system({
        name: 'consumed',
        nodes: { sender, writer },
        faults: { crashes: { nodes: ['writer'], midStep } },
        properties: ({ never }) => ({
          'the note is lost': never(
            ({ nodes, inFlight }) => nodes.writer.got === 0 && inFlight.length === 0,
          ),
        }),
      })
    expect(await verdicts(subject(true))).toEqual(['violated'])
    expect(await verdicts(subject(false))).toEqual(['holds'])
  })

  test('is refused where it cannot be meant', async () => {
    expect(await mistake(() => working({ times: 0, midStep: true }))).toContain(
      'Nodes may crash in the middle of a step, and never crash',
    )
    const nothing = role<{ n: number }>({
      initial: () => ({ n: 0 }),
      internal: { step: { when: ({ n }) => n === 0, do: (_, { persist }) => persist() } },
    })
    expect(await mistake(() => check(system({ name: 'x', nodes: { nothing } })))).toContain(
      'A handler calls persist(), and nothing of its node is durable',
    )
    const returning = role<{ n: number }>({
      initial: () => ({ n: 0 }),
      internal: {
        step: {
          when: ({ n }) => n === 0,
          do: (_, { persist }) => {
            persist()
            return { n: 1 }
          },
        },
      },
      durable: ({ n }) => ({ n }),
    })
    expect(await mistake(() => check(system({ name: 'x', nodes: { returning } })))).toContain(
      'A handler calls persist(), which saves the draft, and returns another state',
    )
    const asking = role<{ open: string[] }>({
      initial: () => ({ open: ['a'] }),
      operations: ({ open }) => ({ waiting: open }),
    })
    const calls = observer({
      initial: () => ({ n: 0 }),
      on: { invoke: (seen) => void (seen.n += 1) },
    })
    const faults = { crashes: { midStep: true } }
    expect(
      await mistake(() => system({ name: 'x', nodes: { asking }, observers: { calls }, faults })),
    ).toContain('it is open whether one of them began, or was over, there')
  })

  test('takes no symmetry, and gives no message up', async () => {
    const { reductions } = await check(working({ midStep: true }))
    expect(reductions.find(({ name }) => name === 'symmetry')?.isApplied).toBe(false)
  })
})
