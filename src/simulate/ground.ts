import { spaceOf } from '../check/space-of.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import { anyMachine, type MachineWays } from '../machine/machine-ways.ts'
import type { System } from '../model/system.ts'
import type { Pace } from '../pace/pace.ts'
import { Monitors } from '../property/monitors.ts'
import { StartAfresh } from '../ways.ts'
import { Prints } from './prints.ts'
import { initialStates, type Walker } from './walker.ts'

/** What a system is walked through in. */
export interface Ground {
  readonly space: SystemSpace
  readonly prints: Prints
  readonly monitors: Monitors
  readonly initial: readonly Int32Array[]
  readonly hasMoreInitial: boolean
}

/** What is known of how the system is to be looked at: grows. */
export interface Looks {
  machine: MachineWays
  readonly readWhole: Set<string>
  /** Whether some predicate has turned out to want another look just now. */
  isAfresh: boolean
}

/** Nothing is known. */
export const anyLooks = (): Looks => ({
  machine: anyMachine,
  readWhole: new Set(),
  isAfresh: false,
})

/**
 * Makes what a system is walked through in: no reduction is used.
 *
 * @throws Halt when the pace ends it
 */
export const groundOf = async (system: System, looks: Looks, pace: Pace): Promise<Ground> => {
  const space = spaceOf(system, {
    leavesIgnored: false,
    removesStale: false,
    from: null,
    ways: { machine: looks.machine },
  })
  const monitors = new Monitors(system, space.facets, {
    isExhaustive: true,
    readWhole: looks.readWhole,
    onOpaque: (name) => {
      looks.readWhole.add(name)
      looks.isAfresh = true
    },
  })
  const { listed, hasMore } = await initialStates(space, monitors.admits, pace)
  const prints = new Prints(system, space)
  return { space, prints, monitors, initial: listed, hasMoreInitial: hasMore }
}

/** Does something; where the machine turns out to be of another shape, or a predicate to want another look, again. */
export const withLooks = async <Result>(
  looks: Looks,
  work: () => Promise<Result>,
): Promise<Result> => {
  for (;;) {
    looks.isAfresh = false
    try {
      // oxlint-disable-next-line no-await-in-loop
      const result = await work()
      if (!looks.isAfresh) return result
    } catch (error) {
      if (looks.isAfresh) continue
      if (!(error instanceof StartAfresh) || error.ways.machine === undefined) throw error
      looks.machine = error.ways.machine
    }
  }
}

/** Who only keeps to the bound. */
export const unasked = (monitors: Monitors): Parameters<Walker['walk']>[1] => ({
  admits: monitors.admits,
  interest: 0,
  onState: () => undefined,
  onStep: null,
  onStuck: null,
  isDone: false,
})
