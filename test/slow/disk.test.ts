import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { folderWith, netsplit } from '../support/cli.ts'

/* The command line, killed while it keeps states on disk. Needs the built program. */

const model = ['check', 'two-phase-commit', '--set', 'participants=9', '--json']

/** How many states the last checkpoint in a folder knows. */
const reached = (folder: string): number => {
  try {
    const { checkpoint } = JSON.parse(
      readFileSync(join(folder, 'netsplit-check.json'), 'utf8'),
    ) as {
      checkpoint: { distinct: number } | null
    }
    return checkpoint?.distinct ?? 0
  } catch {
    return 0
  }
}

/** Kills a process some time after its next checkpoint. */
const killLater =
  (folder: string, milliseconds: number) =>
  (child: ChildProcess): void => {
    const before = reached(folder)
    const timer = setInterval(() => {
      if (reached(folder) === before) return
      clearInterval(timer)
      setTimeout(() => child.kill('SIGKILL'), milliseconds)
    }, 50)
    child.on('exit', () => clearInterval(timer))
  }

const essence = (text: string): object => {
  const {
    seconds: _,
    peakMemoryBytes: __,
    states,
    ...report
  } = JSON.parse(text) as {
    states: object
    seconds: number
    peakMemoryBytes: number
  }
  return { ...report, states: { ...states, bytesPerState: 0 } }
}

test('a check of ten million states goes on after each kill, and comes out the same', async () => {
  const root = folderWith({})
  // Of runs that are as short, a search in memory may tell another: it goes on in levels later.
  const whole = await netsplit([...model, '--disk', join(root, 'whole')])
  const folder = join(root, 'states')
  let args = [...model, '--disk', folder]
  let kills = 0
  for (const milliseconds of [0, 700, 1400]) {
    const { status } = await netsplit(args, { meanwhile: killLater(folder, milliseconds) })
    if (status === 0) break
    kills += 1
    // The process that searches is a child, which ends soon after its parent.
    await pause(6000)
    args = [...model, '--resume', folder]
  }
  expect(kills).toBeGreaterThan(0)
  const ended = await netsplit(args)
  // What takes more than half a minute tells how far it is.
  expect(ended.stderr.replaceAll(/^netsplit: [\d,]+ states · .*\n/gm, '')).toBe('')
  expect(essence(ended.stdout)).toEqual(essence(whole.stdout))
  const again = await netsplit(args)
  expect(again.status).toBe(2)
  expect(again.stdout + again.stderr).toContain('has come to its end')
})
