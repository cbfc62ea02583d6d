import { original } from 'immer'
import type { Explanation, ToldInStep } from '../model/explanation.ts'
import { observer, type Observer, type Tellings } from '../model/observer.ts'
import type { Pace } from '../pace/pace.ts'
import type { Isolation } from './dependencies.ts'
import { Effort } from './effort.ts'
import { textOf } from './equal.ts'
import { historyOf, spansOf } from './explain.ts'
import type { Transaction } from './installed.ts'
import { isIsolated } from './isolation.ts'
import { isolationConflict } from './isolation-conflict.ts'
import { isolationReasons, isolationTitle } from './isolation-words.ts'
import { transactionText } from './transaction-text.ts'
import type { Operation } from './operation.ts'
import { nameOf, Reader, type Reading } from './reading.ts'
import { stepsOf, type Transactions, type TransactionStep } from './transactions.ts'

type Steps = readonly TransactionStep[]

/** What {@link serializable} and {@link snapshotIsolation} know: nothing of who, or when. */
export interface SeenTransactions {
  /** Those that are over, with what they read. */
  readonly committed: readonly Steps[]
  /** Those that have begun, by name: any may take effect. */
  readonly open: ReadonlyMap<string, Steps>
  /** Those of whose end nobody will be told. */
  readonly lost: readonly Steps[]
  /** Whether the condition holds so far. */
  readonly isConsistent: boolean
}

/** Makes an observer of transactions, as {@link linearizable} does of operations. */
export type WatchTransactions = <Message>(
  store: Transactions,
  reading: Reading<Message>,
) => Observer<SeenTransactions>

/**
 * Watches over **serializability** (Adya's PL-3 on keys, 1999): some order of all transactions that were committed, one after the
 * other, gives what they read. Nobody compares clocks: with them it is strict, which is `linearizable(transactions(), …)`.
 * What was refused was aborted.
 *
 * @example
 * observers: {
 *   bank: serializable(transactions(0), {
 *     operation: ({ request }) => ({ f: 'txn', value: request?.steps }),
 *     result: ({ reply }) => reply?.steps,
 *   }),
 * },
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const serializable: WatchTransactions = (store, reading) =>
  watching(store, reading, { isolation: 'serializable', place: 'serializable({…})' })

/**
 * Watches over **snapshot isolation** (Berenson and others 1995; Adya's PL-SI, 1999): each transaction reads what had been
 * committed at some moment, and of two that overlap no key is written by both. Moments are chosen as it suits, not by clocks.
 * Used as {@link serializable}, from which it follows.
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const snapshotIsolation: WatchTransactions = (store, reading) =>
  watching(store, reading, { isolation: 'snapshot-isolation', place: 'snapshotIsolation({…})' })

const watching = <Message>(
  store: Transactions,
  reading: Reading<Message>,
  { isolation, place }: { readonly isolation: Isolation; readonly place: string },
): Observer<SeenTransactions> => {
  const reader = new Reader(store, reading as Reading, place)
  const holds = (known: Omit<SeenTransactions, 'isConsistent'>): boolean => {
    const effort = new Effort()
    return isIsolated(transactionsOf(known), store.first, {
      isolation,
      spend: () => effort.spend(),
    })
  }
  const watch = observer<SeenTransactions>({
    initial: () => ({ committed: [], open: new Map(), lost: [], isConsistent: true }),
    on: {
      invoke: reader.hearing<SeenTransactions, Tellings['invoke']>((draft, told) => {
        const now = original(draft as unknown) as SeenTransactions
        if (!now.isConsistent) return now
        const free = lost(now, nameOf(told))
        const call = reader.call(told)
        if (call === null) return free
        return { ...free, open: new Map(free.open).set(nameOf(told), stepsOf(call.argument)) }
      }),
      return: reader.hearing<SeenTransactions, Tellings['return']>((draft, told) => {
        const now = original(draft as unknown) as SeenTransactions
        const asked = now.isConsistent ? now.open.get(nameOf(told)) : undefined
        if (asked === undefined) return now
        const end = reader.end(told, { f: 'txn', argument: asked })
        if (end.kind === 'unknown') return lost(now, nameOf(told))
        const open = new Map(now.open)
        open.delete(nameOf(told))
        // Others may have read what is undone.
        const committed =
          end.kind === 'failed'
            ? now.committed
            : sorted([...now.committed, placed(asked, stepsOf(end.result))])
        return { ...now, open, committed, isConsistent: holds({ ...now, open, committed }) }
      }),
    },
  })
  return {
    ...watch,
    explain: (told, pace) => explain(reader, told, { isolation, first: store.first, pace }),
  }
}

/** What was read, with the versions that were asked for. */
const placed = (asked: Steps, done: Steps): Steps =>
  done.map((step, at) => (step.length === 3 && asked[at]?.[0] === 'w' ? (asked[at] ?? step) : step))

/** Transactions are a bag: in whichever order they came. */
const sorted = (all: readonly Steps[]): readonly Steps[] =>
  all.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1))

/** Nobody will be told how the transaction ends that is open under a name, if one is: it matters if it writes. */
const lost = (known: SeenTransactions, name: string): SeenTransactions => {
  const asked = known.open.get(name)
  if (asked === undefined) return known
  const open = new Map(known.open)
  open.delete(name)
  const isReader = asked.every(([f]) => f === 'r')
  return { ...known, open, lost: isReader ? known.lost : sorted([...known.lost, asked]) }
}

const transactionsOf = ({
  committed,
  open,
  lost: never,
}: Omit<SeenTransactions, 'isConsistent'>): readonly Transaction[] => [
  ...committed.map((done): Transaction => ({ status: 'committed', asked: done, done })),
  ...[...open.values(), ...never].map((asked): Transaction => ({
    status: 'unknown',
    asked,
    done: [],
  })),
]

/** Why the transactions of a run break a condition. */
const explain = async (
  reader: Reader,
  told: readonly ToldInStep[],
  {
    isolation,
    first,
    pace,
  }: { readonly isolation: Isolation; readonly first: unknown; readonly pace: Pace },
): Promise<Explanation | null> => {
  const aborted: Operation[] = []
  const operations = historyOf(reader, told, aborted)
  const conflict = await isolationConflict({ operations, aborted, first }, { isolation, pace })
  if (conflict === null) return null
  return {
    title: isolationTitle(conflict),
    spans: spansOf(conflict.kept, transactionText),
    reasons: isolationReasons(conflict, 'step'),
  }
}
