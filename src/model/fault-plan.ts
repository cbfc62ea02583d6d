import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { traitorsAmong } from './byzantine.ts'
import { allSplits, badSplit, cutOf, type Cut } from './cuts.ts'
import type { Faults, Links, OneWay, Partitions, Promise3, Split } from './faults.ts'
import { checkBudget, type Budget } from './network.ts'
import type { NodeDefinition } from './nodes.ts'
import { crashSettings, planCrashes, type CrashPlan } from './crash-plan.ts'
import { checkSettings, type Known } from './settings.ts'
import { checkCutsAtOnce, standingsOf, type StandingCuts } from './standings.ts'

/** Faults, checked and complete. Nodes and cuts are indices. */
export interface FaultPlan extends CrashPlan {
  /** The cuts that a split may put in place. */
  readonly cuts: readonly Cut[]
  /** How many of them may stand at the same time. */
  readonly cutsAtOnce: number
  /** All ways in which they may: first each alone. */
  readonly standings: readonly StandingCuts[]
  /** How many splits there may be in a run. */
  readonly splits: Budget
  /** Whether the network may be split before the first step. */
  readonly splitAtStart: boolean
  /** Whether splits heal. */
  readonly heals: Promise3
  /** What becomes of messages across a cut: they wait for it to heal, or are lost. */
  readonly acrossCut: 'delayed' | 'dropped'
  /** Which nodes are traitors, by index: what they send stays in flight for good, and is promised to nobody. */
  readonly traitors: readonly boolean[]
}

const promises = ['never', 'maybe', 'eventually']
const partitionSettings: Known = {
  split: null,
  times: null,
  atOnce: null,
  atStart: 'flag',
  heals: promises,
  messages: ['delayed', 'dropped'],
}

/** What is planned where the network is never split. */
export const noCuts = {
  cuts: [],
  cutsAtOnce: 1,
  standings: [],
  splits: 0,
  splitAtStart: false,
  heals: 'never',
} as const

/** Checks the faults of a system and fills in the defaults. */
export const planFaults = (faults: Faults, nodes: readonly NodeDefinition[]): FaultPlan => {
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
): Pick<
  FaultPlan,
  'cuts' | 'cutsAtOnce' | 'standings' | 'splits' | 'splitAtStart' | 'heals' | 'acrossCut'
> => {
  if (partitions === undefined) {
    return { ...noCuts, acrossCut: 'delayed' }
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
  const cuts = splits.map((each) => cutOf(each, nodes))
  const cutsAtOnce = checkCutsAtOnce(partitions.atOnce, cuts, times)
  return {
    cuts,
    cutsAtOnce,
    standings: standingsOf(cuts, cutsAtOnce),
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
