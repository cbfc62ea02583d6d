import { totalmem } from 'node:os'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ModelError } from '../value/model-error.ts'

const mebibyte = 2 ** 20
const units: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 }

/** A size as `--max-memory` takes it: `512m`, `4g`, `1.5GiB`; a bare number is bytes. */
export const parseSize = (text: string): number => {
  const parts = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim())
  const power = units[(parts?.[2] ?? '?').toLowerCase()]
  const bytes = power === undefined ? 0 : Math.floor(Number(parts?.[1]) * 1024 ** power)
  if (bytes >= mebibyte && Number.isSafeInteger(bytes)) return bytes
  throw new ModelError('bad-option', {
    what: `'${text}' is no amount of memory`,
    where: [`--max-memory ${text}`],
    fix: 'give a number and a unit, at least 1m: 512m, 4g',
  })
}

/** The share of the memory that this process may have which a check takes unless told otherwise. */
const defaultShare = 0.75

/** The default limit: three quarters of the machine's memory, or of the container's. */
export const defaultMemoryLimit = (): number => {
  const machine = totalmem()
  const container = process.constrainedMemory() ?? 0
  const available = container > 0 && container < machine ? container : machine
  return Math.floor(available * defaultShare)
}

/** What Node takes for itself: its program, its stacks, buffers, the young part of the heap. */
const besidesHeap = 64 * mebibyte
/** With less of a heap the engine hardly gets anywhere. */
const leastHeap = 128 * mebibyte

/**
 * Node's flag that lets the JavaScript heap grow as far as the memory limit and no further: a handler
 * that takes memory without end is to end there, too.
 */
export const heapFlag = (maxMemoryBytes: number): string => {
  const bytes = Math.max(leastHeap, maxMemoryBytes - besidesHeap)
  return `--max-old-space-size=${Math.ceil(bytes / mebibyte)}`
}

/** The most memory that this process has had so far, in bytes. */
export const peakMemory = (): number => process.resourceUsage().maxRSS * 1024

/** The share of the JavaScript heap's own limit that counts as all of it. */
const fullHeap = 0.95
/** The share of the limit that is kept free: while it collects, V8 has what it moves twice. */
const forCollecting = 0.03
/** Garbage is collected on request no more often than this share of the time. */
const mostCollecting = 0.1

/** What a check may know of the process's memory. */
export interface Gauge {
  /**
   * The memory in use, in bytes, on the scale of a limit: what the process has, or the share of the
   * JavaScript heap's own limit that is taken, whichever is nearer to its end.
   */
  readonly inUse: () => number
  /** Collects garbage, unless that was done a moment ago. */
  readonly collect: () => void
}

/** The gauge for a limit. */
export const memoryGauge = (maxMemoryBytes: number): Gauge => {
  let gc: (() => void) | null = null
  let notBefore = -Infinity
  return {
    inUse: () => {
      const heap = getHeapStatistics()
      const heapShare = heap.used_heap_size / (heap.heap_size_limit * fullHeap)
      const resident = process.memoryUsage.rss() + forCollecting * maxMemoryBytes
      return Math.max(resident, heapShare * maxMemoryBytes)
    },
    collect: () => {
      const begin = performance.now()
      if (begin < notBefore) return
      gc ??= collector()
      gc()
      // Only now are the arrays given back that the first found to be garbage.
      gc()
      const end = performance.now()
      notBefore = end + (end - begin) / mostCollecting
    },
  }
}

/** V8's garbage collector, which Node hides unless asked. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
