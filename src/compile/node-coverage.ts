import type { Place } from '../semantics/place.ts'
import type { Event } from '../semantics/step.ts'
import { describeEvent } from '../semantics/step-errors.ts'
import type { StepResult } from './step-result.ts'

/** What one node did, to say what it never did. */
export class NodeCoverage {
  readonly #place: Place
  readonly #done = new Set<string>()
  /** For each type of message received whether it ever had an effect. */
  readonly #effects = new Map<string, boolean>()

  constructor(place: Place) {
    this.#place = place
  }

  /** Notes a step from a state, by the id of its value. */
  note(event: Event, state: number, results: readonly StepResult[]): void {
    if (event.kind !== 'receive') {
      this.#done.add(describeEvent(event))
      return
    }
    const type = typeOf(event.message)
    const hasEffect = results.some(
      (result) => result.state !== state || result.sends.length > 0 || result.touched !== 0,
    )
    if (hasEffect || !this.#effects.has(type)) this.#effects.set(type, hasEffect)
  }

  /**
   * The handlers that never ran, and the messages that never arrived or never had an effect, in words.
   *
   * @param sent all messages that were sent to the node
   */
  neverDone(sent: readonly unknown[]): readonly string[] {
    const { timeout = {}, internal = {}, recover } = this.#place.handlers
    const timeouts = Object.keys(timeout).map((timer) => ({ kind: 'timeout' as const, timer }))
    const steps = Object.keys(internal).map((step) => ({ kind: 'internal' as const, step }))
    const restarts = recover === undefined ? [] : [{ kind: 'restart' as const }]
    const idle = [...timeouts, ...steps, ...restarts]
      .map(describeEvent)
      .filter((event) => !this.#done.has(event))
    const missed = new Set(sent.map(typeOf).filter((type) => !this.#effects.has(type)))
    const ignored = [...this.#effects].filter(([, hasEffect]) => !hasEffect)
    return [
      ...idle.map((event) => `no run reaches ${event}`),
      ...[...missed].map((type) => `messages ${type} are sent and never received`),
      ...ignored.map(([type]) => `messages ${type} arrive and never have an effect`),
    ]
  }
}

/** The kind of a message as a person would call it: its `type`, if it has one. */
export const typeOf = (message: unknown): string => {
  const type: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'type') : message
  return typeof type === 'string' ? `'${type}'` : 'without a type'
}
