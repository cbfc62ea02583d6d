import type { HistoryAnswer, ObjectAnswer } from '../history/linearizable.ts'
import type { Operation } from '../history/operation.ts'
import type { Conflict } from '../history/smallest.ts'
import { historyCodec, schemaVersion, type HistoryDocument } from './history-codec.ts'
import type { HistorySubject } from './history-text.ts'

/** The answer on a history as JSON; values that JSON lacks are encoded as in a report. */
export const historyJson = (answer: HistoryAnswer, subject: HistorySubject): unknown =>
  historyCodec.encode({
    schemaVersion,
    history: subject.name,
    specification: subject.spec,
    operations: subject.operations,
    verdict: answer.verdict,
    endedBy: answer.ended,
    objects: answer.objects.map(objectDocument),
  })

type ObjectDocument = HistoryDocument['objects'][number]

const objectDocument = ({ order, conflict, needed, ...rest }: ObjectAnswer): ObjectDocument => ({
  ...rest,
  order: order?.map(({ lines }) => lines[0]) ?? null,
  conflict: conflict === null ? null : conflictDocument(conflict, needed),
})

/** A part that cannot be ordered, with the order that it would need. */
export const conflictDocument = (
  { operations, others, states, isSmallest }: Conflict,
  needed: ObjectAnswer['needed'],
): NonNullable<ObjectDocument['conflict']> => ({
  operations: operations.map(operationDocument),
  leftOut: others.map(({ lines }) => lines[0]),
  beginsInAnyState: states !== null,
  isSmallest,
  needed:
    needed === null || needed === 'none'
      ? needed
      : {
          begins: needed.begins,
          order: needed.order.map(({ lines }) => lines[0]),
          broken: needed.broken.map(({ earlier, later }) => ({
            returned: earlier.lines[1],
            called: later.lines[0],
          })),
        },
})

type OperationDocument = NonNullable<ObjectDocument['conflict']>['operations'][number]

const operationDocument = (it: Operation): OperationDocument => ({
  process: it.process,
  f: it.f,
  key: it.key,
  argument: it.argument,
  ...(it.result === undefined ? {} : { result: it.result }),
  called: it.lines[0],
  returned: it.lines[1],
})
