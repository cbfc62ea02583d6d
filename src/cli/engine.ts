import type { ChildProcess } from 'node:child_process'
import type { FlipReport, Progress, Report } from '../report.ts'
import { ModelError } from '../value/model-error.ts'
import {
  cutShort,
  flipsCutShort,
  type Cause,
  type Engine,
  type EngineHooks,
  type Job,
  type Outline,
} from './engine-contract.ts'
import { InternalError, revive, type Message, type Order } from './engine-messages.ts'
import { startEngine } from './engine-start.ts'
import { dieWithParent } from './guard.ts'

/**
 * The engine that runs a job in a process of its own. Whatever a model does (a handler that never
 * returns, memory without end, process.exit), the command line lives to tell what is known, and
 * what a model prints does not get into the report.
 */
export const engineApart: Engine = (job, hooks) => new Apart(job, hooks).result

/** How long a process that was told to stop may take to hear it: a handler may never return. */
const hearingMilliseconds = 3_000
/** And how long to stop, then: it may have counterexamples to rebuild. */
const stoppingMilliseconds = 30_000

/** What V8 writes when it dies of memory: from there on its words are not for the user. */
const lastWords = /\n*<--- Last few GCs --->|\n*#\n# Fatal|FATAL ERROR:/

class Apart {
  readonly result: Promise<Report>
  readonly #job: Job
  readonly #hooks: EngineHooks
  readonly #child: ChildProcess
  #outline: Outline | null = null
  #last: Progress | null = null
  #soFar: FlipReport | null = null
  #isDying = false
  #isStuck = false
  #isReady = false
  #deadline: NodeJS.Timeout | undefined

  constructor(job: Job, hooks: EngineHooks) {
    this.#job = job
    this.#hooks = hooks
    const { child, heard } = startEngine(job.maxMemoryBytes)
    this.#child = child
    this.result = this.#watch(heard)
  }

  /** @param heard what the process has said so far */
  #watch(heard: readonly Message[]): Promise<Report> {
    const child = this.#child
    const kill = (): void => void child.kill('SIGKILL')
    const stop = (): void => {
      this.#send({ kind: 'stop' })
      this.#killIn(hearingMilliseconds)
    }
    const leave = dieWithParent(child)
    process.once('exit', kill)
    this.#hooks.signal.addEventListener('abort', stop)
    child.stdout?.on('data', (text: Buffer) => this.#hooks.onOutput(text.toString()))
    child.stderr?.on('data', (text: Buffer) => this.#pass(text.toString()))
    const outcome = new Promise<Report>((resolve, reject) => {
      child.on('message', (message: Message) => this.#hear(message, resolve, reject))
      for (const message of heard) this.#hear(message, resolve, reject)
      child.on('error', (error) => reject(new InternalError(String(error.stack))))
      // 'close' comes after the last message and the last words.
      child.on('close', (code, signal) => this.#ended(code, signal, resolve, reject))
    })
    return outcome.finally(() => {
      this.#hooks.signal.removeEventListener('abort', stop)
      clearTimeout(this.#deadline)
      process.off('exit', kill)
      kill()
      leave()
    })
  }

  /** Ends the process if it has not ended by then. */
  #killIn(milliseconds: number): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => {
      this.#isStuck = true
      this.#child.kill('SIGKILL')
    }, milliseconds)
    // The child keeps this process waiting; once that is gone, nothing does.
    this.#deadline.unref()
  }

  #send(order: Order): void {
    if (this.#child.connected) this.#child.send(order)
  }

  /** Passes on what the model says, up to V8's last words. */
  #pass(text: string): void {
    if (this.#isDying) return
    const end = text.search(lastWords)
    this.#isDying = end >= 0
    const words = this.#isDying ? text.slice(0, end) : text
    if (words !== '') this.#hooks.onOutput(words)
  }

  #hear(message: Message, resolve: (report: Report) => void, reject: (error: Error) => void): void {
    // A model may send messages of its own.
    switch (message?.kind) {
      case 'ready':
        this.#isReady = true
        this.#send({ kind: 'run', job: this.#job })
        if (this.#hooks.signal.aborted) this.#send({ kind: 'stop' })
        return
      case 'stopping':
        return this.#killIn(stoppingMilliseconds)
      case 'outline':
        this.#outline = message.outline
        this.#hooks.onOutline(message.outline)
        return
      case 'progress':
        this.#last = message.progress
        this.#hooks.onProgress(message.progress)
        return
      case 'graph':
        this.#hooks.onGraph(message.graph)
        return
      case 'so-far':
        this.#soFar = message.report
        return
      case 'report':
        return resolve(message.report)
      case 'mistake':
        return reject(revive(message.mistake))
      case 'out-of-memory':
        return this.#outOfMemory(resolve, reject)
      case 'bug':
        return reject(new InternalError(message.stack))
      default:
        message satisfies never
    }
  }

  /** The process is gone; if it had told its result, nobody listens to this any more. */
  #ended(
    code: number | null,
    signal: string | null,
    resolve: (report: Report) => void,
    reject: (error: Error) => void,
  ): void {
    const isInterrupted = this.#hooks.signal.aborted
    if (isInterrupted && this.#outline !== null) {
      const detail = this.#isStuck
        ? ' and did not stop by itself: does a handler never return?'
        : ''
      const reason = `the check was interrupted${detail}`
      return resolve(this.#cutShort(this.#outline, { kind: 'interrupted', reason }))
    }
    if (isInterrupted) return reject(this.#bad('was interrupted before it had loaded'))
    // V8 gives up by itself.
    const isMemory = this.#isDying || signal === 'SIGABRT' || code === 134
    if (isMemory) return this.#outOfMemory(resolve, reject)
    if (signal === 'SIGKILL') return this.#killed(resolve, reject)
    // The model is not loaded before that.
    const own = `the engine's process ended before it was ready (exit status ${code})`
    if (signal === null && !this.#isReady) return reject(new InternalError(own))
    if (signal === null) return reject(this.#bad(`ended the program (exit status ${code})`))
    reject(new InternalError(`the engine's process ended by ${signal}`))
  }

  /** Who killed the process is not known: the system does that when memory runs out, others may. */
  #killed(resolve: (report: Report) => void, reject: (error: Error) => void): void {
    const signal = "a signal (SIGKILL) ended the engine's process"
    const reason = `${signal}; perhaps the system ran out of memory`
    if (this.#outline !== null) {
      return resolve(this.#cutShort(this.#outline, { kind: 'interrupted', reason }))
    }
    reject(
      new ModelError('bad-model-file', {
        what: `The model was not loaded: ${signal}`,
        where: [this.#job.model],
        fix: 'if nobody sent it, the system ran out of memory: leave it more, or load less',
      }),
    )
  }

  #outOfMemory(resolve: (report: Report) => void, reject: (error: Error) => void): void {
    if (this.#outline !== null) {
      const cause = { kind: 'memory', reason: 'memory ran out' } as const
      return resolve(this.#cutShort(this.#outline, cause))
    }
    reject(this.#bad('ran out of memory while it was loaded'))
  }

  /** What is known of a job that ended without a report. */
  #cutShort(outline: Outline, cause: Cause): Report | FlipReport {
    if (this.#soFar !== null) return flipsCutShort(this.#soFar, cause)
    return cutShort(outline, this.#last, cause)
  }

  #bad(what: string): ModelError {
    return new ModelError('bad-model-file', {
      what: `The model ${what}`,
      where: [this.#job.model],
      fix: 'a model only describes a system: leave out what runs, waits or ends the program',
    })
  }
}
