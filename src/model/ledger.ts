import type { Budget } from './network.ts'
import type { System } from './system.ts'

/**
 * What a verdict on a system rests on, one line each: the network, the faults, time, the bound and
 * the reductions. A verdict without these lines means nothing.
 */
export const ledgerOf = (system: System, reductions: readonly string[]): readonly string[] => {
  const bound = system.within === null ? [] : ['bound: only states within `within` are explored']
  const used = reductions.map((name) => `reduction: ${name}`)
  if (system.isMachine) return ['machine: each step is one action, taken whole', ...bound, ...used]
  return [networkLine(system), ...faultLines(system), timerLine(system), ...bound, ...used]
}

const networkLine = ({ network }: System): string => {
  const travel = {
    unordered: 'unordered, each message is delivered at most once',
    duplicating: 'a message once sent may be delivered any number of times, in any order',
    fifo: 'messages between two nodes arrive in the order sent',
  }[network.kind]
  const loss = network.loss === 0 ? 'no loss' : `${times(network.loss, 'message')} may be lost`
  const kept = `${times(network.duplication, 'delivery', 'deliveries')} may be repeated`
  const duplicates = network.duplication === 0 ? '' : `; ${kept}`
  return `network: ${travel}; ${loss}${duplicates}`
}

const faultLines = ({ faults }: System): readonly string[] => {
  const heals = { never: 'never heals', maybe: 'may heal', eventually: 'heals eventually' }
  const restarts = {
    never: 'never restart',
    maybe: 'may restart',
    eventually: 'restart eventually',
  }
  const partitions =
    faults.cuts.length === 0
      ? 'partitions: none'
      : `partitions: ${times(faults.splits, 'split')} in a run out of ${faults.cuts.length}, ` +
        `${faults.splitAtStart ? 'there from the start' : 'at any moment'}, ` +
        `${heals[faults.heals]}; messages across the cut are ${faults.acrossCut}`
  const crashes =
    faults.crashes === 0
      ? 'crashes: none'
      : `crashes: ${times(faults.crashes, 'crash', 'crashes')} in a run; nodes ${restarts[faults.restarts]}`
  return [partitions, crashes]
}

const timerLine = ({ timers, nodes }: System): string => {
  const hasTimers = nodes.some(({ role }) => role.handlers.timeout !== undefined)
  if (!hasTimers) return 'timers: none'
  return timers === 'patient'
    ? 'timers: patient, a timer fires only when no delivery that has an effect is enabled anywhere'
    : 'timers: a timer that is set may fire at any moment'
}

const times = (budget: Budget, one: string, many = `${one}s`): string =>
  budget === 'unlimited' ? `any number of ${many}` : `${budget} ${budget === 1 ? one : many}`
