import type { Behaviour } from './behaviour.ts'
import type { Effort } from './effort.ts'
import type { Act } from './sessions.ts'

/**
 * Whether a history is sequentially consistent (Lamport, How to make a multiprocessor computer that correctly
 * executes multiprocess programs, 1979): whether some order of all operations, in which those of each client
 * stay in theirs, gives these results.
 */
export const isSequential = (
  sessions: readonly (readonly Act[])[],
  behaviour: Behaviour,
  effort: Effort,
): boolean => {
  const seen = new Set<string>()
  const isOrdered = (at: readonly number[], state: number): boolean => {
    const name = `${at.join()} ${state}`
    if (seen.has(name)) return false
    seen.add(name)
    effort.spend()
    const next = sessions.flatMap((acts, session) => acts[at[session] ?? 0] ?? [])
    if (next.length === 0) return true
    return next.some((act) => {
      const after = at.with(act.session, (at[act.session] ?? 0) + 1)
      if (act.isOpen && isOrdered(after, state)) return true
      return behaviour.next(state, act.kind).some((then) => isOrdered(after, then))
    })
  }
  return isOrdered(
    sessions.map(() => 0),
    behaviour.initial,
  )
}
