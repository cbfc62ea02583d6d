import type { System } from '../model/system.ts'
import type { Cells } from './cells.ts'
import type { Environments } from './environments.ts'
import type { FamilyLabels } from './family-labels.ts'
import type { HalfLabels } from './half-labels.ts'
import type { Envelopes } from './envelopes.ts'
import type { Mailboxes } from './mailboxes.ts'
import type { Observation } from './observation.ts'
import type { StepMemo } from './step-memo.ts'

/** What a node's outcomes are made from. */
export interface Workshop {
  readonly system: System
  readonly cells: readonly Cells[]
  readonly memos: readonly StepMemo[]
  readonly boxes: Mailboxes
  readonly envelopes: Envelopes
  readonly environments: Pick<Environments, 'columns'>
  /** Where in their steps nodes crash, as details of labels. */
  readonly halves: Pick<HalfLabels, 'of'>
  /** Of which items of a family steps are, as details of labels. */
  readonly families: Pick<FamilyLabels, 'of'>
  readonly labels: { of: (kind: number, node: number, detail: number, telling?: number) => number }
  /** Tells observers; null where there are none. */
  readonly observation: Pick<Observation, 'tellingOf'> | null
  /** Whether outcomes can be kept ready: none is ruled out by a cut or patience. */
  readonly keepsReady: boolean
  /** Whether deliveries without effect are left out (a reduction). */
  readonly leavesIgnored: boolean
}
