import { eventOf, type KeyPlace } from './event-of.ts'
import { formatOf, type Format } from './formats.ts'
import type { Operation } from './operation.ts'
import { badLine, Pairing } from './pairing.ts'
import type { Specification } from './specification.ts'

/** No line of a history is longer, in UTF-16 code units. */
const longestLine = 1 << 24

/** Reads a history that comes in pieces of text. */
export class HistoryReader {
  readonly #pairing: Pairing
  readonly #key: KeyPlace | null
  #format: Format | null = null
  /** The beginning of a line whose end has not come. */
  #rest = ''
  #lines = 0

  /** @param keepsFailed whether operations that failed are of interest, too */
  constructor(spec: Specification, key: KeyPlace | null, keepsFailed = false) {
    this.#pairing = new Pairing(spec, keepsFailed)
    this.#key = key
  }

  /** The line that is being read, from 1. */
  get line(): number {
    return this.#lines + 1
  }

  /** @throws ModelError 'bad-history', naming the line and what was expected */
  add(text: string): void {
    let from = 0
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      this.#line(this.#rest + text.slice(from, to))
      this.#rest = ''
      from = to + 1
    }
    this.#rest += text.slice(from)
    if (this.#rest.length > longestLine) {
      throw badLine(
        this.line,
        'The line does not end',
        `a line break within ${longestLine} characters`,
      )
    }
  }

  /** How many operations may have happened so far. */
  get operations(): number {
    return this.#pairing.size
  }

  /** Keeps nothing from now on: what follows is only held to be a history. */
  forget(): void {
    this.#pairing.forget()
  }

  /** Those that failed, where they are of interest. */
  get failed(): readonly Operation[] {
    return this.#pairing.failed
  }

  /** The operations of the whole text. @throws ModelError 'bad-history' */
  finish(): readonly Operation[] {
    const isTorn = this.#rest !== ''
    if (isTorn) this.#line(this.#rest)
    this.#format?.end(this.#lines, isTorn)
    if (this.#format === null)
      throw badLine(1, 'The file is empty', 'a history: an event in each line')
    return this.#pairing.finish()
  }

  #line(text: string): void {
    this.#lines += 1
    this.#format ??= formatOf(text)
    for (const fields of this.#format?.line(text, this.#lines) ?? []) {
      const event = eventOf(fields, this.#key, this.#lines)
      if (event !== null) this.#pairing.add(event)
    }
  }
}
