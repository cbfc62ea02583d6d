import { avalanche, mix } from '../store/hash.ts'

/** So many bits of a hash say in which register it counts. */
const indexBits = 13
const registers = 1 << indexBits

/**
 * How many different states there were, estimated: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier 2007),
 * with linear counting where there are few. Two sketches become one of all that either was shown.
 */
export class Sketch {
  readonly ranks: Uint8Array

  constructor(ranks: Uint8Array = new Uint8Array(registers)) {
    this.ranks = ranks
  }

  /** Notes a state, given by both lanes of its print. */
  add(low: number, high: number): void {
    const hash = avalanche(mix(low, high))
    const index = hash >>> (32 - indexBits)
    const rank = Math.clz32(avalanche(mix(high, low))) + 1
    if (rank > (this.ranks[index] as number)) this.ranks[index] = rank
  }

  merge({ ranks }: Sketch): void {
    for (let index = 0; index < registers; index++) {
      const rank = ranks[index] as number
      if (rank > (this.ranks[index] as number)) this.ranks[index] = rank
    }
  }

  get estimate(): number {
    let sum = 0
    let empty = 0
    for (const rank of this.ranks) {
      sum += 2 ** -rank
      if (rank === 0) empty += 1
    }
    const bias = 0.7213 / (1 + 1.079 / registers)
    const raw = (bias * registers * registers) / sum
    if (raw > 2.5 * registers || empty === 0) return Math.round(raw)
    return Math.round(registers * Math.log(registers / empty))
  }
}

/** The standard error of an estimate, as a share of it. */
export const sketchError = 1.04 / Math.sqrt(registers)
