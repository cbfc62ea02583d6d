import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'

/**
 * Queues of envelopes with dense ids: equal queues, equal ids. The empty queue is 0. A queue is one
 * that is shorter by its newest envelope, and that envelope; so what queues have in common is stored
 * once, and a queue of n envelopes that grew one by one costs no more than its last one did.
 */
export class Queues {
  /** For each queue the one without its newest envelope, that envelope, and its oldest one. */
  readonly #rests = new IntList()
  readonly #newest = new IntList()
  readonly #oldest = new IntList()
  readonly #lengths = new IntList()
  /** For each queue the one without its oldest envelope; -1 if not known yet. */
  readonly #shifted = new IntList()
  readonly #ids = new PairMap()

  constructor() {
    this.#create(0, -1, -1, 0)
    this.#shifted.push(0)
  }

  /** All that grows with the number of queues. */
  get tables(): readonly Sized[] {
    return [this.#rests, this.#newest, this.#oldest, this.#lengths, this.#shifted, this.#ids]
  }

  lengthOf(queue: number): number {
    return this.#lengths.data[queue] as number
  }

  /** The envelope that arrives next, or -1. */
  oldestOf(queue: number): number {
    return this.#oldest.data[queue] as number
  }

  /** The queue after one more envelope. */
  append(queue: number, envelope: number): number {
    const known = this.#ids.get(queue, envelope)
    if (known >= 0) return known
    const oldest = queue === 0 ? envelope : this.oldestOf(queue)
    const id = this.#create(queue, envelope, oldest, this.lengthOf(queue) + 1)
    this.#shifted.push(-1)
    this.#ids.add(queue, envelope, id)
    return id
  }

  /** The queue without its oldest envelope. */
  shift(queue: number): number {
    const longer: number[] = []
    let at = queue
    while (this.#shifted.at(at) < 0) {
      longer.push(at)
      at = this.#rests.data[at] as number
    }
    let shifted = this.#shifted.data[at] as number
    for (const each of longer.toReversed()) {
      const isLast = this.lengthOf(each) === 1
      shifted = isLast ? 0 : this.append(shifted, this.#newest.data[each] as number)
      this.#shifted.data[each] = shifted
    }
    return shifted
  }

  /** The queue without the envelope at a position, counted from the oldest. */
  without(queue: number, position: number): number {
    if (position === 0) return this.shift(queue)
    const newer: number[] = []
    let at = queue
    while (this.lengthOf(at) > position + 1) {
      newer.push(this.#newest.data[at] as number)
      at = this.#rests.data[at] as number
    }
    const older = this.#rests.data[at] as number
    return newer.reduceRight((rest, envelope) => this.append(rest, envelope), older)
  }

  /** Whether a queue begins, at its oldest envelope, with all of another one. */
  startsWith(queue: number, beginning: number): boolean {
    const length = this.lengthOf(beginning)
    let at = queue
    while (this.lengthOf(at) > length) at = this.#rests.data[at] as number
    return at === beginning
  }

  /** The envelopes of a queue, oldest first. */
  get(queue: number): number[] {
    const envelopes = Array.from<number>({ length: this.lengthOf(queue) })
    let at = queue
    for (let position = envelopes.length - 1; position >= 0; position--) {
      envelopes[position] = this.#newest.data[at] as number
      at = this.#rests.data[at] as number
    }
    return envelopes
  }

  #create(rest: number, newest: number, oldest: number, length: number): number {
    const id = this.#rests.length
    this.#rests.push(rest)
    this.#newest.push(newest)
    this.#oldest.push(oldest)
    this.#lengths.push(length)
    return id
  }
}
