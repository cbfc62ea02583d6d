import type { FromTypes, ToTypes, TypesAnswers, TypesQuestion } from './contract.ts'

/** A worker that was started, as far as the line needs it. */
export interface TypesWorker {
  readonly post: (message: ToTypes) => void
  readonly end: () => void
}

/** Starts a worker, which tells an answer to `hear`, and `fail` that it died. */
export type StartTypes = (hear: (message: FromTypes) => void, fail: () => void) => TypesWorker

interface Pending {
  readonly settle: (answer: unknown) => void
  readonly timer: ReturnType<typeof setTimeout>
}

/**
 * The line to the worker that knows types. Types can be written that a compiler does not get to the end of:
 * a worker that does not answer in time is ended, and another one is started for the next question.
 */
export class TypesLine {
  readonly #start: StartTypes
  readonly #patience: number
  readonly #pending = new Map<number, Pending>()
  #worker: TypesWorker | null = null
  #lastId = 0

  /** @param patience how long an answer may take, in milliseconds */
  constructor(start: StartTypes, patience: number) {
    this.#start = start
    this.#patience = patience
  }

  /** Asks. The answer is `undefined` where there is none: the worker failed, or was ended. */
  ask<Question extends TypesQuestion>(
    question: Question,
  ): Promise<TypesAnswers[Question['kind']] | undefined> {
    return new Promise((resolve) => {
      const id = ++this.#lastId
      const settle = (answer: unknown): void =>
        resolve(answer as TypesAnswers[Question['kind']] | undefined)
      const timer = setTimeout(() => this.end(), this.#patience)
      this.#pending.set(id, { settle, timer })
      this.#worker ??= this.#start(
        (message) => this.#hear(message),
        () => this.end(),
      )
      this.#worker.post({ kind: 'ask', id, question })
    })
  }

  /** Ends the worker; what was asked gets no answer. */
  end(): void {
    this.#worker?.end()
    this.#worker = null
    for (const id of this.#pending.keys()) this.#settle(id, undefined)
  }

  #hear(message: FromTypes): void {
    this.#settle(message.id, message.kind === 'answer' ? message.answer : undefined)
  }

  #settle(id: number, answer: unknown): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    clearTimeout(pending.timer)
    this.#pending.delete(id)
    pending.settle(answer)
  }
}
