import type { Worker } from 'node:worker_threads'
import { Halt } from '../pace/pace.ts'
import type { Slice, SliceResult } from '../simulate/batches.ts'
import type { Crew } from '../simulate/dealing.ts'
import type { Plan } from '../simulate/plan.ts'
import { InternalError, revive } from './engine-messages.ts'
import type { Failure } from './failure.ts'
import { startThread } from './threads.ts'
import { walkGiven, type WalkAnswer, type WalkedJob, type WalkOrder } from './walk-contract.ts'

/** What ends walks early. */
interface Ends {
  readonly signal: AbortSignal
  /** Seconds; undefined for no limit. */
  readonly seconds: number | undefined
}

/** Somebody who waits for an answer. */
interface Waiting {
  readonly resolve: (answer: WalkAnswer) => void
  readonly reject: (error: Error) => void
}

/** Those who walk in threads of this process. */
export class WalkThreads implements Crew {
  readonly size: number
  readonly #threads: readonly Worker[]
  readonly #waiting = new Map<number, Waiting>()
  readonly #deadline: NodeJS.Timeout | undefined
  readonly #signal: AbortSignal
  readonly #onAbort = (): void => this.#fail(new Halt('aborted'))
  /** Why nobody is waited for any more. */
  #failure: Error | null = null

  constructor(size: number, job: WalkedJob, plan: Plan, ends: Ends) {
    this.size = size
    const { model, settings, only } = job
    const given = walkGiven({ job: { model, settings, only }, plan })
    this.#threads = Array.from({ length: size }, (_, member) => this.#start(member, given))
    this.#signal = ends.signal
    this.#signal.addEventListener('abort', this.#onAbort)
    if (this.#signal.aborted) this.#onAbort()
    if (ends.seconds !== undefined) {
      const late = (): void => this.#fail(new Halt('seconds'))
      this.#deadline = setTimeout(late, Math.min(ends.seconds * 1000, 2 ** 31 - 1))
    }
  }

  async walk(member: number, slice: Slice): Promise<SliceResult> {
    const answer = await this.#ask(member, { kind: 'walk', slice })
    if (answer.kind === 'walked') return answer.result
    throw errorOf(answer)
  }

  async confirm(member: number): Promise<void> {
    const answer = await this.#ask(member, { kind: 'confirm' })
    if (answer.kind !== 'confirmed') throw errorOf(answer)
  }

  async end(): Promise<void> {
    this.#failure ??= new Halt('aborted')
    clearTimeout(this.#deadline)
    this.#signal.removeEventListener('abort', this.#onAbort)
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }

  #start(member: number, given: ReturnType<typeof walkGiven>): Worker {
    const thread = startThread('walk-thread', { workerData: given })
    thread.on('message', (answer: WalkAnswer) => {
      const waiting = this.#waiting.get(member)
      this.#waiting.delete(member)
      waiting?.resolve(answer)
    })
    thread.on('error', (error) => this.#fail(new InternalError(error.stack ?? String(error))))
    thread.on('exit', (code) => {
      this.#fail(new InternalError(`a thread that walked ended (exit status ${code})`))
    })
    return thread
  }

  #ask(member: number, order: WalkOrder): Promise<WalkAnswer> {
    const thread = this.#threads[member]
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure)
        return
      }
      this.#waiting.set(member, { resolve, reject })
      thread?.postMessage(order)
    })
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}

const errorOf = (answer: WalkAnswer): Error =>
  answer.kind === 'failed' ? errorFor(answer.failure) : new Error('an answer to another question')

const errorFor = (failure: Failure): Error => {
  switch (failure.kind) {
    case 'mistake':
      return revive(failure.mistake)
    case 'out-of-memory':
      return new Halt('memory')
    case 'bug':
      return new InternalError(failure.stack)
  }
}
