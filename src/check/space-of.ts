import { ProtocolSpace } from '../compile/protocol-space.ts'
import { hasPatientTimers } from '../compile/reductions.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import { MachineSpace } from '../machine/machine-space.ts'
import type { System } from '../model/system.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { StartAfresh, type Ways } from '../ways.ts'

/**
 * What a system is compiled to.
 *
 * @param options.leavesIgnored a reduction: see `barOf`
 * @param options.removesStale another one: see `staleBarOf`
 * @param options.from the one state to begin in; null for the initial ones
 * @returns a space that throws `StartAfresh` where it cannot go on in these ways
 */
export const spaceOf = (
  system: System,
  options: {
    readonly leavesIgnored: boolean
    readonly removesStale: boolean
    readonly from: GlobalState | null
    readonly ways: Pick<Ways, 'machine'>
  },
): SystemSpace => {
  const { from, ways } = options
  if (!system.isMachine) {
    const isBarred = options.removesStale && hasPatientTimers(system)
    return new ProtocolSpace(system, isBarred ? { ...options, onOnce } : options)
  }
  return new MachineSpace(system, { from, ways: ways.machine, afresh })
}

const onOnce = (): never => {
  throw new StartAfresh({ staleBar: { kind: 'patient-timers' } })
}

const afresh = (machine: Ways['machine']): StartAfresh => new StartAfresh({ machine })
