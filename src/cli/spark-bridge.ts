import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What the Python program says first: which Spark it has, or what is missing. */
export type Hello =
  | { readonly version: string }
  | { readonly missing: string; readonly error: string }

/** What it hands back: numbers of a query, or texts of files. */
export type Rows = readonly (readonly (number | string | null)[])[]

/** What it says to an order. */
type Answer = { readonly rows: Rows | null } | { readonly error: string }

interface Waiting {
  readonly resolve: (told: Hello | Answer) => void
  readonly reject: (error: Error) => void
}

/** How the program is to be started. */
interface Start {
  /** Whether a server of Spark Connect is to work. */
  readonly isRemote: boolean
  /** What Java is told, where it is started here; null for nothing. */
  readonly javaOptions: string | null
}

/** Whoever says something else in this variable, or to Spark, has the last word. */
const withJavaOptions = (options: string): NodeJS.ProcessEnv => ({
  ...process.env,
  JDK_JAVA_OPTIONS: [options, process.env['JDK_JAVA_OPTIONS'] ?? ''].join(' ').trim(),
})

/** So much of what Spark prints is kept, to tell what it said last. */
const keptText = 4_000

/** Milliseconds that it has to drop what it made, before it is ended. */
const closingMs = 20_000

/** A Python that is not there. */
export class NoPython extends Error {}

/** The Python program that carries statements out in Spark: orders and answers, a line each, one at a time. */
export class SparkBridge {
  readonly #process: ChildProcess
  readonly #ended: Promise<void>
  #waiting: Waiting | null = null
  #said = ''
  #end: Error | null = null

  private constructor(python: string, { isRemote, javaOptions }: Start) {
    const program = fileURLToPath(new URL('./spark_bridge.py', import.meta.url))
    // In a group of its own: Ctrl-C is for whoever waits for it, which then ends it in good order.
    this.#process = spawn(python, [program, ...(isRemote ? ['remote'] : [])], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: javaOptions === null ? process.env : withJavaOptions(javaOptions),
    })
    const { stdin, stdout, stderr } = this.#process
    // Where it has ended, that is told by the end itself.
    stdin?.on('error', () => undefined)
    stderr?.on('data', (text: Buffer) => {
      this.#said = `${this.#said}${text.toString()}`.slice(-keptText)
    })
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#hear(line))
    this.#ended = new Promise((resolve) => {
      this.#process.once('error', ({ message }) => {
        this.#fail(new NoPython(message))
        resolve()
      })
      this.#process.once('close', () => {
        this.#fail(new Error(this.#said.trim() || 'it has ended without a word'))
        resolve()
      })
    })
  }

  /** Starts the program with a Python. @throws NoPython */
  static async start(python: string, start: Start): Promise<{ bridge: SparkBridge; hello: Hello }> {
    const bridge = new SparkBridge(python, start)
    const hello = (await bridge.#wait()) as Hello
    return { bridge, hello }
  }

  /** Has an order carried out. @throws Error with what Spark says */
  async order(what: string, given: Readonly<Record<string, unknown>>): Promise<Rows> {
    const waiting = this.#wait()
    this.#send(what, given)
    const answer = (await waiting) as Answer
    if ('error' in answer) throw new Error(answer.error)
    return answer.rows ?? []
  }

  /** Has the order that is being carried out given up: it fails. */
  interrupt(): void {
    this.#send('interrupt', {})
  }

  /** Has everything dropped, and waits for the end. */
  async close(): Promise<void> {
    this.#process.stdin?.end()
    const timer = setTimeout(() => this.kill(), closingMs)
    await this.#ended
    clearTimeout(timer)
  }

  /** Ends it with what it has started, in any order. */
  kill(): void {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      if (process.platform === 'win32') this.#process.kill()
      else process.kill(-pid, 'SIGKILL')
    } catch {
      // It has just ended.
    }
  }

  #send(what: string, given: Readonly<Record<string, unknown>>): void {
    this.#process.stdin?.write(`${JSON.stringify({ do: what, with: given })}\n`)
  }

  #wait(): Promise<Hello | Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#end !== null) this.#fail(this.#end)
    })
  }

  #hear(line: string): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve(JSON.parse(line) as Hello | Answer)
  }

  #fail(error: Error): void {
    this.#end ??= error
    this.#waiting?.reject(this.#end)
    this.#waiting = null
  }
}
