import type { ChildProcess } from 'node:child_process'
import type { Report } from '../report.ts'
import type { Failure } from './failure.ts'
import { startProgram } from './engine-start.ts'
import { dieWithParent } from './guard.ts'
import type { MutantAnswer, MutantOrder } from './mutant-messages.ts'

/** What became of a mutant in a process. */
export type Came =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'not-loaded' }
  /** It did not come back in time, and was ended. */
  | { readonly kind: 'too-long' }
  /** Its process ended: what it ended with. */
  | { readonly kind: 'ended'; readonly how: string }

const endedOnPurpose: Came = { kind: 'ended', how: 'SIGKILL' }

/** One place where mutants are checked: a process, and another one when that is gone or not fit any more. */
export class MutantMember {
  readonly #memory: number
  #child: ChildProcess | null = null
  #isOver = false
  #release: () => void = () => undefined

  /** @param memory how much memory each of its processes may take, in bytes */
  constructor(memory: number) {
    this.#memory = memory
  }

  /**
   * Checks a mutant.
   *
   * @param milliseconds how long that may take, once its process is there
   */
  async check(order: MutantOrder, milliseconds: number): Promise<Came> {
    if (this.#isOver) return endedOnPurpose
    const child = this.#child ?? (await this.#started())
    if ('kind' in child) return child
    const came = await new Promise<Came>((resolve) => {
      const deadline = setTimeout(() => resolve({ kind: 'too-long' }), milliseconds)
      const done = (came: Came): void => {
        clearTimeout(deadline)
        resolve(came)
      }
      child.once('message', (answer: MutantAnswer) => {
        if (answer.kind !== 'report' && answer.kind !== 'failure') {
          return done(answer.kind === 'ready' ? { kind: 'not-loaded' } : answer)
        }
        const { isFit, ...came } = answer
        if (!isFit) this.#drop()
        return done(came)
      })
      child.once('close', (code, signal) => {
        this.#drop()
        done({ kind: 'ended', how: signal ?? `exit status ${code}` })
      })
      child.send(order)
    })
    child.removeAllListeners('message').removeAllListeners('close')
    if (came.kind === 'too-long') this.#drop()
    return came
  }

  /** Ends its process, and starts none any more: what is checked then has ended. */
  end(): void {
    this.#isOver = true
    this.#drop()
  }

  /** Ends its process; the next mutant gets another one. */
  #drop(): void {
    this.#child?.kill('SIGKILL')
    this.#child = null
    this.#release()
    this.#release = () => undefined
  }

  /** A process that waits for a mutant; or what ended it before. */
  #started(): Promise<ChildProcess | Extract<Came, { kind: 'ended' }>> {
    const child = startProgram('mutant-process', this.#memory)
    this.#child = child
    const kill = (): void => void child.kill('SIGKILL')
    const leave = dieWithParent(child)
    process.once('exit', kill)
    this.#release = () => {
      process.off('exit', kill)
      leave()
    }
    // What mutants print is nobody's business.
    child.stdout?.resume()
    child.stderr?.resume()
    return new Promise((resolve, reject) => {
      child.once('message', () => {
        if (this.#isOver) return
        child.removeAllListeners('close')
        resolve(child)
      })
      child.once('error', reject)
      child.once('close', (code, signal) => {
        const isOver = this.#isOver
        this.#drop()
        // Signals are sent by this program, by the system, by a user: none of them is a bug.
        if (isOver || signal !== null) return resolve({ kind: 'ended', how: signal ?? 'SIGKILL' })
        reject(new Error(`a process for mutants ended before it was ready (exit status ${code})`))
      })
    })
  }
}
