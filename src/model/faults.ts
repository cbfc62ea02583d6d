import type { Budget } from './network.ts'

/**
 * A split: the groups that cannot reach one another. A client is always on the side of the node it
 * is near. With one group alone, all other nodes make the other side; with several, every node must
 * be in one.
 */
export type Split<Name extends string = string> =
  | readonly (readonly Name[])[]
  | OneWay<Name>
  | Links<Name>

/** A one-way cut: messages from `from` do not reach `to`; the other way they do. */
export interface OneWay<Name extends string = string> {
  /** Those who are not heard. */
  readonly from: readonly Name[]
  /** Those who do not hear them. */
  readonly to: readonly Name[]
}

/** A cut of single links, each in both directions. They lie between two sides; nodes in neither reach all. */
export interface Links<Name extends string = string> {
  /** Pairs of nodes that do not reach one another. */
  readonly links: readonly (readonly [Name, Name])[]
}

/** Network partitions that may happen. */
export interface Partitions<Name extends string = string> {
  /** `'any'`: every way to put the nodes into two or more groups; else one split, or a list. */
  readonly split: 'any' | Split<Name> | readonly Split<Name>[]
  /** How many splits in one run, one that is there from the start included. Default 1. */
  readonly times?: Budget
  /**
   * How many cuts may stand at the same time: a whole number from 1 on. The network is then divided by all of them;
   * each comes, and heals, by itself. Default 1.
   */
  readonly atOnce?: number
  /** Whether a split is in place from the start: one. Default false. */
  readonly atStart?: boolean
  /**
   * Whether the cut heals: never; maybe (it can, nobody promises it); eventually (a promise that
   * liveness properties rest on). Default 'maybe'.
   */
  readonly heals?: Promise3
  /** Messages across the cut wait until it heals, or are lost, in flight and later. Default 'delayed'. */
  readonly messages?: 'delayed' | 'dropped'
}

/** What is promised of a repair. */
export type Promise3 = 'never' | 'maybe' | 'eventually'

/** Crashes that may happen. */
export interface Crashes<Name extends string = string> {
  /** Which nodes may crash. Default: all but the clients. */
  readonly nodes?: readonly Name[]
  /** How many crashes in one run. Default 1. */
  readonly times?: Budget
  /** How many nodes may be down at the same time: a whole number from 1 on. Default: any number. */
  readonly atOnce?: number
  /** In how many of these crashes the node loses its disk, too: nothing durable survives. Default 0. */
  readonly losesDisk?: Budget
  /**
   * Whether a node may crash in the middle of a step: after any of the handler's effects, which are what it saves
   * (`persist`) and what it sends, in order. Default false: between steps only.
   */
  readonly midStep?: boolean
  /** Whether a crashed node restarts: never, maybe, or eventually (a promise). Default 'eventually'. */
  readonly restarts?: Promise3
}

/** What may go wrong besides the network's own losses and duplicates. */
export interface Faults<Name extends string = string> {
  /** Cuts of the network. Default: none. */
  readonly partitions?: Partitions<Name>
  /** Crashes of nodes. Default: none. */
  readonly crashes?: Crashes<Name>
}
