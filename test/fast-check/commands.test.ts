import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandsOf, type Bridge, type Part } from 'netsplit/fast-check'
import { replicas, role, system, type TraceStep } from 'netsplit'

/*
 * A counter that several users add to, and the model of it: answers may come in any order.
 */

type Message = { type: 'add'; by: number } | { type: 'sum'; sum: number }

const counter = role<{ sum: number }, Message>({
  initial: () => ({ sum: 0 }),
  receive: (state, message, { from, send }) => {
    if (message.type !== 'add') return
    state.sum += message.by
    send(from, { type: 'sum', sum: state.sum })
  },
})

const user = role<{ asked: boolean }, Message>({
  initial: () => ({ asked: false }),
  internal: {
    add: {
      each: ({ asked }) => (asked ? [] : [1, 2]),
      doEach: (state, by: number, { send }) => {
        state.asked = true
        send('counter', { type: 'add', by })
      },
    },
  },
  receive: (state) => {
    state.asked = false
  },
})

const model = system({
  name: 'counter',
  nodes: { counter, user: replicas(2, user) },
  within: ({ nodes }) => nodes.counter.sum < 9,
  properties: () => ({}),
})

/** Answers in an order of its own: the last first. */
class Real {
  readonly done: string[] = []
  #sum = 0
  #open: { user: string; by: number }[] = []
  readonly #forgets: boolean

  /** @param forgets whether it adds 2 to 3 wrongly */
  constructor(forgets: boolean) {
    this.#forgets = forgets
  }

  add(from: string, by: number): void {
    this.done.push(`${from} adds ${by}`)
    this.#open.push({ user: from, by })
  }

