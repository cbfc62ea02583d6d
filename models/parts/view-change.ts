import type { Context } from 'netsplit'

/*
 * What replicas of the model viewstamped-replication know and say, how they execute operations, and how they change the
 * view: Barbara Liskov and James Cowling, "Viewstamped Replication Revisited" (2012), figure 2 and section 4.2.
 */

export type Message =
  | { type: 'request' } // client -> replicas
  | { type: 'reply'; view: number; result: number } // primary -> client
  | { type: 'prepare'; view: number; op: number; client: string; commit: number } // primary -> backups
  | { type: 'prepare ok'; view: number; op: number } // and back
  | { type: 'start view change'; view: number } // replica -> replicas
  | ({ type: 'do view change'; normal: number } & Standing) // replica -> next primary
  | ({ type: 'start view' } & Standing) // new primary -> backups
  | { type: 'recovery'; nonce: number; since: number } // replica -> replicas
  | { type: 'recovery response'; nonce: number; view: number; primary: Standing | null } // and back

/** What is in a log, by op-number from 1 on, and how much of it is committed. */
interface Standing {
  view: number
  log: string[]
  commit: number
}

const nothingHeard = () => ({
  /** As primary: up to which op-number each backup has the log. */
  prepared: new Map<string, number>(),
  /** In a view change: who else takes part, and, as the next primary, how far who is. */
  starts: new Set<string>(),
  changes: new Map<string, Standing & { normal: number }>(),
  /** Recovering: what the others say; null: not the primary of its view. */
  responses: new Map<string, { view: number; primary: Standing | null }>(),
})

export interface Replica extends Standing, ReturnType<typeof nothingHeard> {
  status: 'normal' | 'view-change' | 'recovering'
  /** The latest view in which its status was normal. */
  normal: number
  nonce: number
}

export const initial = (): Replica => {
  const first = { view: 0, commit: 0, status: 'normal', normal: 0, nonce: 0 } as const
  return { ...first, log: [], ...nothingHeard() }
}

type Do = Context<Message, 'silence'>

export const primaryOf = (view: number, { group }: Pick<Do, 'group'>): string =>
  group('replica')[view % group('replica').length] ?? ''

/** Of n = 2f + 1 replicas f may be down. */
export const f = ({ others }: Pick<Do, 'others'>): number => Math.floor(others.length / 2)

/** Execute what is committed; the primary tells the clients, each the place of its operation in the log. */
export const execute = (state: Replica, commit: number, context: Do): void => {
  for (let op = state.commit + 1; op <= commit; op += 1) answer(state, op, context)
  state.commit = Math.max(state.commit, commit)
}

export const answer = ({ view, log }: Replica, op: number, { self, send, group }: Do): void => {
  if (primaryOf(view, { group }) !== self) return
  send(log.slice(op - 1, op), { type: 'reply', view, result: op }, { once: true })
}

/** Be normal in a view, with what was found to be its log. */
export const enter = (state: Replica, { view, log, commit }: Standing, context: Do): void => {
  Object.assign(state, { view, log, status: 'normal', normal: view, ...nothingHeard() })
  execute(state, commit, context)
  const primary = primaryOf(view, context)
  if (primary === context.self) return context.clearTimer('silence')
  context.setTimer('silence')
  if (log.length > commit) context.send(primary, { type: 'prepare ok', view, op: log.length })
}

/** Section 4.2, step 1. */
export const startViewChange = (state: Replica, view: number, context: Do, bug: string): void => {
  Object.assign(state, { view, status: 'view-change', ...nothingHeard() })
  context.setTimer('silence')
  context.send(context.others, { type: 'start view change', view })
  if (bug === 'no-start-quorum') doViewChange(state, context, bug)
}

/** Step 2: tell the next primary what is in the log, and from which view. */
export const doViewChange = (state: Replica, context: Do, bug: string): void => {
  const { view, normal, log, commit } = state
  const [next, change] = [primaryOf(view, context), { view, normal, log, commit }]
  if (next !== context.self) return context.send(next, { type: 'do view change', ...change })
  state.changes.set(next, change)
  startView(state, context, bug)
}

/** Step 3: with the logs of f others take the one of the latest view, of these the longest. */
export const startView = (state: Replica, context: Do, bug: string): void => {
  const all = [...state.changes.values()]
  const isEnough = all.length > f(context) || bug === 'no-view-quorum'
  if (!isEnough || !state.changes.has(context.self)) return
  const later = (a: number, b: number): number => (bug === 'longest-log' ? 0 : b - a)
  all.sort((a, b) => later(a.normal, b.normal) || b.log.length - a.log.length)
  const commit = Math.max(...all.map((each) => each.commit))
  const start = { view: state.view, log: all[0]?.log ?? [], commit }
  enter(state, start, context)
  context.send(context.others, { type: 'start view', ...start })
}
