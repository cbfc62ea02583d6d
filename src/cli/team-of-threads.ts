import {
  MessageChannel,
  receiveMessageOnPort,
  type MessagePort,
  type Worker,
} from 'node:worker_threads'
import { buffersOf } from '../levels/parcel.ts'
import type { Answer, Delivery, Order, Team } from '../levels/team.ts'
import { firstOf } from './search-contract.ts'
import { startThread } from './threads.ts'

/** Milliseconds for which the event loop is kept waiting at a time. */
const waitMs = 5

/** A member, and its own end of a channel: what it answers is taken without a turn of the event loop. */
interface Seat {
  readonly thread: Worker
  readonly port: MessagePort
}

/** A team whose members are threads of this process. */
export class TeamOfThreads implements Team {
  readonly size: number
  /** Counts what was answered, by all: whoever waits is woken. */
  readonly #answered = new Int32Array(new SharedArrayBuffer(4))
  /** How many had answered before somebody looked last: only what came since is not to be waited for. */
  #seen = 0
  readonly #seats: readonly Seat[]
  /** Why a member is there no more. */
  #failure: Error | null = null
  #isEnding = false

  constructor(size: number) {
    this.size = size
    this.#seats = Array.from({ length: size }, () => this.#start())
  }

  give(member: number, order: Order): void {
    const buffers =
      order.kind === 'begin' ? [order.known, order.level] : [...order.found, order.late]
    this.#seats[member]?.thread.postMessage(order, transferred(buffers))
  }

  take(member: number): Answer | null {
    const seat = this.#seats[member]
    if (this.#failure !== null) throw this.#failure
    this.#seen = Atomics.load(this.#answered, 0)
    const received = seat === undefined ? undefined : receiveMessageOnPort(seat.port)
    return received === undefined ? null : (received.message as Answer)
  }

  wait(): void {
    Atomics.wait(this.#answered, 0, this.#seen, waitMs)
  }

  async end(): Promise<void> {
    this.#isEnding = true
    await Promise.all(this.#seats.map(({ thread }) => thread.terminate()))
    for (const { port } of this.#seats) port.close()
  }

  #start(): Seat {
    const { port1, port2 } = new MessageChannel()
    const first = {
      workerData: firstOf({ port: port2, answered: this.#answered }),
      transferList: [port2],
    }
    const thread = startThread('search-thread', first)
    thread.on('error', (error) => this.#fail(`failed: ${error.stack ?? String(error)}`))
    thread.on('exit', (code) => this.#fail(`ended (exit status ${code})`))
    // The process may end as soon as nobody waits for the search.
    thread.unref()
    port1.unref()
    return { thread, port: port1 }
  }

  #fail(how: string): void {
    if (this.#isEnding) return
    this.#failure ??= new Error(`a thread that searched ${how}`)
  }
}

const transferred = (deliveries: readonly Delivery[]): ArrayBuffer[] =>
  deliveries.flatMap(({ parcels }) => parcels.flatMap((parcel) => [...buffersOf(parcel)]))
