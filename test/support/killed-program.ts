import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/* The command line, killed while it leaves checkpoints of a search in a database in a folder of this machine. */

/** How many levels the checkpoint in a folder has. */
export const levelsIn = (folder: string): number => {
  try {
    const text = readFileSync(join(folder, 'netsplit-check.json'), 'utf8')
    const { checkpoint } = JSON.parse(text) as { checkpoint: { levels: readonly unknown[] } | null }
    return checkpoint?.levels.length ?? 0
  } catch {
    return 0
  }
}

/** Kills a process some time after its next checkpoint. */
export const killLater =
  (folder: string, milliseconds: number) =>
  (child: ChildProcess): void => {
    const before = levelsIn(folder)
    const timer = setInterval(() => {
      if (levelsIn(folder) === before) return
      clearInterval(timer)
      setTimeout(() => child.kill('SIGKILL'), milliseconds)
    }, 20)
    child.on('exit', () => clearInterval(timer))
  }

/** Waits until the process that searches is gone: a child, which ends soon after its parent. */
export const untilFree = async (folder: string): Promise<void> => {
  const owner = Number(readFileSync(join(folder, 'in-use'), 'utf8'))
  const isAlive = (): boolean => {
    try {
      return process.kill(owner, 0)
    } catch {
      return false
    }
  }
  // oxlint-disable-next-line no-await-in-loop
  while (isAlive()) await pause(200)
}
