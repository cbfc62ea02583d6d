import { sessionConditionNames } from '../history/condition-names.ts'
import type { SessionAnswer } from '../history/session-answer.ts'
import type { HistoryAnswer } from '../history/linearizable.ts'
import type { Anomaly } from '../history/isolation.ts'
import type { Dependency, Isolation } from '../history/dependencies.ts'
import type { IsolationAnswer } from '../history/isolation-answer.ts'
import {
  either,
  fields,
  flag,
  list,
  named,
  oneOf,
  optional,
  orNull,
  scalar,
  text,
  whole,
} from './codec.ts'
import type { Schema } from './codec.ts'
import { valueCodec } from './encode-value.ts'

/** The version of the shape of what `netsplit history --json` prints. */
export const schemaVersion = 1

/** A line of the recorded history. */
const line = whole(1)

interface OperationDocument {
  readonly process: string | number | boolean
  readonly f: string
  readonly key: unknown
  readonly argument: unknown
  readonly result?: unknown
  readonly called: number
  readonly returned: number | null
}

/** The order that a part would need, by lines, and the time that it breaks. */
interface NeededDocument {
  readonly begins: unknown
  readonly order: readonly number[]
  readonly broken: readonly { readonly returned: number | null; readonly called: number }[]
}

interface ConflictDocument {
  readonly operations: readonly OperationDocument[]
  /** Operations whose end is forgotten, by line. */
  readonly leftOut: readonly number[]
  readonly beginsInAnyState: boolean
  readonly isSmallest: boolean
  /** The order that it would need; 'none': there is none, even without time; null: not known. */
  readonly needed: 'none' | NeededDocument | null
}

interface ObjectDocument {
  readonly key: unknown
  readonly verdict: HistoryAnswer['verdict']
  readonly operations: number
  readonly configurations: number
  readonly order: readonly number[] | null
  readonly conflict: ConflictDocument | null
}

/** What `netsplit history --json` says of objects. */
export interface HistoryDocument {
  readonly schemaVersion: typeof schemaVersion
  readonly history: string
  readonly specification: string
  readonly operations: number
  readonly verdict: HistoryAnswer['verdict']
  readonly endedBy: HistoryAnswer['ended']
  readonly objects: readonly ObjectDocument[]
}

/** What it says of a condition that is weaker than linearizability. */
interface SessionDocument {
  readonly schemaVersion: typeof schemaVersion
  readonly history: string
  readonly specification: string
  readonly operations: number
  readonly condition: SessionAnswer['condition']
  readonly verdict: SessionAnswer['verdict']
  readonly endedBy: SessionAnswer['ended']
  readonly order: readonly number[] | null
  readonly conflict: ConflictDocument | null
}

/** What it says of transactions. */
export interface IsolationDocument {
  readonly schemaVersion: typeof schemaVersion
  readonly history: string
  readonly specification: string
  readonly transactions: number
  readonly condition: Isolation
  readonly verdict: IsolationAnswer['verdict']
  readonly weaker: Isolation | null
  readonly endedBy: IsolationAnswer['ended']
  readonly conflict: IsolationConflictDocument | null
}

interface IsolationConflictDocument {
  readonly anomaly: Anomaly['name']
  readonly alias: Anomaly['alias']
  readonly transactions: readonly number[]
  readonly isSmallest: boolean
  readonly read: {
    readonly transaction: number | null
    readonly key: unknown
    readonly value: unknown
  } | null
  readonly cycle: readonly {
    readonly from: number | null
    readonly to: number | null
    readonly kind: Dependency['kind']
    readonly key: unknown
  }[]
  readonly versions: readonly { readonly key: unknown; readonly order: readonly unknown[] }[]
}

const verdict = oneOf('linearizable', 'violated', 'undecided')
const ended = orNull(oneOf('memory', 'disk', 'aborted', 'seconds'))

const conflictCodec = fields<ConflictDocument>({
  operations: list(
    fields<OperationDocument>({
      process: scalar,
      f: text,
      key: valueCodec,
      argument: valueCodec,
      result: optional(valueCodec),
      called: line,
      returned: orNull(line),
    }),
  ),
  leftOut: list(line),
  beginsInAnyState: flag,
  isSmallest: flag,
  needed: orNull(
    either(
      'string',
      oneOf('none'),
      fields<NeededDocument>({
        begins: valueCodec,
        order: list(line),
        broken: list(
          fields<NeededDocument['broken'][number]>({ returned: orNull(line), called: line }),
        ),
      }),
    ),
  ),
})

const objectCodec = named<ObjectDocument>(
  'Object',
  fields<ObjectDocument>({
    key: valueCodec,
    verdict,
    operations: whole(0),
    configurations: whole(0),
    order: orNull(list(line)),
    conflict: orNull(conflictCodec),
  }),
)

/** What is said of a history of operations on objects. */
export const historyCodec = fields<HistoryDocument>({
  schemaVersion: oneOf(schemaVersion),
  history: text,
  specification: text,
  operations: whole(0),
  verdict,
  endedBy: ended,
  objects: list(objectCodec),
})

/** What is said of a condition that is weaker than linearizability. */
export const sessionCodec = fields<SessionDocument>({
  schemaVersion: oneOf(schemaVersion),
  history: text,
  specification: text,
  operations: whole(0),
  condition: oneOf(...sessionConditionNames),
  verdict: oneOf('holds', 'violated', 'undecided'),
  endedBy: ended,
  order: orNull(list(line)),
  conflict: orNull(conflictCodec),
})

const condition = oneOf('read-uncommitted', 'read-committed', 'snapshot-isolation', 'serializable')

/** What is said of a history of transactions. */
export const isolationCodec = fields<IsolationDocument>({
  schemaVersion: oneOf(schemaVersion),
  history: text,
  specification: text,
  transactions: whole(0),
  condition,
  verdict: oneOf('holds', 'violated', 'undecided'),
  weaker: orNull(condition),
  endedBy: ended,
  conflict: orNull(
    fields<IsolationConflictDocument>({
      anomaly: oneOf(
        'internal',
        'garbage',
        'G0',
        'G1a',
        'G1b',
        'G1c',
        'G-single',
        'G-nonadjacent',
        'G2-item',
      ),
      alias: orNull(oneOf('lost update', 'read skew', 'fuzzy read', 'write skew')),
      transactions: list(line),
      isSmallest: flag,
      read: orNull(
        fields<NonNullable<IsolationConflictDocument['read']>>({
          transaction: orNull(line),
          key: valueCodec,
          value: valueCodec,
        }),
      ),
      cycle: list(
        fields<IsolationConflictDocument['cycle'][number]>({
          from: orNull(line),
          to: orNull(line),
          kind: oneOf('ww', 'wr', 'rw'),
          key: valueCodec,
        }),
      ),
      versions: list(
        fields<IsolationConflictDocument['versions'][number]>({
          key: valueCodec,
          order: list(valueCodec),
        }),
      ),
    }),
  ),
})

/** The JSON Schema of what `netsplit history --json` prints. */
export const historySchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'History',
  description:
    'What netsplit found out about a recorded history: what `netsplit history --json` prints.',
  anyOf: [historyCodec.schema, sessionCodec.schema, isolationCodec.schema],
  $defs: Object.fromEntries([objectCodec, valueCodec].map(({ definition }) => definition)),
}
