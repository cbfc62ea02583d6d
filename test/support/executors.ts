import { spawnSync } from 'node:child_process'

/** The executors of Spark's that this process has started, by way of others: the ids of their processes. */
export const executorsHere = (): readonly number[] => {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const parents = new Map<number, number>()
  const executors: number[] = []
  for (const line of stdout.split('\n')) {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    parents.set(Number(pid), Number(parent))
    if (args.includes('CoarseGrainedExecutorBackend')) executors.push(Number(pid))
  }
  return executors.filter((executor) => {
    let at: number | undefined = executor
    while (at !== undefined && at !== process.pid) at = parents.get(at)
    return at === process.pid
  })
}
