import { avalanche, mix } from '../store/hash.ts'

/*
 * Random numbers without a state: what is drawn is a hash of what it is drawn for (a counter-based
 * generator, as Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011),
 * mixed as MurmurHash3 does. So a draw depends on nothing that was drawn before, in whichever order
 * and on whichever machine.
 */

/** 32 random bits, from 0 on, for a key and two numbers. */
export const draw = (key: number, first: number, second: number): number =>
  avalanche(mix(mix(key, first), second)) >>> 0

/** The key of a walk. */
export const keyOfRun = (seed: number, run: number): number => draw(0x6e_65_74_73, seed, run)

/** A hash of a text; texts have another one in each lane. */
export const printOf = (text: string, lane: number): number => {
  let hash = lane === 0 ? 0x2f_0b_44_47 : 0x51_ed_27_0b
  for (let at = 0; at < text.length; at++) hash = mix(hash, text.charCodeAt(at))
  return avalanche(hash ^ text.length)
}
