import { setFlagsFromString } from 'node:v8'

const mebibyte = 2 ** 20

/**
 * V8's flag for how much a function has to run before it is optimised, in bytes of bytecode: several
 * times the default. A check runs many functions for a moment (handlers, predicates, the tables that
 * they fill) and few for long, and compiling the former took a sixth of the time of a check of
 * seconds. Later still, the latter are slow for too long.
 */
export const lateOptimisationFlag = '--interrupt-budget=600000'

/** No more is kept than the memory limit divided by this. */
const keptShare = 32

/**
 * For the environment of the engine's process: what glibc's allocator does with arrays of some
 * megabytes. It asks the kernel for huge pages where it offers them on request: the state set is
 * large and read at random, and page faults and misses of the address cache are most of what it
 * costs. And it keeps some of what is given back, up to 64 MiB, where tables grow by being copied: new
 * memory costs a page fault for each page. Elsewhere the variable means nothing.
 */
export const engineEnvironment = (
  given: NodeJS.ProcessEnv,
  maxMemoryBytes: number,
): NodeJS.ProcessEnv => {
  const unit = Math.min(
    16 * mebibyte,
    Math.max(mebibyte, Math.floor(maxMemoryBytes / keptShare / 4)),
  )
  return {
    GLIBC_TUNABLES: [
      'glibc.malloc.hugetlb=1',
      `glibc.malloc.mmap_threshold=${unit}`,
      `glibc.malloc.top_pad=${unit}`,
      `glibc.malloc.trim_threshold=${4 * unit}`,
    ].join(':'),
    ...given,
  }
}

/**
 * V8's flag for how large the youngest part of the heap may get, in MiB: a quarter of the default.
 * What handlers allocate is garbage at once; kept within the processor's cache, it costs less.
 */
export const youngHeapFlag = '--max-semi-space-size=4'

/**
 * Has V8 collect garbage in the thread that makes it. The heap is small, as states are kept outside of it:
 * what other threads do for it costs more processor time than it spares.
 */
export const ownGarbageFlag = '--single-threaded-gc'

/** How large a heap is begun with, in MiB, where the memory limit is many times as large. */
const firstHeap = 96

/**
 * V8's flags for how large the heap is to get before old garbage is looked for. What a check keeps on the
 * heap is small, and V8 would go through it several times while it grows.
 */
export const firstHeapFlags = (maxMemoryBytes: number): readonly string[] =>
  maxMemoryBytes < keptShare * firstHeap * mebibyte ? [] : [`--initial-heap-size=${firstHeap}`]

/** Sets V8 up for a check. A V8 that does not know the flag goes on as it is. */
export const tuneForChecks = (): void => {
  setFlagsFromString(lateOptimisationFlag)
}