  /** Answers every second time, so that users wait at the same time. */
  answers(): unknown[] {
    if (this.#open.length < 2) return []
    return this.#open
      .splice(0)
      .toReversed()
      .map(({ user: to, by }) => {
        this.#sum += this.#forgets && this.#sum === 3 && by === 2 ? 0 : by
        return { to, sum: this.#sum }
      })
  }
}

const steps = ({ kind, node, item, envelope }: TraceStep): Part<Real> => {
  if (kind === 'internal') return { does: (real) => real.add(node ?? '', Number(item)) }
  if (kind === 'deliver' && node !== 'counter') {
    const message = envelope?.message as { sum: number } | undefined
    return { shows: { to: node, sum: message?.sum } }
  }
  return kind === 'deliver' ? 'hidden' : 'never'
}

const bridge = (): Bridge<Real> =>
  commandsOf<Real>(model, { steps, shown: (real) => real.answers() })

const tried = async (forgets: boolean): Promise<Error | null> => {
  const { commands, begin } = bridge()
  const run = fc.asyncProperty(fc.commands(commands, { maxCommands: 12 }), async (all) => {
    await fc.asyncModelRun(() => begin(new Real(forgets)), all)
  })
  const { errorInstance, counterexample } = await fc.check(run, { numRuns: 60, seed: 1 })
  const told = counterexample === null ? '' : String(counterexample[0])
  return errorInstance instanceof Error ? Object.assign(errorInstance, { told }) : null
}

describe('a real system that is driven by its model', () => {
  test('passes in whichever order it answers', async () => {
    expect(await tried(false)).toBeNull()
  })

  test('fails with the few steps that show it, in words of the model', async () => {
    const error = await tried(true)
    expect(error).toMatchObject({
      name: 'Disagreement',
      told: expect.stringMatching(
        /^user\d does "add" for \d(,user\d does "add" for \d){3} \/\*replayPath="[^"]+"\*\/$/,
      ) as unknown,
    })
    expect(error?.message).toMatchInlineSnapshot(`
      "The real system shows {sum: 3, to: "user2"}, which its model cannot do there.
        The model could show: {sum: 4, to: "user1"}; {sum: 5, to: "user2"}; {sum: 6, to: "user2"}; {sum: 6, to: "user1"}.

      What was done and seen:
        1  user2 does "add" for 2
        2  user1 does "add" for 1
        3  the real system shows {sum: 1, to: "user1"}
        4  the real system shows {sum: 3, to: "user2"}
        5  user1 does "add" for 1
        6  user2 does "add" for 2

      The model may be in any of 5 states; of the first:
      A run of the model up to there: 8 steps

            At the start
              counter       sum: 0
              user1, user2  asked: false

        1   user2 does "add" for 2
              asked: false → true
              sends add(by: 2) to counter
        2   user1 does "add" for 1
              asked: false → true
              sends add(by: 1) to counter
        3   counter receives add(by: 1) from user1, sent in step 2
              sum: 0 → 1
              sends sum(sum: 1) to user1
        4   counter receives add(by: 2) from user2, sent in step 1
              sum: 1 → 3
              sends sum(sum: 3) to user2
        5   user1 receives sum(sum: 1) from counter, sent in step 3
              asked: true → false
        6   user2 receives sum(sum: 3) from counter, sent in step 4
              asked: true → false
        7   user1 does "add" for 1
              asked: false → true
              sends add(by: 1) to counter
        8   user2 does "add" for 2
              asked: false → true
              sends add(by: 2) to counter"
    `)
  })

  test('may be in several states of the model while answers are under way', async () => {
    const { begin } = bridge()
    const { model: shadow, real } = begin(new Real(false))
    expect([shadow.size, shadow.doable.length]).toEqual([1, 4])
    await shadow.step(0, real, () => undefined)
    // The counter has heard of it or not, and has answered or not: nobody sees that.
    expect([shadow.size, shadow.doable.length]).toEqual([2, 2])
    await shadow.step(0, real, () => undefined)
    expect(shadow.size).toBe(1)
    expect(real.done).toHaveLength(2)
    expect(shadow.run.steps).toHaveLength(6)
  })

  test('counts what came by itself before a command as before it', async () => {
    const writer = role({
      initial: () => ({ hasWritten: false }),
      internal: { write: (state) => void (state.hasWritten = true) },
    })
    const mortal = system({
      name: 'mortal',
      nodes: { writer },
      faults: { crashes: { nodes: ['writer'], times: 1, restarts: 'never' } },
    })
    const log: unknown[] = []
    const { begin } = commandsOf<null>(mortal, {
      steps: ({ kind }) => (kind === 'crash' ? { does: () => undefined } : { shows: kind }),
      shown: () => log.splice(0),
    })
    const { model: shadow } = begin(null)
    log.push('internal')
    await shadow.step(0, null, () => undefined)
    expect(shadow.run.steps.map(({ kind }) => kind)).toEqual(['internal', 'crash'])
  })

  test('can be told of more that was shown', () => {
    const { model: shadow } = bridge().begin(new Real(false))
    expect(() => shadow.see({ to: 'user1', sum: 1 })).toThrow('The model shows nothing there.')
    expect(() => shadow.see(() => 1)).toThrow('A function is not plain data')
  })
})

describe('mistakes', () => {
  test.each<[string, unknown, string]>([
    ['where nothing can be done', { steps: () => 'never' }, 'nothing can be done'],
    ['a part that there is not', { steps: () => 'seen' }, 'cannot be "seen" to the real system'],
    ['a function of nothing', { steps: () => ({ does: 1 }) }, 'answer { does: … }'],
    ['too many states', { steps, maxStates: 1 }, 'more than 1 states'],
    ['an option that there is not', { steps, maxState: 1 }, "did you mean 'maxStates'?"],
    ['no steps', {}, 'steps cannot be null'],
  ])('%s', async (_, options, message) => {
    const attempt = async (): Promise<void> => {
      const { begin } = commandsOf<Real>(model, options as never)
      await begin(new Real(false)).model.step(0, new Real(false), () => undefined)
    }
    await expect(attempt()).rejects.toThrow(message)
  })
})
