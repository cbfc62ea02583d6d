import type { HistoryAnswer, ObjectAnswer } from '../history/linearizable.ts'
import type { Operation } from '../history/operation.ts'
import { encodeValue } from './encode-value.ts'
import type { HistorySubject } from './history-text.ts'

/** The version of the shape of {@link historyJson}. */
const schemaVersion = 1

/** The answer on a history as JSON; values that JSON lacks are encoded as in a report. */
export const historyJson = (answer: HistoryAnswer, subject: HistorySubject): unknown => ({
  schemaVersion,
  history: subject.name,
  specification: subject.spec,
  operations: subject.operations,
  verdict: answer.verdict,
  endedBy: answer.ended,
  objects: answer.objects.map(objectJson),
})

const objectJson = ({ key, verdict, order, conflict, needed, ...rest }: ObjectAnswer): unknown => ({
  key: encodeValue(key),
  verdict,
  operations: rest.operations,
  configurations: rest.configurations,
  order: order?.map(({ lines }) => lines[0]) ?? null,
  conflict:
    conflict === null
      ? null
      : {
          operations: conflict.operations.map(operationJson),
          leftOut: conflict.others.map(({ lines }) => lines[0]),
          beginsInAnyState: conflict.states !== null,
          isSmallest: conflict.isSmallest,
          needed:
            needed === null || needed === 'none'
              ? needed
              : {
                  begins: encodeValue(needed.begins),
                  order: needed.order.map(({ lines }) => lines[0]),
                  broken: needed.broken.map(({ earlier, later }) => ({
                    returned: earlier.lines[1],
                    called: later.lines[0],
                  })),
                },
        },
})

const operationJson = ({ process, f, key, argument, result, lines }: Operation): unknown => ({
  process,
  f,
  key: encodeValue(key),
  argument: encodeValue(argument),
  ...(result === undefined ? {} : { result: encodeValue(result) }),
  called: lines[0],
  returned: lines[1],
})
