import { canonical } from '../value/canonical.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { showValue } from '../value/notation.ts'
import { isInstance } from '../value/thrown.ts'
import { equal } from './equal.ts'
import type { HistoryEvent, Operation } from './operation.ts'
import type { OperationKind, Specification } from './specification.ts'

/** A call that has not ended. */
interface OpenCall {
  readonly event: HistoryEvent
  readonly at: number
  readonly line: number
}

/** Makes operations of events, one event after the other. */
export class Pairing {
  readonly #spec: Specification
  readonly #keepsFailed: boolean
  #isKept = true
  #forgotten = 0
  readonly #open = new Map<string | number, OpenCall>()
  /** Processes whose last operation may still happen, with the line that says so. */
  readonly #lost = new Map<string | number, number>()
  #done: Operation[] = []
  #failed: Operation[] = []
  #count = 0

  /** @param keepsFailed whether operations that failed are of interest, too */
  constructor(spec: Specification, keepsFailed = false) {
    this.#spec = spec
    this.#keepsFailed = keepsFailed
  }

  /** How many operations there are so far. */
  get size(): number {
    return this.#forgotten + this.#done.length + this.#open.size
  }

  /** Keeps no operation from now on: what follows is still held to be a history. */
  forget(): void {
    this.#forgotten += this.#done.length
    this.#isKept = false
    this.#done = []
    this.#failed = []
  }

  /** @throws ModelError 'bad-history' where an event cannot follow those before */
  add(given: HistoryEvent): void {
    const at = this.#count++
    const line = given.line ?? at + 1
    const event = plain(given, line)
    if (event.type === 'invoke') {
      this.#call(event, at, line)
      return
    }
    const call = this.#open.get(event.process)
    if (call === undefined) {
      const what = `Process ${event.process} returns from ${event.f}, and has called nothing`
      throw badLine(line, what, `a line of type invoke of process ${event.process} before this one`)
    }
    if (call.event.f !== event.f) {
      const what = `Process ${event.process} returns from ${event.f}, and has called ${call.event.f} (line ${call.line})`
      throw badLine(line, what, `the end of ${call.event.f}`)
    }
    this.#end(call, event, { at, line })
  }

  /** Those that failed, where they are of interest. */
  get failed(): readonly Operation[] {
    return this.#failed
  }

  /** All operations that may have happened, by when they were called. */
  finish(): readonly Operation[] {
    for (const { event, at, line } of this.#open.values()) {
      this.#done.push(this.#operation({ event, at, line }, undefined, null))
    }
    this.#open.clear()
    return this.#done.toSorted((a, b) => a.invoked - b.invoked)
  }

