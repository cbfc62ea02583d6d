import { Halt, type Pace } from './pace.ts'
import { now, startTimer } from './real-time.ts'

/** Milliseconds for which the event loop is kept waiting. */
const sliceMs = 100
/** Calls between two looks at the clock at most: fewer where what is done in between takes long. */
const longestStride = 64
/** Milliseconds between two looks at the clock that are too many, and that are few. */
const [slowMs, fastMs] = [20, 2]

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
  /** Bytes that tables are about to take at once. Default: none. */
  readonly soon?: () => number
  /** Called when memory seems short, before that ends the work: garbage must not. */
  readonly collectGarbage?: (() => void) | undefined
  /** Called in each turn. */
  readonly onTurn?: () => void
}

/** The pace of a check: turns come every tenth of a second, and end it at its limits. */
export class Clock implements Pace {
  readonly #bounds: Bounds
  /** What was claimed since memory was looked at. */
  #claimed = 0
  #stride = longestStride
  // The first call looks at the clock: what is over before it begins ends at once.
  #calls = longestStride - 1
  #looked = now()
  #sliceEnd = this.#looked + sliceMs

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  isDue(): boolean {
    this.#calls += 1
    if (this.#calls < this.#stride) return false
    this.#calls = 0
    const time = now()
    const passed = time - this.#looked
    this.#looked = time
    if (passed > slowMs) this.#stride = Math.max(1, this.#stride >> 2)
    else if (passed < fastMs) this.#stride = Math.min(longestStride, this.#stride * 2)
    const { signal, deadline = Infinity } = this.#bounds
    return time >= this.#sliceEnd || time >= deadline || signal?.aborted === true
  }

  async turn(): Promise<void> {
    const { soon, onTurn } = this.#bounds
    this.#insistOnTime()
    this.#insistOnMemory(soon?.() ?? 0)
    onTurn?.()
    await new Promise((resolve) => {
      startTimer(resolve, 0)
    })
    this.#insistOnTime()
    this.#looked = now()
    this.#sliceEnd = this.#looked + sliceMs
  }

  claim(bytes: number): void {
    this.#claimed += bytes
    if (this.#claimed >= fewBytes) this.#insistOnMemory(0)
  }

  /** @param bytes to be taken besides what was claimed */
  #insistOnMemory(bytes: number): void {
    const { maxMemoryBytes = Infinity, memoryInUse, collectGarbage } = this.#bounds
    const more = this.#claimed + bytes
    if (memoryInUse() + more > maxMemoryBytes) {
      collectGarbage?.()
      if (memoryInUse() + more > maxMemoryBytes) throw new Halt('memory')
    }
    this.#claimed = 0
  }

  #insistOnTime(): void {
    const { signal, deadline = Infinity } = this.#bounds
    if (signal?.aborted) throw new Halt('aborted')
    if (now() >= deadline) throw new Halt('seconds')
  }
}
