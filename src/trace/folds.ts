import { collectEach } from '../pace/collect.ts'
import type { Pace } from '../pace/pace.ts'
import { keyOf } from '../value/key.ts'
import { Gap } from '../value/shorten.ts'
import { isRecord } from '../value/notation.ts'
import type { PathStep } from '../value/path.ts'
import type { Change, Fold, TraceStep, Varying } from './trace.ts'

/** Steps of a round at most. */
const longestRound = 50
/** Two rounds go on evenly whatever is in them. */
const fewestRounds = 3
/** Fewer steps are not worth a reader's looking back. */
const leastHidden = 6

/**
 * The rounds that a run goes through again and again: steps in a row that are followed by the same
 * steps, but for whole numbers that go on evenly from round to round. What is told of a step twice
 * (its action in words, paths in words), and what follows from the steps before (the whole of a list
 * to which elements came), does not count. No two folds overlap, and none leads out of a loop.
 *
 * @param loopsTo the number of steps before the loop, or null
 * @throws Halt when the pace ends it
 */
export const foldsOf = async (
  steps: readonly TraceStep[],
  loopsTo: number | null,
  pace: Pace,
): Promise<readonly Fold[]> => {
  const rhythm = new Rhythm(steps, await collectEach(steps, (step) => printOf(step), pace))
  const border = loopsTo ?? steps.length
  return [...rhythm.foldsIn(0, border), ...rhythm.foldsIn(border, steps.length)]
}

/** Which steps of a run are like others that come later. */
class Rhythm {
  readonly #steps: readonly TraceStep[]
  readonly #shapes: readonly number[]
  readonly #numbers: readonly (readonly number[])[]
  /** By length of a round: for each step how many in a row, from it on, have their like a round later. */
  readonly #alike: readonly Int32Array[]
  /** The same of those that have gone on by as much two rounds later as one round later. */
  readonly #even: readonly Int32Array[]

  constructor(steps: readonly TraceStep[], prints: readonly Print[]) {
    const ids = new Map<string, number>()
    this.#steps = steps
    this.#numbers = prints.map(({ numbers }) => numbers)
    this.#shapes = prints.map(({ shape }) => {
      const id = ids.get(shape) ?? ids.size
      ids.set(shape, id)
      return id
    })
    const lengths = Array.from({ length: longestRound }, (_, index) => index + 1)
    this.#alike = lengths.map((length) => this.#inARow((at) => this.#isAlike(at, length)))
    this.#even = lengths.map((length) => this.#inARow((at) => this.#isEven(at, length)))
  }

  /** The folds of a stretch of the run, first the one that hides most. */
  foldsIn(start: number, end: number): readonly Fold[] {
    const best = this.#bestIn(start, end)
    if (best === null) return []
    const { at, length, times } = best
    return [
      ...this.foldsIn(start, at),
      this.#fold(at, length, times),
      ...this.foldsIn(at + length * times, end),
    ]
  }

  #bestIn(start: number, end: number): { at: number; length: number; times: number } | null {
    let best = null
    let hidden = leastHidden - 1
    for (let length = 1; length <= longestRound; length++) {
      for (let at = start; at + length * fewestRounds <= end; at++) {
        const times = Math.min(this.#rounds(at, length), Math.floor((end - at) / length))
        if (times < fewestRounds || (times - 1) * length <= hidden) continue
        best = { at, length, times }
        hidden = (times - 1) * length
      }
    }
    return best
  }

  /** How many rounds of a length there are from a step on. */
  #rounds(at: number, length: number): number {
    const alike = this.#alike[length - 1]?.[at] ?? 0
    const even = this.#even[length - 1]?.[at] ?? 0
    return Math.min(Math.floor(alike / length) + 1, Math.floor(even / length) + 2)
  }

  #inARow(holds: (at: number) => boolean): Int32Array {
    const rows = new Int32Array(this.#steps.length)
    for (let at = rows.length - 1; at >= 0; at--) {
      rows[at] = holds(at) ? 1 + (rows[at + 1] ?? 0) : 0
    }
    return rows
  }

  #isAlike(at: number, length: number): boolean {
    return this.#shapes[at] === this.#shapes[at + length]
  }

  #isEven(at: number, length: number): boolean {
    if (!this.#isAlike(at, length) || !this.#isAlike(at + length, length)) return false
    const [first, second, third] = [at, at + length, at + 2 * length].map(
      (step) => this.#numbers[step] ?? [],
    )
    return (first ?? []).every((number, index) => {
      const next = second?.[index] ?? 0
      return next - number === (third?.[index] ?? 0) - next
    })
  }

  #fold(at: number, length: number, times: number): Fold {
    const varying: Varying[] = []
    for (let step = 0; step < length; step++) {
      const first = this.#numbers[at + step] ?? []
      const last = this.#numbers[at + step + length * (times - 1)] ?? []
      if (first.every((number, index) => number === last[index])) continue
      const { ways } = printOf(this.#steps[at + step] as TraceStep, true)
      first.forEach((number, index) => {
        if (number === last[index]) return
        varying.push({
          path: [step, ...(ways[index] ?? [])],
          first: number,
          last: last[index] ?? 0,
        })
      })
    }
    return { from: at + 1, to: at + length, times, varying }
  }
}

