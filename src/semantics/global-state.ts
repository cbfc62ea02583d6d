import type { Budget } from '../model/network.ts'
import { traitsOn } from '../model/network-plan.ts'
import type { StandingCuts } from '../model/standings.ts'
import type { System } from '../model/system.ts'
import { compare } from '../value/compare.ts'

/** A node's clock, in a system with time. */
export interface Clock {
  /** How many of its units each timer that is set still runs, in the order of the timers. */
  readonly left: readonly number[]
  /** How far it is ahead of true time. */
  readonly ahead: number
  /** Whether the node has stopped for a while. */
  readonly paused: boolean
}

/** One node, as it is now. Its state is canonical; its timers are those that are set, sorted. */
export interface NodeState {
  readonly up: boolean
  readonly state: unknown
  readonly timers: readonly string[]
  /** Present exactly in systems with time. */
  readonly clock?: Clock
}

/** A message in flight. Sender and receiver are node indices; the message is canonical. */
export interface Mail {
  readonly from: number
  readonly to: number
  readonly message: unknown
  /** For how many units it has been under way; present exactly in systems with time. */
  readonly age?: number
}

/** What belongs to no node: the cuts that are in place and what may still go wrong. */
export interface Environment {
  /** What stands: an index in the `standings` of the system's plan, for one cut its own; or -1. */
  readonly cut: number
  readonly splits: Budget
  readonly crashes: Budget
  /** How many crashes may still lose a disk. */
  readonly disks: Budget
  readonly losses: Budget
  readonly duplicates: Budget
  readonly pauses: Budget
  /** What is left of the system's own budgets, in its order. */
  readonly own: readonly Budget[]
}

/** A global state: every node, every message in flight, the environment, what observers know. */
export interface GlobalState {
  readonly nodes: readonly NodeState[]
  /** Sorted by receiver, then sender, then message, then age; on a `fifo` link in the order of sending. */
  readonly inFlight: readonly Mail[]
  readonly environment: Environment
  /** What each observer of the system knows, in canonical form. */
  readonly observed: readonly unknown[]
}

/** Whether messages from one node to another do not pass now. */
export const isBlocked = (system: System, cut: number, from: number, to: number): boolean =>
  cutsIn(system, cut).some((each) => system.faults.cuts[each]?.blocks[from]?.[to])

/** The cuts that stand, by index. */
export const cutsIn = ({ faults }: Pick<System, 'faults'>, standing: number): readonly number[] =>
  faults.standings[standing]?.cuts ?? []

/** What stands where these cuts do; -1 for none. */
export const standingWith = (
  { faults }: Pick<System, 'faults'>,
  cuts: readonly number[],
): number => {
  const isSame = (standing: StandingCuts): boolean =>
    standing.cuts.length === cuts.length && cuts.every((cut) => standing.cuts.includes(cut))
  return faults.standings.findIndex(isSame)
}

/** Whether a message between two nodes stays in flight when it is delivered, and is not added again. */
export const stays = (system: System, { from, to }: Pick<Mail, 'from' | 'to'>): boolean =>
  traitsOn(system.network, from, to).isSet || isTraitor(system, from)

/** Whether a node is a traitor: what it may say is in flight for good. */
export const isTraitor = ({ faults }: Pick<System, 'faults'>, node: number): boolean =>
  faults.traitors[node] === true

/**
 * The messages in flight after one more is sent.
 *
 * @param once whether it is left out where an equal one is in flight, however old
 */
export const put = (
  system: System,
  inFlight: readonly Mail[],
  mail: Mail,
  once = false,
): readonly Mail[] => {
  const isThere = inFlight.some(
    (other) => samePair(other, mail) && compare(other.message, mail.message) === 0,
  )
  if ((once || stays(system, mail)) && isThere) return inFlight
  return inOrder(system, [...inFlight, mail])
}

/** The same after all of several are sent, one after the other, where nothing is in flight. */
export const allInFlight = (system: System, mail: readonly Mail[]): readonly Mail[] =>
  mail.some((each) => stays(system, each))
    ? mail.reduce<readonly Mail[]>((all, each) => put(system, all, each), [])
    : inOrder(system, mail)

const inOrder = (system: System, mail: readonly Mail[]): readonly Mail[] =>
  mail.toSorted((a, b) => byPair(a, b) || (isQueued(system, a) ? 0 : byMessage(a, b)))

/** The messages in flight without the one at an index. */
export const remove = (inFlight: readonly Mail[], index: number): readonly Mail[] =>
  inFlight.toSpliced(index, 1)

export const samePair = (a: Mail, b: Mail): boolean => a.from === b.from && a.to === b.to
export const sameMessage = (a: Mail, b: Mail): boolean =>
  a.age === b.age && compare(a.message, b.message) === 0

const byPair = (a: Mail, b: Mail): number => a.to - b.to || a.from - b.from
const byMessage = (a: Mail, b: Mail): number =>
  compare(a.message, b.message) || (a.age ?? 0) - (b.age ?? 0)

/** Whether messages between two nodes wait in the order in which they were sent. */
export const isQueued = ({ network }: Pick<System, 'network'>, { from, to }: Mail): boolean =>
  traitsOn(network, from, to).isQueue

/** Whether a budget allows one more. */
export const allows = (budget: Budget): boolean => budget === 'unlimited' || budget > 0

/** The environment after a step that spends one of the system's own budgets; null where nothing is left. */
export const spendOwn = (environment: Environment, budget: number): Environment | null => {
  const left = environment.own[budget] ?? 0
  if (!allows(left)) return null
  return { ...environment, own: environment.own.with(budget, spend(left)) }
}

/** A budget after one use. */
export const spend = (budget: Budget): Budget => (budget === 'unlimited' ? budget : budget - 1)
