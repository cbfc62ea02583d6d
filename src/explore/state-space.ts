import { IntList } from '../store/int-list.ts'

/**
 * The narrow waist: everything that explores sees a system as vectors of small integers, one id per
 * component, and knows nothing of protocols. Ids of a component are dense (0, 1, 2, …) and may
 * appear at any time; `sizes` tells how many there are by now.
 */
export interface StateSpace {
  /** How many components a state has. */
  readonly width: number
  /** How many ids each component has so far. */
  readonly sizes: Int32Array
  /** Grows whenever `sizes` does. */
  readonly revision: number
  /**
   * Grows whenever `successors` asks user code or gives ids. A space that does not count this cannot be
   * brought to where it was by expanding the same states once more.
   */
  readonly learned?: number | undefined
  /** The initial states, in a fixed order, each as it is asked for; equal ones may appear twice. */
  initial(): Iterable<Int32Array>
  /**
   * Writes the successors of a state, in a fixed order.
   *
   * @param due the components that are awake. The others are in the sleep set: their transitions are
   *   counted, not generated
   */
  successors(state: Int32Array, out: Successors, due: number): void
}

/**
 * The successors of one state. Each is a record in `records`, given as what it changes:
 *
 *     [label, touched, count, due, component₁, id₁, …, component₍count₎, id₍count₎]
 *
 * `label` is the id of the action. `touched` is a set of bits that tells properties whether they
 * need to look: bit `c % 31` for each component whose content a property may see (not merely the
 * messages to it) has changed. `due` is what `successors` is to be told about the state that the
 * step leads to, if it is found by this step.
 */
export class Successors {
  readonly records = new IntList(256)
  /**
   * More successors, which the space has ready, since they change one component only and are always
   * possible where it has an id: pairs (from, to), meaning that many entries of `ready`.
   */
  readonly spans = new IntList(64)
  /**
   * What the space has ready, {@link readyWords} to an entry; only ever grows:
   *
   *     [label, touched, component, id before, id after]
   */
  ready = new IntList(0)
  /** How many successors there are, those that change nothing included. */
  count = 0
  /** Whether steps that change nothing have records, too; else they are only counted. */
  keepsLoops = false
  /** How many of them are no faults: where there are none, nothing more will happen by itself. */
  progress = 0
  /** Whether somebody looks at single steps: then {@link hasIgnored} and {@link plain} are known. */
  asksSteps = false
  /**
   * Whether a step is possible that is left out of the successors, since it changes nothing but what is in
   * flight: an ignored delivery. Known where {@link asksSteps}.
   */
  hasIgnored = false
  /**
   * Where nodes change places in the states that steps lead to: for each record the state before they do, one after
   * the other. Elsewhere empty.
   */
  readonly plain = new IntList(0)

  /** @param asksSteps whether somebody looks at single steps */
  clear(asksSteps = false): void {
    this.records.length = 0
    this.spans.length = 0
    this.count = 0
    this.progress = 0
    this.asksSteps = asksSteps
    this.hasIgnored = false
    this.plain.length = 0
  }

  /** Whether a step from a state leads to another one, for which the same one may stand. Known from {@link plain}. */
  isTurn(ordinal: number, state: Int32Array): boolean {
    const { data, length } = this.plain
    if (length === 0) return false
    const start = ordinal * state.length
    return state.some((id, component) => id !== data[start + component])
  }

  /** Writes the state that a step leads to before nodes change places over the one after; none without {@link plain}. */
  takePlain(ordinal: number, state: Int32Array): void {
    const { data, length } = this.plain
    if (length === 0) return
    const start = ordinal * state.length
    for (let at = 0; at < state.length; at++) state[at] = data[start + at] as number
  }

  /** Writes what is ready as records behind the others: for those who do not care for speed. */
  gather(): void {
    const { spans, ready, records } = this
    for (let span = 0; span < spans.length; span += 2) {
      const to = spans.data[span + 1] as number
      for (let entry = spans.data[span] as number; entry < to; entry++) {
        const at = entry * readyWords
        records.push(ready.data[at] as number)
        records.push(ready.data[at + 1] as number)
        records.push(1)
        records.push(dueAfter(ready.data[at + 2] as number))
        records.push(ready.data[at + 2] as number)
        records.push(ready.data[at + 4] as number)
      }
    }
    spans.length = 0
  }
}

/** The words of an entry of what is ready. */
export const readyWords = 5

/** The words of a record before its changes. */
export const recordHeader = 4

/** The bit of a component in `touched`. */
export const touchedBit = (component: number): number => 1 << (component % 31)

/** The bit of `touched` that every step has, for those who look at more than `touched` tells. */
export const anyBit = 1 << 31

/*
 * Steps of different nodes commute: after a step of node i, a step of node j < i that was possible
 * before it need not be taken, as the same state is found by the two steps in the other order. So
 * each state comes with a mask, the components that are not in its sleep set; bit 31 stands for all
 * from the 31st on. Why no state is missed, nor found late: docs/engine.md.
 */

/** All steps are due: the state was found by something that does not commute with all others. */
export const allDue = -1

/** The bit of a component in `due`. */
export const dueBit = (component: number): number => 1 << Math.min(component, 31)

/** What is due after a step of a component that touched nothing but it. */
export const dueAfter = (component: number): number => -1 << Math.min(component, 31)
