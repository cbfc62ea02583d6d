import { checkFunction, checkSettings, type Known } from '../model/settings.ts'
import type { Hearing, OneOrMore, Tellings, Told } from '../model/observer.ts'
import { brief } from '../value/brief.ts'
import { canonical } from '../value/canonical.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import type { Call, OperationKind, Specification } from './specification.ts'

/** What an operation is to the object. */
export interface ToldCall {
  /** The operation: `read`, `write`, … */
  readonly f: string
  /** Which entry, of an object that has entries. Default: null. */
  readonly key?: unknown
  /** What it is given. Default: null. */
  readonly value?: unknown
}

/** How the operations of a system are read as operations on an object. */
export interface Reading<Message = unknown> {
  /** What an operation that begins is to the object; null where it is none on this object. */
  operation: (told: Tellings<Message>['invoke']) => ToldCall | null
  /** What an operation gave that is over. Needed where one gives a value, and asked of those only. */
  result?: (told: Tellings<Message>['return']) => unknown
  /** Whose operations: nodes and groups. Default: everybody's. */
  of?: OneOrMore
  /**
   * Whether a refused operation has not happened and never will (`failed`), or may have happened and may
   * still (`unknown`). Default: failed.
   */
  refused?: 'failed' | 'unknown'
}

/** How an observer listens, to some nodes or to all. */
type Listening<State, Telling> =
  | Hearing<State, Telling>
  | { readonly only: { readonly node: OneOrMore }; readonly do: Hearing<State, Telling> }

const refusals = { failed: { kind: 'failed' }, unknown: { kind: 'unknown' } } as const

const settings: Known = {
  operation: 'function',
  result: 'function',
  of: null,
  refused: ['failed', 'unknown'],
}

/** How an operation ended: with a result, undefined where that tells nothing. */
export type End =
  | { readonly kind: 'ok'; readonly result: unknown }
  | { readonly kind: 'failed' }
  | { readonly kind: 'unknown' }

/** A call, as those keep it who leave out what is null. */
type AskedOf = Pick<Call, 'f'> & Partial<Call>

/** Reads what an observer is told as operations on an object, and refuses what cannot be one. */
export class Reader {
  readonly #spec: Specification
  readonly #reading: Reading
  readonly #only: { readonly node: OneOrMore } | null

  constructor(spec: Specification, reading: Reading, place: string) {
    checkSettings(reading, settings, place, { required: ['operation'] })
    checkFunction(spec.apply, "'apply'", `${place}, its object`)
    this.#spec = spec
    this.#reading = reading
    const { of } = reading
    this.#only = of === undefined ? null : { node: of }
  }

  /** What an observer makes of what it is told, of those whose operations count. */
  hearing<State, Telling extends Told>(hear: Hearing<State, Telling>): Listening<State, Telling> {
    return this.#only === null ? hear : { only: this.#only, do: hear }
  }

  /** What begins; null where it is nothing to the object. */
  call(told: Tellings['invoke']): Call | null {
    const read = this.#reading.operation(told)
    if (read === null) return null
    const { f, key = null, value = null } = read ?? {}
    const { takes } = this.#kindOf(f)
    this.#checkKey(f, key)
    if (takes !== 'value') {
      return { f: f, key: canonical(key), argument: takes === 'process' ? told.node : null }
    }
    const wrong = this.#spec.wrongArgument?.(f, value) ?? null
    if (wrong !== null) throw misread(`${f} is given ${brief(value)}`, `give ${wrong}`)
    return { f: f, key: canonical(key), argument: canonical(value) }
  }

  #kindOf(f: unknown): OperationKind {
    const { name, operations } = this.#spec
    const kind = typeof f === 'string' && Object.hasOwn(operations, f) ? operations[f] : undefined
    if (kind !== undefined) return kind
    const names = Object.keys(operations)
    const near = typeof f === 'string' ? didYouMean(f, names) : ''
    const fix = `${near}let \`operation\` give one of: ${names.join(', ')}; or null`
    throw misread(`A ${name} has no operation ${brief(f)}`, fix)
  }

  #checkKey(f: string, key: unknown): void {
    const { name, isKeyed = false } = this.#spec
    if (isKeyed !== (key === null)) return
    throw isKeyed
      ? misread(`${f} on a ${name} has no key`, "give one: { f: 'get', key: 'x' }")
      : misread(`${f} on a ${name} has the key ${brief(key)}`, 'leave it out, or use map()')
  }

  /** How an operation ended. */
  end(told: Tellings['return'], { f, key = null, argument = null }: AskedOf): End {
    if (told.isRefusal) return refusals[this.#reading.refused ?? 'failed']
    const gives = this.#spec.operations[f]?.gives ?? 'nothing'
    if (gives === 'nothing') return { kind: 'ok', result: undefined }
    const result = this.#reading.result?.(told)
    if (result === undefined) {
      throw misread(`What ${f} gave is not known`, 'let `result` give it: null, too, is something')
    }
    const wrong = this.#spec.wrongResult?.({ f, key, argument }, result) ?? null
    if (wrong !== null) throw misread(`${f} gave ${brief(result)}`, `give ${wrong}`)
    return { kind: 'ok', result: gives === 'success' ? result !== false : canonical(result) }
  }
}

/** The name of an operation: its node, and how that calls it. */
export const nameOf = ({ node, operation }: Extract<Told, { kind: 'invoke' | 'return' }>): string =>
  `${node} ${operation}`

const misread = (what: string, fix: string): ModelError =>
  new ModelError('not-a-system', { what, fix })
