import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { traitorsAmong } from './byzantine.ts'
import { allSplits, badSplit, cutOf, type Cut } from './cuts.ts'
import type { Crashes, Faults, Links, OneWay, Partitions, Promise3, Split } from './faults.ts'
import { traitsOf, checkBudget, type Budget, type Network } from './network.ts'
import { unknownNode, type NodeDefinition } from './nodes.ts'
import { checkSettings, type Known } from './settings.ts'

/** Faults, checked and complete. Nodes and cuts are indices. */
export interface FaultPlan {
  /** The cuts that a split may put in place. */
  readonly cuts: readonly Cut[]
  /** How many splits there may be in a run. */
  readonly splits: Budget
  /** Whether the network may be split before the first step. */
  readonly splitAtStart: boolean
  /** Whether splits heal. */
  readonly heals: Promise3
  /** What becomes of messages across a cut: they wait for it to heal, or are lost. */
  readonly acrossCut: 'delayed' | 'dropped'
  /** Which nodes may crash, by index. */
  readonly crashable: readonly boolean[]
  /** How many crashes there may be in a run, of all nodes together. */
  readonly crashes: Budget
  /** How many nodes may be down at the same time; null for any number. */
  readonly downAtOnce: number | null
  /** In how many of the crashes nothing durable survives. */
  readonly lostDisks: Budget
  /** Whether crashed nodes restart. */
  readonly restarts: Promise3
  /** Which nodes are traitors, by index: what they send stays in flight for good, and is promised to nobody. */
  readonly traitors: readonly boolean[]
}

const promises = ['never', 'maybe', 'eventually']
const partitionSettings: Known = {
  split: null,
  times: null,
  atStart: 'flag',
  heals: promises,
  messages: ['delayed', 'dropped'],
}
const crashSettings: Known = {
  nodes: 'names',
  times: null,
  atOnce: null,
  losesDisk: null,
  restarts: promises,
}

/** Checks the faults of a system and fills in the defaults. */
export const planFaults = (
  faults: Faults,
  nodes: readonly NodeDefinition[],
  network: Network,
): FaultPlan => {
  refuseEndlessDuplicates(network)
  checkSettings(faults, { partitions: 'record', crashes: 'record' }, 'faults')
  if (faults.partitions !== undefined) {
    checkSettings(faults.partitions, partitionSettings, 'faults.partitions', {
      required: ['split'],
    })
  }
  checkSettings(faults.crashes ?? {}, crashSettings, 'faults.crashes')
  return {
    ...planPartitions(faults.partitions, nodes),
    ...planCrashes(faults.crashes, nodes),
    traitors: traitorsAmong(nodes),
  }
}

const planPartitions = (
  partitions: Partitions | undefined,
  nodes: readonly NodeDefinition[],
): Pick<FaultPlan, 'cuts' | 'splits' | 'splitAtStart' | 'heals' | 'acrossCut'> => {
  if (partitions === undefined) {
    return { cuts: [], splits: 0, splitAtStart: false, heals: 'never', acrossCut: 'delayed' }
  }
  const { split } = partitions
  const splits = split === 'any' ? allSplits(nodes) : listSplits(split)
  const times = checkBudget(partitions.times ?? 1, 'faults.partitions.times')
  const atStart = partitions.atStart ?? false
  if (splits.length === 0 || times === 0) {
    throw new ModelError('not-a-system', {
      what: 'Partitions are declared, but none can ever happen',
      where: ['faults.partitions'],
      fix: 'list a split and let it happen at least once, or leave `partitions` out',
    })
  }
  return {
    cuts: splits.map((each) => cutOf(each, nodes)),
    splits: times,
    splitAtStart: atStart,
    heals: partitions.heals ?? 'maybe',
    acrossCut: partitions.messages ?? 'delayed',
  }
}

/** One split or a list of them, as a list: `[['a'], ['b']]` is one, `[[['a'], ['b']]]` a list. */
const listSplits = (split: Split | readonly Split[]): readonly Split[] => {
  if (typeof split !== 'object' || split === null) {
    throw badSplit(
      `${brief(split)} is no split`,
      "give groups of nodes, such as [['a'], ['b', 'c']]",
    )
  }
  if (!isList(split)) return [split]
  const first: unknown = split[0]
  const isGroup = Array.isArray(first) && first.every((name) => typeof name === 'string')
  return first === undefined ? [] : isGroup ? [split as Split] : (split as readonly Split[])
}

const isList = (split: Split | readonly Split[]): split is Exclude<typeof split, OneWay | Links> =>
  Array.isArray(split)

type CrashPlan = Pick<FaultPlan, 'crashable' | 'crashes' | 'downAtOnce' | 'lostDisks' | 'restarts'>

const planCrashes = (crashes: Crashes | undefined, nodes: readonly NodeDefinition[]): CrashPlan => {
  if (crashes === undefined) {
    const crashable = nodes.map(() => false)
    return { crashable, crashes: 0, downAtOnce: null, lostDisks: 0, restarts: 'never' }
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
  const lostDisks = checkBudget(crashes.losesDisk ?? 0, 'faults.crashes.losesDisk')
  checkDisks(lostDisks, times, nodes.filter(mayCrash))
  return {
    crashable: nodes.map(mayCrash),
    crashes: times,
    downAtOnce: checkAtOnce(crashes.atOnce),
    lostDisks,
    restarts: crashes.restarts ?? 'eventually',
  }
}

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
const crashingTraitor = (name: string): ModelError =>
  new ModelError('not-a-system', {
    what: `Traitor '${name}' is to crash, and it may keep silent anyway`,
    where: ['faults.crashes.nodes'],
    fix: 'leave it out of `nodes`: whatever it can do after a crash it does without',
  })

/** A duplicated delivery keeps its message; on a set every delivery does that already. */
const refuseEndlessDuplicates = (network: Network): void => {
  if (traitsOf(network).isSet && network.duplication !== 0) {
    throw new ModelError('not-a-system', {
      what: 'A duplicating network has no duplication budget: it always duplicates',
      where: ['network'],
      fix: 'use duplicating() as it is, or unordered({ duplication: 2 })',
    })
  }
}
