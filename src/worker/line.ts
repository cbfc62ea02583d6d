import type { Progress } from '../report.ts'
import type { Answer, Failed, Situation } from './contract.ts'
import type { FromWorker, Question, ToWorker } from './port.ts'
import type { Unsealing } from './unsealing.ts'

/** A worker that was started: it can be spoken to, and ended. */
export interface Started {
  readonly post: (message: ToWorker) => void
  readonly end: () => void
}

/** Who hears a worker. */
export interface Hearer {
  readonly hear: (message: unknown) => void
  /** The worker cannot be started, or has died. */
  readonly fail: (why: string) => void
}

/** How a worker is started. */
export interface Place {
  readonly start: (hearer: Hearer) => Promise<Started>
  /** How what it says is checked; null where it is trusted. */
  readonly unsealing: Unsealing | null
}

/** What an asker wants to know on the way. */
export interface Asking {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly onSituation?: ((situation: Situation) => void) | undefined
}

/** How long a worker may say nothing, in milliseconds. */
export interface Patience {
  /** While it is at work: it speaks ten times a second. */
  readonly silence: number
  /** When it was told to stop. */
  readonly stopping: number
}

interface Pending {
  readonly id: number
  readonly question: Question
  readonly asking: Asking
  readonly settle: (answer: Answer<unknown>) => void
  isBegun: boolean
  isAborted: boolean
  timer: ReturnType<typeof setTimeout> | null
}

/**
 * The line to one worker. A worker that does not answer is ended, and another one is started for what
 * else was asked.
 */
export class Line {
  readonly #place: Place
  readonly #patience: Patience
  readonly #pending = new Map<number, Pending>()
  #started: Promise<Started> | null = null
  #lastId = 0

  constructor(place: Place, patience: Patience) {
    this.#place = place
    this.#patience = patience
  }

  /** Asks the worker. */
  ask(question: Question, asking: Asking): Promise<Answer<unknown>> {
    if (asking.signal?.aborted) return Promise.resolve(aborted)
    return new Promise((resolve) => {
      const id = ++this.#lastId
      const onAbort = (): void => this.#abort(id)
      const settle = (answer: Answer<unknown>): void => {
        asking.signal?.removeEventListener('abort', onAbort)
        resolve(answer)
      }
      const pending = {
        id,
        question,
        asking,
        settle,
        isBegun: false,
        isAborted: false,
        timer: null,
      }
      this.#pending.set(id, pending)
      asking.signal?.addEventListener('abort', onAbort)
      this.#send(pending)
    })
  }

  /** Ends the worker; what was asked gets no answer but that. */
  end(): void {
    const all = [...this.#pending.values()]
    this.#stop()
    for (const each of all) this.#settle(each, aborted)
  }

  #send({ id, question }: Pending): void {
    void this.#worker().then((worker) => {
      if (this.#pending.has(id)) worker?.post({ kind: 'ask', id, question })
    })
  }

  /** The worker; null where it does not start, which {@link #fail} is told. */
  async #worker(): Promise<Started | null> {
    try {
      this.#started ??= this.#place.start(this.#hearer())
      return await this.#started
    } catch (error) {
      this.#fail('no-workers', error instanceof Error ? error.message : String(error))
      return null
    }
  }

  /** Hears the worker that is started now, and no longer when another one is. */
  #hearer(): Hearer {
    const isCurrent = (): boolean => this.#current === hearer
    const hearer: Hearer = {
      hear: (message) => {
        if (isCurrent()) this.#hear(message)
      },
      fail: (why) => {
        if (isCurrent()) this.#fail('lost', why)
      },
    }
    this.#current = hearer
    return hearer
  }
  #current: Hearer | null = null

  #hear(said: unknown): void {
    const { unsealing } = this.#place
    const find = (id: number): Question | null => this.#pending.get(id)?.question ?? null
    const message = unsealing === null ? (said as FromWorker) : unsealing(said, find)
    const pending = message === null ? undefined : this.#pending.get(message.id)
    if (message === null || pending === undefined) return
    switch (message.kind) {
      case 'begun':
        pending.isBegun = true
        break
      case 'progress':
        if (!pending.isAborted) pending.asking.onProgress?.(message.progress)
        break
      case 'situation':
        if (!pending.isAborted) pending.asking.onSituation?.(message.situation)
        break
      case 'answer':
        this.#settle(pending, message.answer)
    }
    // Who says anything is alive: all that it was asked has more time.
    for (const each of this.#pending.values()) this.#watch(each)
  }

  #watch(pending: Pending): void {
    if (!pending.isBegun || pending.isAborted) return
    if (pending.timer !== null) clearTimeout(pending.timer)
    pending.timer = setTimeout(() => this.#giveUp(pending, silent), this.#patience.silence)
  }

  #abort(id: number): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    pending.isAborted = true
    if (pending.timer !== null) clearTimeout(pending.timer)
    pending.timer = setTimeout(() => this.#giveUp(pending, aborted), this.#patience.stopping)
    void this.#started?.then((worker) => worker.post({ kind: 'abort', id }))
  }

  /** Ends a worker that does not answer, and asks another one what else was asked. */
  #giveUp(pending: Pending, answer: Failed): void {
    this.#settle(pending, answer)
    this.#stop()
    for (const each of this.#pending.values()) {
      each.isBegun = false
      if (each.timer !== null && !each.isAborted) clearTimeout(each.timer)
      this.#send(each)
    }
  }

  #fail(cause: 'lost' | 'no-workers', why: string): void {
    const all = [...this.#pending.values()]
    this.#stop()
    for (const each of all) this.#settle(each, failures[cause](why))
  }

  #stop(): void {
    void this.#started?.then(
      (worker) => worker.end(),
      () => undefined,
    )
    this.#started = null
    this.#current = null
  }

  #settle(pending: Pending, answer: Answer<unknown>): void {
    if (pending.timer !== null) clearTimeout(pending.timer)
    this.#pending.delete(pending.id)
    pending.settle(answer)
  }
}

const failed = (cause: Failed['cause'], message: string, wayOut: string): Failed => ({
  kind: 'failed',
  cause,
  message,
  where: [],
  wayOut,
  at: null,
})

const aborted = failed('aborted', 'It was stopped.', 'ask again')

const silent = failed(
  'lost',
  'The model has not answered for some seconds, and was ended: some code in it does not return.',
  'look for a loop without an end in a handler, a guard, a predicate or the model itself',
)

const failures = {
  lost: (why: string) =>
    failed('lost', `The engine has died: ${why}`, 'ask again, with smaller parameters or a limit'),
  'no-workers': (why: string) =>
    failed(
      'no-workers',
      `This browser does not start the engine: ${why}`,
      'use a browser with web workers, or run netsplit on the command line',
    ),
}
