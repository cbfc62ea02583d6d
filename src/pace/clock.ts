import { Halt, type Pace } from './pace.ts'

/** Milliseconds for which the event loop is kept waiting. */
const sliceMs = 100
/** Calls between two looks at the clock. */
const stride = 64

/** Claims are added up to so many bytes before memory is looked at: that takes a moment. */
const fewBytes = 1 << 20

/** What bounds a check, and who watches it. */
export interface Bounds {
  readonly signal?: AbortSignal | undefined
  /** When time is up, on the scale of `performance.now()`. */
  readonly deadline?: number
  readonly maxMemoryBytes?: number | undefined
  /** The memory in use, in bytes. */
  readonly memoryInUse: () => number
  /** Called in each turn. */
  readonly onTurn?: () => void
}

/** The pace of a check: turns come every tenth of a second, and end it at its limits. */
export class Clock implements Pace {
  readonly #bounds: Bounds
  #calls = 0
  /** What was claimed since memory was looked at. */
  #claimed = 0
  #sliceEnd = performance.now() + sliceMs

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  isDue(): boolean {
    this.#calls += 1
    if (this.#calls < stride) return false
    this.#calls = 0
    return performance.now() >= this.#sliceEnd
  }

  async turn(): Promise<void> {
    this.#look()
    this.#bounds.onTurn?.()
    await new Promise((resolve) => {
      setTimeout(resolve, 0)
    })
    const { signal, deadline = Infinity } = this.#bounds
    const now = performance.now()
    if (signal?.aborted) throw new Halt('aborted')
    if (now >= deadline) throw new Halt('seconds')
    this.#sliceEnd = now + sliceMs
  }

  claim(bytes: number): void {
    this.#claimed += bytes
    if (this.#claimed < fewBytes) return
    this.#look()
  }

  #look(): void {
    const { maxMemoryBytes = Infinity, memoryInUse } = this.#bounds
    if (memoryInUse() + this.#claimed > maxMemoryBytes) throw new Halt('memory')
    this.#claimed = 0
  }
}
