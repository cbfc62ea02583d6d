import { readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** Reads a small file of the system; null where there is none. */
type Read = (path: string) => string | null

const readSystem: Read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * How many processors the container lets this process use, which may be a fraction; null where it sets no limit.
 *
 * Source: the kernel's documentation of control groups, cpu.max (version 2), cpu.cfs_quota_us (version 1).
 */
export const processorQuota = (read: Read = readSystem): number | null => {
  const own = /^0::(.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '/'
  const quotas: number[] = []
  for (let group = own; ; group = posix.dirname(group)) {
    const [quota, period] = (read(posix.join('/sys/fs/cgroup', group, 'cpu.max')) ?? '').split(' ')
    quotas.push(Number(quota) / Number(period))
    if (group === '/' || group === '.') break
  }
  const [quota, period] = ['quota', 'period'].map((name) =>
    Number(read(`/sys/fs/cgroup/cpu/cpu.cfs_${name}_us`) ?? Number.NaN),
  )
  quotas.push((quota ?? 0) / (period ?? 0))
  const limits = quotas.filter((it) => Number.isFinite(it) && it > 0)
  return limits.length === 0 ? null : Math.min(...limits)
}
