import type { Begun } from '../explore/as-before.ts'
import type { Pages } from './pages.ts'

/** What goes into a checkpoint of others than the search: plain data. */
export type Kept = unknown

/** A search in levels at the end of a level, as plain data: what a killed check goes on from. */
export interface Checkpoint {
  /** How far the search was when it went on in levels. */
  readonly begun: Begun
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** How many ids each component had, and for how many the layout has room. */
  readonly sizes: readonly number[]
  readonly laidOutFor: readonly number[]
  /** What is known of the steps by which states were found: by note what they touched, and what is due. */
  readonly touched: readonly number[]
  readonly due: readonly number[]
  /** The files of the runs of known states, of the levels, and of the last level's notes. */
  readonly known: readonly string[]
  readonly levels: readonly string[]
  readonly notes: string
  /** The states, one after the other, at whose expansion user code was asked, and what was due in each. */
  readonly learned: readonly number[]
  /** What others keep. */
  readonly kept: Kept
}

/** A folder in which a search keeps its states, and leaves checkpoints. */
export interface Disk {
  /** The checkpoint to go on from; null at the start. */
  readonly checkpoint: Checkpoint | null
  /** The search begins anew, and in another way: what was kept so far is of no use. */
  startAfresh(): void
  /** Pages in a file of their own. */
  make(): Pages
  /** The pages of a file that the checkpoint names. */
  open(file: string): Pages
  /** Whether it is time for a checkpoint: each takes a moment. */
  readonly isDue: boolean
  /** Leaves a checkpoint: what it names outlasts the process when this returns. */
  keep(checkpoint: Checkpoint): void
}
