import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fifo, replicas, role, system, type System, type Trace } from '../../src/index.ts'
import { transitions } from '../../src/semantics/actions.ts'
import { isTraitor } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { replay } from '../../src/trace/replay.ts'
import { keyOf } from '../../src/value/key.ts'
import type { NetworkTraits } from '../../src/model/network.ts'
import { traitsOn } from '../../src/model/network-plan.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'
import { walks } from '../support/walk.ts'

type Message = Trace['initial']['dropped'][number]

const plain = ({ from, to, message }: Message): string => keyOf([from, to, message])

const traitsFor = ({ network, nodes }: System, { from, to }: Message): NetworkTraits => {
  const [sender, receiver] = [from, to].map((name) => nodes.findIndex(({ id }) => id === name))
  return traitsOn(network, sender ?? 0, receiver ?? 0)
}

/** Follows the messages of a run by what its trace says of them, and notes what cannot be. */
class Follower {
  readonly faults: string[] = []
  readonly inFlight = new Map<number, Message>()
  readonly #given: System
  readonly #sent = new Map<number, Message>()

  constructor(given: System, { initial }: Trace) {
    this.#given = given
    for (const mail of initial.inFlight) this.#send(mail, 0, true)
    for (const mail of initial.dropped) this.#send(mail, 0, false)
  }

  step(step: Trace['steps'][number], number: number): void {
    const { kind, envelope, sent, dropped, held, middle } = step
    const from = this.#given.nodes.findIndex(({ id }) => id === envelope?.from)
    if (envelope !== null && isTraitor(this.#given, from)) this.#hear(envelope, number)
    else if (envelope !== null) this.#take(middle?.kind ?? kind, envelope)
    if (kind === 'split') for (const lost of dropped) this.#lose(lost)
    for (const { id } of held) this.#insist(this.inFlight.has(id), `${id} is held`)
    for (const mail of sent) this.#send(mail, number, true)
    if (kind !== 'split') for (const mail of dropped) this.#send(mail, number, false)
  }

  /** What a traitor says is sent when it arrives. */
  #hear(said: Message, number: number): void {
    const isSaidNow = said.sentInStep === number && !this.#sent.has(said.id)
    this.#insist(isSaidNow, `${said.id} is said in ${number}`)
    this.#sent.set(said.id, said)
  }

  #take(kind: string, taken: Message): void {
    const equals = [...this.inFlight.values()].filter((other) => plain(other) === plain(taken))
    const isOldest = traitsFor(this.#given, taken).isQueue || equals[0]?.id === taken.id
    this.#insist(isOldest, `${taken.id} is the oldest`)
    const stays =
      kind === 'duplicate' || (kind === 'deliver' && traitsFor(this.#given, taken).isSet)
    if (stays) this.#insist(this.#isKnown(taken), `${taken.id} stays`)
    else this.#lose(taken)
  }

  #lose(lost: Message): void {
    this.#insist(this.#isKnown(lost), `${lost.id} is in flight`)
    this.inFlight.delete(lost.id)
  }

  #send(mail: Message, step: number, flies: boolean): void {
    const isNew = !this.#sent.has(mail.id)
    // On a bag it was sent once.
    const isAgain = !traitsFor(this.#given, mail).isQueue && flies && this.#isKnown(mail)
    this.#insist(isNew ? mail.sentInStep === step : isAgain, `${mail.id} is sent in ${step}`)
    this.#sent.set(mail.id, mail)
    if (flies) this.inFlight.set(mail.id, mail)
  }

  #isKnown({ id, sentInStep, ...mail }: Message): boolean {
    const known = this.inFlight.get(id)
    return known?.sentInStep === sentInStep && plain(known) === plain({ id, sentInStep, ...mail })
  }

  #insist(isSo: boolean, what: string): void {
    if (!isSo) this.faults.push(what)
  }
}

test('every delivery and loss is of a message in flight, the oldest of equal ones', async () => {
  await fc.assert(
    fc.asyncProperty(
      systemSpec.map(buildSystem).chain((given) => walks(given, 20).map((run) => ({ given, run }))),
      async ({ given, run }) => {
        const trace = await replay(given, run, unpaced)
        const follower = new Follower(given, trace)
        for (const [index, step] of trace.steps.entries()) follower.step(step, index + 1)
        expect(follower.faults).toEqual([])
        const ids = trace.final.inFlight.map(({ id }) => id)
        expect(ids).toEqual([...follower.inFlight.keys()].toSorted((a, b) => a - b))
        const last = run.at(-1)
        const names = given.nodes.map(({ id }) => id)
        expect(trace.final.inFlight.map(plain).toSorted()).toEqual(
          (last?.inFlight ?? [])
            .filter(({ from }) => !isTraitor(given, from))
            .map(({ from, to, message }) => keyOf([names[from], names[to], message]))
            .toSorted(),
        )
      },
    ),
    { numRuns: 400 },
  )
})

test('of equal messages in a queue the one is lost whose loss leaves this order', async () => {
  const given = system({
    name: 'queue',
    nodes: {
      writer: role<null, string>({
        initial: () => null,
        start: (_, { group, send }) => {
          for (const letter of ['a', 'b', 'a']) send(group('reader'), letter)
        },
      }),
      reader: replicas(1, role<null, string>({ initial: () => null, receive: () => undefined })),
    },
    network: fifo({ loss: 1 }),
  })
  const world = worldOf(given)
  const [first] = initialStates(world)
  if (first === undefined) throw new Error('no initial state')
  const lost = await Promise.all(
    transitions(world, first)
      .filter(({ action }) => action.kind === 'lose')
      .map(async ({ next }) => {
        const { steps, final } = await replay(given, [first, next], unpaced)
        return [steps[0]?.envelope?.id, ...final.inFlight.map(({ id }) => id)]
      }),
  )
  expect(lost).toEqual([
    [1, 2, 3],
    [2, 1, 3],
    [3, 1, 2],
  ])
})
