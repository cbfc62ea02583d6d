import { traitsOn } from '../model/network-plan.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/actions.ts'
import {
  isBlocked,
  isQueued,
  isTraitor,
  samePair,
  type GlobalState,
  type Mail,
} from '../semantics/global-state.ts'
import { looksSame } from '../value/compare.ts'
import { envelopeOf } from './describe.ts'
import type { RunMessage, SentMessage } from './trace.ts'

/** Mail with what tells it from equal mail of the same run. */
export interface Sent {
  readonly id: number
  readonly sentInStep: number
  readonly mail: Mail
}

/**
 * The messages in flight along a run. States know of equal messages only how many there are; here
 * each has a number, so that what is delivered or lost can be traced to the step that sent it. Of
 * equal messages the oldest is taken. What traitors may say, which is in flight all along, is left out: it is
 * told as sent when it arrives.
 */
export class Flight {
  readonly #system: System
  /** By age, the oldest first. */
  #inFlight: readonly Sent[] = []
  #lastId = 0
  #time = 0

  /** @param first the initial state of the run */
  constructor(system: System, first: Pick<GlobalState, 'inFlight'>) {
    this.#system = system
    for (const mail of first.inFlight) {
      if (isTraitor(system, mail.from)) continue
      this.#inFlight = [...this.#inFlight, this.#number(mail, 0)]
    }
  }

  /** The same as it is now, to go on with in another way. */
  copy(): Flight {
    const copy = new Flight(this.#system, { inFlight: [] })
    copy.#inFlight = this.#inFlight
    copy.#lastId = this.#lastId
    copy.#time = this.#time
    return copy
  }

  /** A message that was sent into a cut that swallows it: it was never in flight. */
  swallowed(mail: Mail, step: number): RunMessage {
    return this.#told(this.#number(mail, step))
  }

  /** A message that is sent; where only one is kept and it is in flight already, that one. */
  send(mail: Mail & { readonly once: boolean }, step: number, state: GlobalState): SentMessage {
    const kept =
      this.#isSet(mail) || mail.once
        ? this.#inFlight.find((sent) => isLike(sent.mail, mail))
        : undefined
    const sent = kept ?? this.#number(mail, step)
    if (kept === undefined) this.#inFlight = [...this.#inFlight, sent]
    return this.#toldIn(sent, state)
  }

  /**
   * The message that an action delivers or loses; null if it is not in flight.
   *
   * @param next the state to which the action leads
   * @param step its number
   */
  take(
    action: Action & { readonly mail: Mail },
    next: GlobalState,
    step: number,
  ): RunMessage | null {
    const { kind, mail } = action
    if (kind === 'say') return this.#told(this.#number(mail, step))
    const found =
      kind === 'lose' && isQueued(this.#system, mail)
        ? this.#lostOfQueue(mail, next)
        : this.#inFlight.find((sent) => isSame(sent.mail, mail))
    if (found === undefined) return null
    const stays = kind === 'duplicate' || (kind === 'deliver' && this.#isSet(mail))
    if (!stays) this.#inFlight = this.#inFlight.filter((sent) => sent !== found)
    return this.#told(found)
  }

  /** With time how many units have passed since the run began; else null. */
  get time(): number | null {
    return this.#system.time === null ? null : this.#time
  }

  /** A unit passes: what is in flight grows older. */
  tick(): void {
    const oldest = this.#system.time?.oldest ?? 0
    this.#time += 1
    this.#inFlight = this.#inFlight.map((sent) => ({
      ...sent,
      mail: { ...sent.mail, age: Math.min((sent.mail.age ?? 0) + 1, oldest) },
    }))
  }

  /** Takes out what a cut swallows. */
  drop(isLost: (mail: Mail) => boolean): readonly RunMessage[] {
    const lost = this.#inFlight.filter(({ mail }) => isLost(mail))
    this.#inFlight = this.#inFlight.filter(({ mail }) => !isLost(mail))
    return lost.map((sent) => this.#told(sent))
  }

  /** The messages between nodes that the cuts that stand keep apart, and those others do not. */
  across(cuts: number, others: number): readonly RunMessage[] {
    const system = this.#system
    return this.#inFlight
      .filter(({ mail: { from, to } }) => isBlocked(system, cuts, from, to))
      .filter(({ mail: { from, to } }) => !isBlocked(system, others, from, to))
      .map((sent) => this.#told(sent))
  }

  /** What is in flight now, as {@link Flight.in} takes it later. */
  get now(): readonly Sent[] {
    return this.#inFlight
  }

  /** All that was in flight when the run was in a state, the oldest first. */
  in(state: GlobalState, inFlight = this.#inFlight): readonly SentMessage[] {
    return inFlight.map((sent) => this.#toldIn(sent, state))
  }

  /** Which of equal messages is lost tells on a queue: the order of the others is another. */
  #lostOfQueue(mail: Mail, next: GlobalState): Sent | undefined {
    const queue = this.#inFlight.filter((sent) => samePair(sent.mail, mail))
    const left = next.inFlight.filter((other) => samePair(other, mail))
    return queue.find(
      (sent, index) =>
        isSame(sent.mail, mail) &&
        queue.toSpliced(index, 1).every((other, at) => isSame(other.mail, left[at])),
    )
  }

  #isSet({ from, to }: Mail): boolean {
    return traitsOn(this.#system.network, from, to).isSet
  }

  #number(mail: Mail, sentInStep: number): Sent {
    this.#lastId += 1
    return { id: this.#lastId, sentInStep, mail }
  }

  #told({ id, sentInStep, mail }: Sent): RunMessage {
    return { ...envelopeOf(this.#system, mail), id, sentInStep }
  }

  #toldIn(sent: Sent, { environment }: GlobalState): SentMessage {
    const { from, to } = sent.mail
    return { ...this.#told(sent), isHeld: isBlocked(this.#system, environment.cut, from, to) }
  }
}

const isSame = (mail: Mail, other: Mail | undefined): boolean =>
  other !== undefined && mail.age === other.age && isLike(mail, other)

/** Whether they are equal but for their ages. */
const isLike = (mail: Mail, other: Mail): boolean =>
  samePair(mail, other) && looksSame(mail.message, other.message)
