import type { Behaviour } from './behaviour.ts'
import type { Effort } from './effort.ts'
import type { Act } from './sessions.ts'

/** What a client may have known when it did something: operations as bits, itself left out. */
type Pasts = ReadonlyMap<number, number>

/**
 * Whether a history is causally consistent (Perrin, Mostéfaoui and Jard, Causal consistency: beyond memory, 2016;
 * of registers with different values Ahamad's causal memory, 1995): whether there is an order of what could have
 * led to what, which contains that of each client, so that each operation gives what it gives after its past,
 * in some order of that in which the client's own operations gave what they gave.
 */
export const isCausal = (
  sessions: readonly (readonly Act[])[],
  behaviour: Behaviour,
  effort: Effort,
): boolean => {
  const acts = sessions.flat()
  const isGiven = (act: Act, past: number, pasts: Pasts): boolean => {
    const inPast = acts.filter(({ bit }) => (past & bit) !== 0)
    return gives(act, inPast, pasts, { behaviour, effort })
  }
  const seen = new Set<string>()
  const isExplained = (at: readonly number[], pasts: Pasts): boolean => {
    const name = [...pasts]
      .toSorted(([a], [b]) => a - b)
      .map((each) => each.join('<'))
      .join()
    if (seen.has(`${at.join()} ${name}`)) return false
    seen.add(`${at.join()} ${name}`)
    effort.spend()
    const next = sessions.flatMap((all, session) => all[at[session] ?? 0] ?? [])
    // What gives nothing that is known need not have known more than its client did: then it asks for least.
    const easy = next.find(({ isSeen }) => !isSeen)
    if (easy === undefined && next.length === 0) return true
    return (easy === undefined ? next : [easy]).some((act) => {
      const after = at.with(act.session, (at[act.session] ?? 0) + 1)
      if (act.isOpen && act.isReadOnly) return isExplained(after, pasts)
      if (act.isOpen && isExplained(after, pasts)) return true
      const known = ownPast(act, acts, pasts)
      if (!act.isSeen) return isExplained(after, new Map(pasts).set(act.bit, known))
      return pastsFrom(known, acts, pasts, effort)
        .filter((past) => isGiven(act, past, pasts))
        .some((past) => isExplained(after, new Map(pasts).set(act.bit, past)))
    })
  }
  return isExplained(
    sessions.map(() => 0),
    new Map(),
  )
}

/** What its client has done before, and what had led to that. */
const ownPast = ({ session, bit }: Act, acts: readonly Act[], pasts: Pasts): number =>
  acts
    .filter((each) => each.session === session && each.bit < bit && pasts.has(each.bit))
    .reduce((past, each) => past | each.bit | (pasts.get(each.bit) ?? 0), 0)

/** What the past may be: what is known anyway, and updates of others with theirs. */
const pastsFrom = (
  known: number,
  acts: readonly Act[],
  pasts: Pasts,
  effort: Effort,
): readonly number[] => {
  const all = new Set([known])
  for (const { bit, isReadOnly } of acts) {
    const past = pasts.get(bit)
    if (past === undefined || isReadOnly || (known & bit) !== 0) continue
    // What is added meanwhile has this update already.
    for (const each of all) {
      effort.spend()
      all.add(each | bit | past)
    }
  }
  return [...all]
}

/** Whether an operation may give what it gave after a past, if its client's own gave what they gave. */
const gives = (
  act: Act,
  inPast: readonly Act[],
  pasts: Pasts,
  { behaviour, effort }: { readonly behaviour: Behaviour; readonly effort: Effort },
): boolean => {
  const past = inPast.reduce((bits, { bit }) => bits | bit, 0)
  const seen = new Set<string>()
  const isOrdered = (done: number, state: number): boolean => {
    if (done === past) return behaviour.next(state, act.kind).length > 0
    const name = `${done} ${state}`
    if (seen.has(name)) return false
    seen.add(name)
    effort.spend()
    return inPast.some(({ bit, session, kind, effect }) => {
      const before = (pasts.get(bit) ?? 0) & past
      if ((done & bit) !== 0 || (before & ~done) !== 0) return false
      const what = session === act.session ? kind : effect
      return behaviour.next(state, what).some((then) => isOrdered(done | bit, then))
    })
  }
  return isOrdered(0, behaviour.initial)
}
