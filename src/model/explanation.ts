import type { Told } from './told.ts'

/** What an observer was told in a step. */
export interface ToldInStep {
  /** The step, from 1; 0 at the start. */
  readonly step: number
  /** What it was told. */
  readonly told: Told
}

/** Something that took a while in a run. */
export interface Span {
  /** The id of the node that did it. */
  readonly node: string
  /** What it did: `read → 2`. */
  readonly what: string
  /** The step in which it began, from 1; 0 at the start. */
  readonly from: number
  /** The step in which it was over; null where it never was. */
  readonly to: number | null
}

/** Why a run breaks what an observer watches over, beside the state in which that was seen. */
export interface Explanation {
  /** What the spans are. */
  readonly title: string
  /** What the run comes to, for the observer. */
  readonly spans: readonly Span[]
  /** Why that cannot be. */
  readonly reasons: readonly Reason[]
}

/** A reason, in words. */
export interface Reason {
  /** A sentence, or several. */
  readonly text: string
  /** A list that it ends in, one after the other. */
  readonly items: readonly string[]
}
