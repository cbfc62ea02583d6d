import { constrainedMemory, memoryUsage, resourceUsage } from 'node:process'
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
  const container = constrainedMemory() ?? 0
  const available = container > 0 && container < machine ? container : machine
  return Math.floor(available * defaultShare)
}

/** Node's flag that lets the JavaScript heap grow as far as the memory limit and no further. */
export const heapFlag = (maxMemoryBytes: number): string =>
  `--max-old-space-size=${Math.max(256, Math.ceil(maxMemoryBytes / mebibyte))}`

/** The most memory that this process has had so far, in bytes. */
export const peakMemory = (): number => resourceUsage().maxRSS * 1024

/** From which share of the limit on it is worth knowing what is only garbage. */
const collectFrom = 0.7
const millisecondsBetweenCollections = 20_000
/** The share of the JavaScript heap's own limit that counts as all of it. */
const fullHeap = 0.9

/**
 * The memory in use, on the scale of a limit: what the process has, or the share of the JavaScript
 * heap's own limit that is taken, whichever is nearer to its end. Garbage that nobody has collected
 * yet must not end a check, so that near the limit it is collected first, now and then.
 */
export const memoryGauge = (maxMemoryBytes: number): (() => number) => {
  let lastCollection = -Infinity
  let collect: (() => void) | null = null
  const measure = (): number => {
    const heap = getHeapStatistics()
    const heapShare = heap.used_heap_size / (heap.heap_size_limit * fullHeap)
    return Math.max(memoryUsage.rss(), heapShare * maxMemoryBytes)
  }
  return () => {
    const used = measure()
    const now = performance.now()
    if (used < collectFrom * maxMemoryBytes) return used
    if (now - lastCollection < millisecondsBetweenCollections) return used
    collect ??= collector()
    collect()
    lastCollection = performance.now()
    return measure()
  }
}

/** V8's garbage collector, which Node hides unless asked. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
