import { describe, expect, test } from 'vitest'
import type { Limits } from '../../src/explore/limits.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Observer } from '../../src/explore/observer.ts'
import { runToEnd } from '../../src/explore/run-to-end.ts'
import { Search } from '../../src/explore/search.ts'
import { allDue, anyBit, type StateSpace, type Successors } from '../../src/explore/state-space.ts'
import { Halt, unpaced } from '../../src/pace/pace.ts'

const nobody: Observer = {
  interest: anyBit,
  admits: null,
  onStep: null,
  onStuck: null,
  isDone: false,
  onForget: () => undefined,
  onLevel: () => undefined,
  onState: () => undefined,
}

/** Writes a step that changes the first component. */
const step = (out: Successors, to: number): void => {
  for (const word of [0, anyBit, 1, allDue, 0, to]) out.records.push(word)
  out.count += 1
  out.progress += 1
}

/** A line of states: the first component counts, the others stand still. */
class Line implements StateSpace {
  readonly width = 40
  readonly sizes = new Int32Array(40).fill(1)
  revision = 0
  readonly #length: number

  constructor(length: number) {
    this.#length = length
  }

  initial(): readonly Int32Array[] {
    return [new Int32Array(this.width)]
  }

  successors(state: Int32Array, out: Successors): void {
    const next = (state[0] ?? 0) + 1
    if (next >= this.#length) return
    if ((this.sizes[0] ?? 0) <= next) {
      this.sizes[0] = next + 1
      this.revision += 1
    }
    step(out, next)
  }
}

/** Fewer states than make the set of states grow. */
const few = 2000

/** How far a search of a line gets whose claims are refused from some size on. */
const seen = async (length: number, room: number): Promise<Search> => {
  const claim = (bytes: number): void => {
    if (bytes > room) throw new Halt('memory')
  }
  const limits: Limits = { maxStates: Infinity, pace: { ...unpaced, claim } }
  const search = new Search(new Line(length), nobody, limits)
  await runToEnd(search)
  return search
}

describe('a search asks for memory', () => {
  test('before it moves to a roomier layout', async () => {
    const search = await seen(few, 0)
    expect(search.stop).toEqual({ kind: 'memory' })
    expect(search.distinct).toBeLessThan(few)
    expect((await seen(few, Infinity)).distinct).toBe(few)
  })

  test('before its set of states grows', async () => {
    const { bytes } = await seen(few, Infinity)
    const search = await seen(100_000, 2 * bytes)
    expect(search.stop).toEqual({ kind: 'memory' })
    expect(search.isAtEnd).toBe(false)
  })
})

test('a run is rebuilt through the state with the most successors', () => {
  const many = 70_000
  const fan: StateSpace = {
    width: 1,
    sizes: Int32Array.from([2 * many]),
    revision: 0,
    initial: () => [Int32Array.from([0])],
    successors: ([from = 0], out) => {
      if (from === 0) for (let to = 1; to < many; to++) step(out, to)
      else if (from < many) step(out, from + many)
    },
  }
  const indices = new Map<number, number>()
  const observer: Observer = {
    ...nobody,
    onState: ([id = 0], _, index) => void indices.set(id, index),
  }
  const search = new Search(fan, observer, unlimited)
  search.run()
  const runTo = (id: number): readonly number[] =>
    [...(search.history.runTo(indices.get(id) ?? -1) ?? [])].map(([each = -1]) => each)
  for (const id of [1, 65_534, 65_535, 65_536, 65_537, many - 1]) {
    expect(runTo(id)).toEqual([0, id])
    expect(runTo(id + many)).toEqual([0, id, id + many])
  }
})
