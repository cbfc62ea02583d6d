import type { Explanation, ToldInStep } from '../model/explanation.ts'
import type { Pace } from '../pace/pace.ts'
import { conflictReasons, conflictTitle, operationText } from './conflict-words.ts'
import { linearizable } from './linearizable.ts'
import type { Operation } from './operation.ts'
import { nameOf, type Reader } from './reading.ts'
import type { Specification } from './specification.ts'

/** A longer history is not made smaller: a run that a person reads has fewer operations. */
const mostOperations = 200

/** Why the operations of a run are not linearizable; null where they are. */
export const explain = async (
  spec: Specification,
  reader: Reader,
  told: readonly ToldInStep[],
  pace: Pace,
): Promise<Explanation | null> => {
  const history = historyOf(reader, told)
  if (history.length > mostOperations) return null
  const { objects } = await linearizable(history, spec, { pace })
  const broken = objects.find(({ verdict }) => verdict === 'violated')
  if (broken === undefined || broken.conflict === null) return null
  const { conflict, needed } = broken
  return {
    title: conflictTitle(conflict),
    spans: spansOf(conflict.operations, operationText),
    reasons: conflictReasons(conflict, needed, 'step'),
  }
}

/** Operations of a run, whose lines are steps, on its time line. */
export const spansOf = <Told extends Operation>(
  operations: readonly Told[],
  textOf: (operation: Told) => string,
): Explanation['spans'] =>
  operations.map((each) => ({
    node: String(each.process),
    what: textOf(each),
    from: each.lines[0],
    to: each.lines[1],
  }))

/**
 * What is told of operations, as a recorded history: its lines are steps.
 *
 * @param undone where those go that have not happened
 */
export const historyOf = (
  reader: Reader,
  told: readonly ToldInStep[],
  undone: Operation[] = [],
): readonly Operation[] => {
  const done: Operation[] = []
  const open = new Map<string, Operation>()
  const close = (name: string): void => {
    const operation = open.get(name)
    if (operation !== undefined) done.push(operation)
    open.delete(name)
  }
  for (const [at, { step, told: each }] of told.entries()) {
    if (each.kind !== 'invoke' && each.kind !== 'return') continue
    const name = nameOf(each)
    if (each.kind === 'invoke') {
      close(name)
      const call = reader.call(each)
      if (call === null) continue
      const never = { result: undefined, returned: null, lines: [step, null] } as const
      open.set(name, { process: each.node, ...call, ...never, invoked: at })
      continue
    }
    const operation = open.get(name)
    if (operation === undefined) continue
    const end = reader.end(each, operation)
    const lines = [operation.lines[0], step] as const
    if (end.kind === 'failed') {
      open.delete(name)
      undone.push({ ...operation, returned: at, lines })
    }
    if (end.kind !== 'ok') continue
    open.set(name, { ...operation, result: end.result, returned: at, lines })
    close(name)
  }
  for (const name of open.keys()) close(name)
  return done.toSorted((a, b) => a.invoked - b.invoked)
}
