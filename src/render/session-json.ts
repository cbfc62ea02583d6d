import type { SessionAnswer } from '../history/session-answer.ts'
import { schemaVersion, sessionCodec } from './history-codec.ts'
import { conflictDocument } from './history-json.ts'
import type { HistorySubject } from './history-text.ts'

/** The answer on a condition that is weaker than linearizability, as JSON. */
export const sessionJson = (
  { verdict, condition, order, conflict, needed, ended }: SessionAnswer,
  subject: HistorySubject,
): unknown =>
  sessionCodec.encode({
    schemaVersion,
    history: subject.name,
    specification: subject.spec,
    operations: subject.operations,
    condition,
    verdict,
    endedBy: ended,
    order: order?.map(({ lines }) => lines[0]) ?? null,
    conflict: conflict === null ? null : conflictDocument(conflict, needed),
  })