/** All of a step but its whole numbers as a text, and its whole numbers in order. */
interface Print {
  readonly shape: string
  readonly numbers: readonly number[]
  /** The way to each number: fields and indices. */
  readonly ways: readonly (readonly (string | number)[])[]
}

const printOf = (step: TraceStep, withWays = false): Print => {
  const text: string[] = []
  const numbers: number[] = []
  const ways: (readonly (string | number)[])[] = []
  const way: (string | number)[] = []
  const inside = (members: Iterable<readonly [string | number, unknown]>): void => {
    for (const [key, member] of members) {
      way.push(key)
      visit(member)
      way.pop()
    }
  }
  const visit = (value: unknown): void => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) {
      numbers.push(value)
      if (withWays) ways.push([...way])
      text.push('#')
    } else if (typeof value !== 'object' || value === null) {
      text.push(keyOf(value))
    } else if (value instanceof Gap) {
      text.push('~')
    } else {
      const { sign, members } = membersOf(value)
      text.push(sign)
      inside(members)
      text.push('.')
    }
  }
  visit(toldOf(step))
  return { shape: text.join(' '), numbers, ways }
}

/** The members of a value; those of Sets and Maps by index, of Maps then 0 the key and 1 the value. */
const membersOf = (
  value: object,
): { sign: string; members: Iterable<readonly [string | number, unknown]> } => {
  if (Array.isArray(value)) return { sign: '[', members: value.entries() }
  if (value instanceof Set) return { sign: 'Set', members: [...value].entries() }
  if (value instanceof Map) return { sign: 'Map', members: [...value].entries() }
  const keys = Object.keys(value).toSorted()
  return {
    sign: `{${keys.map((key) => JSON.stringify(key)).join()}`,
    members: keys.map((key) => [key, Reflect.get(value, key)] as const),
  }
}

/** A step without what is told twice, or follows from the steps before. */
const toldOf = (step: TraceStep): unknown => ({
  ...step,
  action: part,
  changes: step.changes.map(changeOf),
})

const changeOf = (change: Change): unknown => {
  const { before, after, elements, carried } = change
  const told = { ...change, path: part }
  if (elements !== null) return { ...told, before: part, after: part }
  if (carried === null) return told
  return carried.in === 'after'
    ? { ...told, before: part, after: withoutPart(after, carried.step) }
    : { ...told, before: withoutPart(before, carried.step), after: part }
}

const withoutPart = (value: unknown, step: PathStep): unknown => {
  if (Array.isArray(value)) return value.with(Number(step), part)
  return isRecord(value) ? { ...value, [String(step)]: part } : value
}

const part = new Gap(0, '')
