import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Crashes, Promise3 } from './faults.ts'
import { checkBudget, type Budget } from './network.ts'
import { unknownNode, type NodeDefinition } from './nodes.ts'
import type { NamedObserver } from './observer.ts'
import type { Known } from './settings.ts'

/** The settings of crashes. */
export const crashSettings: Known = {
  nodes: 'names',
  times: null,
  atOnce: null,
  losesDisk: null,
  midStep: 'flag',
  restarts: ['never', 'maybe', 'eventually'],
}

/** What is said of crashes, checked and complete. Nodes are indices. */
export interface CrashPlan {
  /** Which nodes may crash, by index. */
  readonly crashable: readonly boolean[]
  /** How many crashes there may be in a run, of all nodes together. */
  readonly crashes: Budget
  /** How many nodes may be down at the same time; null for any number. */
  readonly downAtOnce: number | null
  /** In how many of the crashes nothing durable survives. */
  readonly lostDisks: Budget
  /** Whether nodes may crash in the middle of steps. */
  readonly midStep: boolean
  /** Whether crashed nodes restart. */
  readonly restarts: Promise3
}

/** Checks what is said of crashes, and fills in the defaults. */
export const planCrashes = (
  crashes: Crashes | undefined,
  nodes: readonly NodeDefinition[],
): CrashPlan => {
  if (crashes === undefined) {
    const crashable = nodes.map(() => false)
    const none = { downAtOnce: null, lostDisks: 0, midStep: false } as const
    return { crashable, crashes: 0, ...none, restarts: 'never' }
  }
  const ids = nodes.map(({ id }) => id)
  for (const name of crashes.nodes ?? []) {
    if (!ids.includes(name)) throw unknownNode(name, ids, 'faults.crashes.nodes')
    if (nodes.find(({ id }) => id === name)?.role.isTraitor) throw crashingTraitor(name)
  }
  const mayCrash = ({ id, role }: NodeDefinition): boolean =>
    crashes.nodes === undefined
      ? role.client === null && !role.isTraitor
      : crashes.nodes.includes(id)
  const times = checkBudget(crashes.times ?? 1, 'faults.crashes.times')
  if (crashes.midStep === true && times === 0) {
    throw new ModelError('not-a-system', {
      what: 'Nodes may crash in the middle of a step, and never crash: `times` is 0',
      where: ['faults.crashes.midStep'],
      fix: 'allow a crash, or leave `midStep` out',
    })
  }
  const lostDisks = checkBudget(crashes.losesDisk ?? 0, 'faults.crashes.losesDisk')
  checkDisks(lostDisks, times, nodes.filter(mayCrash))
  return {
    crashable: nodes.map(mayCrash),
    crashes: times,
    downAtOnce: checkAtOnce(crashes.atOnce),
    lostDisks,
    midStep: crashes.midStep ?? false,
    restarts: crashes.restarts ?? 'eventually',
  }
}

const crashingTraitor = (name: string): ModelError =>
  new ModelError('not-a-system', {
    what: `Traitor '${name}' is to crash, and it may keep silent anyway`,
    where: ['faults.crashes.nodes'],
    fix: 'leave it out of `nodes`: whatever it can do after a crash it does without',
  })

/** Refuses disks that cannot be lost. */
const checkDisks = (
  lost: Budget,
  times: Budget,
  mayCrash: readonly Pick<NodeDefinition, 'role'>[],
): void => {
  if (lost === 0) return
  const where = ['faults.crashes.losesDisk']
  if (times !== 'unlimited' && (lost === 'unlimited' || lost > times)) {
    throw new ModelError('not-a-system', {
      what: `More disks are lost than there are crashes: losesDisk is ${lost}, times ${times}`,
      where,
      fix: 'a disk is lost in a crash: allow at least as many crashes, or fewer lost disks',
    })
  }
  if (mayCrash.some(({ role }) => role.handlers.durable !== undefined)) return
  throw new ModelError('not-a-system', {
    what: 'Disks are lost, but no node that may crash has anything on one',
    where,
    fix: 'say with `durable` in a role what survives a crash, or leave `losesDisk` out',
  })
}

const checkAtOnce = (atOnce: number | undefined): number | null => {
  if (atOnce === undefined) return null
  if (Number.isInteger(atOnce) && atOnce >= 1) return atOnce
  throw new ModelError('not-a-system', {
    what: `\`atOnce\` cannot be ${brief(atOnce)}: it says how many nodes may be down at the same time`,
    where: ['faults.crashes.atOnce'],
    fix: 'give it a whole number from 1 on, or leave it out: then all may be down at once',
  })
}

/** Refuses observers of operations that would begin, or be over, in steps that are not taken to their end. */
export const checkHalves = (
  { midStep, crashable }: Pick<CrashPlan, 'midStep' | 'crashable'>,
  nodes: readonly NodeDefinition[],
  observers: readonly NamedObserver[],
): void => {
  if (!midStep) return
  const asking = nodes.find(
    ({ role }, index) => crashable[index] === true && role.handlers.operations !== undefined,
  )
  const hears = observers.find(({ ears }) =>
    ears.some(({ kind }) => kind === 'invoke' || kind === 'return'),
  )
  if (asking === undefined || hears === undefined) return
  throw new ModelError('unsound', {
    what: `Node '${asking.id}' has operations and may crash in the middle of a step: it is open whether one of them began, or was over, there`,
    where: [`observers.${hears.name}`, 'faults.crashes.midStep'],
    fix: 'let other nodes crash (`nodes`), leave `midStep` out, or observe what is sent and delivered',
  })
}
