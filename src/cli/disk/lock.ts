import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refused } from './errors.ts'

const lockName = 'in-use'

/**
 * Takes a folder for this process. What a process that was killed left is taken over.
 *
 * @returns gives it free
 * @throws ModelError 'bad-disk' where another process has it
 */
export const lock = (path: string): (() => void) => {
  const file = join(path, lockName)
  const owner = ownerOf(file)
  if (owner !== null && owner !== process.pid && isAlive(owner)) {
    const fix = `wait until it has ended, or name another folder; if that process is no check, remove '${lockName}'`
    throw refused(path, `Another check is under way in this folder (process ${owner})`, fix)
  }
  // Of two that find it free at the same time one is refused by the system.
  writeFileSync(file, String(process.pid), { flag: owner === null ? 'wx' : 'w' })
  return () => rmSync(file, { force: true })
}

const ownerOf = (file: string): number | null => {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
