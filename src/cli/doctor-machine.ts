import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { size } from '../render/report-summary.ts'
import { describeThrown } from '../value/thrown.ts'
import { ailing, isAtLeast, well, type Diagnosis } from './diagnosis.ts'

/** The oldest Node that netsplit is made for: as package.json has it. */
export const nodeIs = (version: string, least: string): Diagnosis =>
  isAtLeast(version, least)
    ? well('node', version)
    : ailing('node', `${version}, and netsplit needs ${least}`, 'install a newer one: nodejs.org')

/**
 * Whether as many threads as there are processors will find one each.
 *
 * @param quota what the container allows; null for no limit
 */
export const processorsAre = (available: number, quota: number | null): Diagnosis => {
  const known = `${available}`
  if (quota === null || quota >= available) return well('processors', known)
  const whole = Math.max(1, Math.floor(quota))
  return ailing(
    'processors',
    `${known}, of which the container allows ${Number(quota.toFixed(2))}`,
    `netsplit simulate --workers ${whole}: else it starts a thread for each of ${known}`,
  )
}

/** What the machine and its surroundings let a process have, in bytes. */
export interface MemoryFacts {
  readonly machine: number
  /** The container's limit; null where there is none. */
  readonly container: number | null
  /** What is not taken by others; null where the system does not say. */
  readonly free: number | null
  /** What a check takes at most unless told otherwise. */
  readonly limit: number
}

/** With less than this a check of a small model already comes to its end. */
const least = 512 * 2 ** 20

export const memoryIs = ({ machine, container, free, limit }: MemoryFacts): Diagnosis => {
  const all =
    container === null
      ? size(machine)
      : `${size(container)} in this container, ${size(machine)} in the machine`
  const found = `${all}; a check takes ${size(limit)} at most`
  if (limit < least) {
    return ailing('memory', found, 'give the container more, or check small models only')
  }
  if (free !== null && free < least) {
    const now = `${found}, and ${size(free)} are free now`
    return ailing('memory', now, 'end other programs, or a check may be ended by the system')
  }
  return well('memory', found)
}

/** On other systems files that are cached count as taken. */
export const freeMemory = (): number | null => (process.platform === 'linux' ? freemem() : null)

/** Options of Node that change what a check may take. */
export const optionsAre = (options: string): Diagnosis => {
  if (!/max[-_]old[-_]space/.test(options)) {
    return well('options', options === '' ? 'none for Node' : `for Node: ${options}`)
  }
  return ailing(
    'options',
    `for Node: ${options}`,
    'a check ends at that heap, whatever --max-memory says: take it out of NODE_OPTIONS',
  )
}

/** Whether files can be made where temporary ones go. */
export const temporaryIs = (folder: string = tmpdir()): Diagnosis => {
  try {
    const made = mkdtempSync(join(folder, 'netsplit-doctor-'))
    try {
      writeFileSync(join(made, 'file'), 'text')
    } finally {
      rmSync(made, { recursive: true, force: true })
    }
    return well('temporary', `${folder} can be written`)
  } catch (error) {
    const why = `${folder} cannot be written: ${describeThrown(error)}`
    return ailing('temporary', why, 'let the environment variable TMPDIR name a folder that can be')
  }
}
