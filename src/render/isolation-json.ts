import type { IsolationAnswer } from '../history/isolation-answer.ts'
import type { IsolationConflict } from '../history/isolation-conflict.ts'
import { isolationCodec, schemaVersion, type IsolationDocument } from './history-codec.ts'
import type { HistorySubject } from './history-text.ts'

/** What is said of a history of transactions, as JSON. */
export const isolationJson = (
  { verdict, isolation, weaker, conflict, ended }: IsolationAnswer,
  subject: HistorySubject,
): unknown =>
  isolationCodec.encode({
    schemaVersion,
    history: subject.name,
    specification: subject.spec,
    transactions: subject.operations,
    condition: isolation,
    verdict,
    weaker,
    endedBy: ended,
    conflict: conflict === null ? null : conflictDocument(conflict),
  })

const conflictDocument = ({
  anomaly,
  kept,
  all,
  isSmallest,
}: IsolationConflict): IsolationDocument['conflict'] => {
  const lineOf = (at: number): number | null => all[at]?.lines[0] ?? null
  return {
    anomaly: anomaly.name,
    alias: anomaly.alias,
    transactions: kept.map(({ lines }) => lines[0]),
    isSmallest,
    read:
      anomaly.read === null
        ? null
        : {
            transaction: lineOf(anomaly.read.reader),
            key: anomaly.read.key,
            value: anomaly.read.value,
          },
    cycle: anomaly.cycle.map(({ from, to, kind, key }) => ({
      from: lineOf(from),
      to: lineOf(to),
      kind,
      key,
    })),
    versions: anomaly.orders.map(({ key, versions }) => ({
      key,
      order: versions.map(({ value }) => value),
    })),
  }
}
