import type { Successors } from '../explore/state-space.ts'
import type { NoteTable, Parcel } from './parcel.ts'

/** A space as far as another thread knows it: it asks no user code. */
export interface CopyOfSpace {
  /** Takes over what is new: plain data. @param sizes how many ids each component has */
  hear(news: unknown, sizes: Int32Array): void
  /** @returns whether all is known that the successors need; else what was written means nothing */
  successors(state: Int32Array, out: Successors, due: number): boolean
}

/** Parcels with what their notes stand for. */
export interface Delivery {
  readonly parcels: readonly Parcel[]
  readonly table: NoteTable
}

/** The states that a member of a team begins with, and how states are stored. */
export interface Beginning {
  readonly kind: 'begin'
  /** Which part of the states is this member's, and of how many. */
  readonly part: number
  readonly parts: number
  readonly width: number
  readonly order: readonly number[]
  readonly wordBits: number
  readonly mostRows: number
  readonly laidOutFor: Int32Array
  /** How many ids each component has. */
  readonly sizes: Int32Array
  readonly news: unknown
  readonly known: Delivery
  readonly level: Delivery
  /** Whether somebody asks for states whose successors are all faults. */
  readonly findsStuck: boolean
}

/** What is to become of a level's candidates. */
export interface Settling {
  readonly kind: 'settle'
  /** A roomier layout, if there is one by now: what the other members found is in the old one. */
  readonly laidOutFor: Int32Array | null
  readonly sizes: Int32Array
  readonly news: unknown
  /** What the members found of this part. */
  readonly found: readonly Delivery[]
  /** What was found in states that the copies did not know enough of, in the new layout. */
  readonly late: Delivery
  readonly findsStuck: boolean
}

export type Order = Beginning | Settling

/** A state of a level that the thread which runs user code is to look at. */
export interface Event {
  readonly kind: 'missed' | 'stuck'
  readonly state: Int32Array
  readonly due: number
}

/** What came of a part of a level. */
export interface Expanded {
  readonly kind: 'expanded'
  readonly events: readonly Event[]
  /** How many successors there are, but for those of states that were missed. */
  readonly generated: number
  /** By part. */
  readonly found: readonly Delivery[]
}

/** The part of the next level, and what all of the part takes. */
export interface Settled {
  readonly kind: 'settled'
  readonly fresh: Delivery
  readonly bytes: number
}

export type Answer = Expanded | Settled

/** Others that search parts of a space, in threads of their own. */
export interface Team {
  /** How many there are. */
  readonly size: number
  /** Gives an order to one. The arrays in it are its own from then on. */
  give(member: number, order: Order): void
  /** The next answer of one; null while there is none. @throws Error where one has died */
  take(member: number): Answer | null
  /** Waits for answers, a few milliseconds at most. */
  wait(): void
  /** Ends all of them. */
  end(): Promise<void>
}