  #call(event: HistoryEvent, at: number, line: number): void {
    const { process, f } = event
    const kind = this.#kindOf(f, line)
    const before = this.#open.get(process)
    if (before !== undefined) {
      const what = `Process ${process} calls ${f} while its ${before.event.f} of line ${before.line} is open`
      throw badLine(
        line,
        what,
        `the end of that one first, since a process does one thing at a time`,
      )
    }
    const lost = this.#lost.get(process)
    if (lost !== undefined) {
      const what = `Process ${process} goes on after an operation that may still happen (line ${lost})`
      throw badLine(
        line,
        what,
        'a process of another name, as Jepsen gives it to the client from there on',
      )
    }
    this.#check(event, kind, line)
    this.#open.set(process, { event, at, line })
  }

  /** What is wrong with an argument is told at its call. */
  #check({ f, value }: HistoryEvent, { takes }: OperationKind, line: number): void {
    if (takes !== 'value') return
    const wrong = this.#spec.wrongArgument?.(f, value ?? null) ?? null
    if (wrong !== null) throw badLine(line, `${f} is given ${showValue(value ?? null)}`, wrong)
  }

  #end(call: OpenCall, event: HistoryEvent, { at, line }: { at: number; line: number }): void {
    this.#open.delete(event.process)
    switch (event.type) {
      case 'invoke':
        return
      case 'fail':
        if (this.#keepsFailed && this.#isKept)
          this.#failed.push(this.#operation(call, undefined, { at, line }))
        return
      case 'info':
        this.#lost.set(event.process, line)
        this.#keep(this.#operation(call, undefined, null))
        return
      case 'ok':
        this.#agree(call, event, line)
        this.#keep(this.#operation(call, event, { at, line }))
    }
  }

  #keep(operation: Operation): void {
    if (this.#isKept) this.#done.push(operation)
    else this.#forgotten += 1
  }

  /** An operation returns for the key it was called for, and, unless it gives a value, with what it was given. */
  #agree({ event: call }: OpenCall, end: HistoryEvent, line: number): void {
    const { f } = call
    const { takes, gives } = this.#kindOf(f, line)
    if (end.key !== undefined && !equal(end.key ?? null, call.key ?? null)) {
      const what = `${f} returns for the key ${showValue(end.key)}, and was called for ${showValue(call.key ?? null)}`
      throw badLine(line, what, 'the key of the call')
    }
    this.#checkResult(call, resultOf(gives, end), line)
    if (takes !== 'value' || gives === 'value' || typeof end.value === 'boolean') return
    const given = call.value ?? null
    if (end.value === undefined || end.value === null || equal(end.value, given)) return
    const what = `${f} returns with ${showValue(end.value)}, and was given ${showValue(given)}`
    throw badLine(line, what, 'what it was given, or null')
  }

  #checkResult({ f, key = null, value = null }: HistoryEvent, gave: unknown, line: number): void {
    const wrong = this.#spec.wrongResult?.({ f, key, argument: value }, gave) ?? null
    if (wrong !== null) throw badLine(line, `${f} returns with ${showValue(gave)}`, wrong)
  }

  #operation(
    call: OpenCall,
    end: HistoryEvent | undefined,
    returned: { at: number; line: number } | null,
  ): Operation {
    const { process, f, key = null, value = null } = call.event
    const { takes, gives } = this.#kindOf(f, call.line)
    const argument = takes === 'value' ? value : takes === 'process' ? process : null
    return {
      process,
      f,
      key,
      argument,
      result: end === undefined ? undefined : resultOf(gives, end),
      invoked: call.at,
      returned: returned?.at ?? null,
      lines: [call.line, returned?.line ?? null],
    }
  }

  #kindOf(f: string, line: number): OperationKind {
    const { operations, name } = this.#spec
    const kind = Object.hasOwn(operations, f) ? operations[f] : undefined
    if (kind !== undefined) return kind
    const names = Object.keys(operations)
    throw badLine(
      line,
      `A ${name} has no operation '${f}'`,
      `${didYouMean(f, names)}one of: ${names.join(', ')}`,
    )
  }
}

/** An event whose key, value and result are plain data. */
const plain = (event: HistoryEvent, line: number): HistoryEvent => {
  try {
    return {
      ...event,
      ...(event.key === undefined ? {} : { key: canonical(event.key) }),
      ...(event.value === undefined ? {} : { value: canonical(event.value) }),
      ...(event.result === undefined ? {} : { result: canonical(event.result) }),
    }
  } catch (error) {
    throw isInstance(error, ModelError) ? error.at(`line ${line}`) : error
  }
}

const resultOf = (gives: OperationKind['gives'], { value, result }: HistoryEvent): unknown => {
  switch (gives) {
    case 'nothing':
      return undefined
    case 'value':
      return result === undefined ? (value ?? null) : result
    case 'success':
      return !(result === false || (result === undefined && value === false))
  }
}

/** A mistake in a history: the line, what is wrong, and what was expected. */
export const badLine = (line: number, what: string, expected: string): ModelError =>
  new ModelError('bad-history', { what, where: [`line ${line}`], fix: `expected: ${expected}` })

/**
 * The operations of a history, made of its events in the order in which they were recorded.
 *
 * An operation that failed did not happen, and is left out. One that ended as `info`, or did not end, may
 * take effect at any time after its call, or never.
 *
 * @throws ModelError 'bad-history' for a return without a call, a second call of a process whose first is
 *   open, or an operation that the object does not have
 */
export const operationsOf = (
  events: Iterable<HistoryEvent>,
  spec: Specification,
): readonly Operation[] => {
  const pairing = new Pairing(spec)
  for (const event of events) pairing.add(event)
  return pairing.finish()
}
