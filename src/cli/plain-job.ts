import type { Job } from './engine-contract.ts'
import { defaultMemoryLimit } from './memory.ts'

/** A job that asks for a check of a model and nothing besides, in one thread, up to no limit but that of memory. */
export const plainJob = (model: string): Job => ({
  model,
  settings: [],
  only: [],
  maxStates: null,
  maxSeconds: null,
  maxMemoryBytes: defaultMemoryLimit(),
  noReduction: [],
  stopAtFirst: false,
  keepGoing: false,
  exhaustive: false,
  profile: false,
  coverage: false,
  flip: false,
  disk: null,
  engine: null,
  spark: {},
  workers: 1,
  draw: false,
  sources: false,
  simulation: null,
})
