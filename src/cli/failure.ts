import { ModelErrorInRun } from '../check.ts'
import { damageDone } from '../value/builtins.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown, isInstance, stackLines } from '../value/thrown.ts'
import type { Message } from './engine-messages.ts'
import { isTheirs, thrownBy } from './load-errors.ts'

/** What ends a job without a report, as a message. */
export type Failure = Extract<Message, { readonly kind: 'mistake' | 'out-of-memory' | 'bug' }>

/** An error of a job as a message. */
export const failure = (error: unknown, model: string): Failure => {
  if (isInstance(error, ModelError)) {
    const { code, what, where, fix } = error
    const trace = error instanceof ModelErrorInRun ? error.trace : null
    return { kind: 'mistake', mistake: { code, what, where, fix, trace } }
  }
  const damage = damageDone()
  if (damage !== null) return failure(damage.at(model), model)
  // What typed arrays throw when the system has no more memory to give.
  const isMemory = /Array buffer allocation failed/.test(describeThrown(error))
  if (isMemory) return { kind: 'out-of-memory' }
  if (isTheirs(error)) return failure(thrownBy(error, model), model)
  return { kind: 'bug', stack: stackLines(error).join('\n') }
}
