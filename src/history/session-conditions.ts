import type { Behaviour } from './behaviour.ts'
import { isCausal } from './causal.ts'
import type { SessionConditionName } from './condition-names.ts'
import type { Effort } from './effort.ts'
import { readsInOrder, readsOwnWrites, writesFollow, writesInOrder } from './guarantees.ts'
import { isSequential } from './sequential.ts'
import type { Act } from './sessions.ts'

/** A condition on what each client did and saw: what it means when it is broken, and whether it holds of a history. */
interface SessionCondition {
  readonly words: string
  readonly holdsOf: (
    sessions: readonly (readonly Act[])[],
    behaviour: Behaviour,
    effort: Effort,
  ) => boolean
}

/** The conditions that are weaker than linearizability. */
export const sessionConditions: Readonly<Record<SessionConditionName, SessionCondition>> = {
  sequential: {
    words: 'No order of all operations, with those of each client in theirs, gives these results.',
    holdsOf: isSequential,
  },
  causal: {
    words:
      'Whatever led to what, some client sees results that its past does not give in any order of it.',
    holdsOf: isCausal,
  },
  'read-your-writes': {
    words:
      'No copy that all earlier updates of the client have reached, in whatever order, answers so.',
    holdsOf: readsOwnWrites,
  },
  'monotonic-reads': {
    words:
      'No updates that only grow, and stay in their order, give a client these answers one after the other.',
    holdsOf: readsInOrder,
  },
  'monotonic-writes': {
    words: 'No copy that the updates of each client reach in its order answers so.',
    holdsOf: writesInOrder,
  },
  'writes-follow-reads': {
    words: 'No copies that updates reach only after what their clients had seen answer so.',
    holdsOf: writesFollow,
  },
}
