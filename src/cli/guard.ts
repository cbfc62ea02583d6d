import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { Socket } from 'node:net'

/*
 * A process whose handler never returns does not hear that its parent is gone, nor of any signal but
 * SIGKILL. So somebody else waits for the parent's end: a shell that reads from a pipe which nobody
 * writes to. When the parent ends, however it ends, the pipe is closed, and the shell kills.
 */

/** Ignores what a terminal sends to the whole group; reads until the end; kills. */
const script = 'trap "" INT TERM HUP QUIT; read _; kill -9 "$0"'

/** The same for a system without a shell: slower to start. */
const inNode = `
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(name, () => {})
process.stdin.resume().on('end', () => process.kill(Number(process.argv[1]), 'SIGKILL'))`

const options: SpawnOptions = { stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' }

/**
 * Sees to it that a child dies when this process does, at once, whatever the child does. On Windows
 * the system does that for every child.
 *
 * @returns how to stop it: the child has ended
 */
export const dieWithParent = (child: ChildProcess): (() => void) => {
  const { pid } = child
  if (pid === undefined || process.platform === 'win32') return () => undefined
  let guard = start('/bin/sh', ['-c', script, String(pid)])
  guard.once('error', () => {
    guard = start(process.execPath, ['-e', inNode, String(pid)])
    guard.once('error', () => undefined)
  })
  return () => void guard.kill('SIGKILL')
}

/** Starts a process that this one does not wait for. */
const start = (command: string, args: readonly string[]): ChildProcess => {
  const guard = spawn(command, args, options)
  guard.unref()
  // The pipe alone must not keep this process either.
  if (guard.stdin instanceof Socket) guard.stdin.unref()
  guard.stdin?.on('error', () => undefined)
  return guard
}
