import type { NodeState } from '../semantics/global-state.ts'
import type { Sized } from '../store/sized.ts'
import { ModelError } from '../value/model-error.ts'
import type { StepResult } from './step-result.ts'

/** Timers are kept as bits of one integer. */
const mostTimers = 30

/** Refuses a node with too many timers. */
export const checkTimers = (id: string, count: number): void => {
  if (count <= mostTimers) return
  throw new ModelError('too-large', {
    what: `Node '${id}' has ${count} timers (the limit is ${mostTimers})`,
    fix: 'use fewer timers, with what they are for in the state',
  })
}

/** What a node knows of time: the word `timers` of its cells. */
export interface Clocks {
  readonly tables: readonly Sized[]
  /** Of a node of the semantics. */
  encode(node: Pick<NodeState, 'timers' | 'clock'>): number
  decode(id: number): Pick<NodeState, 'timers' | 'clock'>
  isPaused(id: number): boolean
  /** The same node, but paused, or not. */
  pause(id: number, isPaused: boolean): number
  /** The timers that may fire, as a bit set. */
  runOut(id: number): number
  /** Without a timer, that fires. */
  without(id: number, timer: number): number
  /** After a step that set and cleared some. */
  after(id: number, result: StepResult): number
  /** After a crash. */
  crashed(id: number): number
}

/** Without time: the timers that are set, as a bit set. */
export class TimerBits implements Clocks {
  readonly tables: readonly Sized[] = []
  readonly #names: readonly string[]

  /** @param names the timers of the node's role */
  constructor(names: readonly string[]) {
    this.#names = names
  }

  encode({ timers }: Pick<NodeState, 'timers'>): number {
    return timers.reduce((bits, timer) => bits | (1 << this.#names.indexOf(timer)), 0)
  }

  decode(bits: number): Pick<NodeState, 'timers'> {
    const timers = this.#names.filter((_, index) => (bits & (1 << index)) !== 0)
    return { timers: timers.toSorted() }
  }

  isPaused(): boolean {
    return false
  }

  pause(bits: number): number {
    return bits
  }

  runOut(bits: number): number {
    return bits
  }

  without(bits: number, timer: number): number {
    return bits & ~(1 << timer)
  }

  after(bits: number, { touched, set }: StepResult): number {
    return (bits & ~touched) | set
  }

  crashed(): number {
    return 0
  }
}
