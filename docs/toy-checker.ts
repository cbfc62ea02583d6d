/*
 * A whole model checker in a page, for whoever wants to read netsplit's source: it lists every state
 * that a system of nodes and messages can reach, breadth first, and shows a shortest run to a bad one.
 * It is right and slow. What the real one does more at each place, and where, is marked ▸.
 * test/toy-checker.test.ts runs it on bundled models: it finds as many states, and runs as short.
 */

/** Plain data. ▸ Any plain data, with Sets and Maps, in one canonical form: src/value. */
export type Data =
  | null
  | boolean
  | number
  | string
  | readonly Data[]
  | { readonly [key: string]: Data }

export interface Mail {
  readonly from: string
  readonly to: string
  readonly message: Data
}

/** What one step of a node comes to. ▸ Timers, choices: src/semantics/effects.ts. */
export interface Effect {
  readonly state: Data
  readonly sends: readonly Mail[]
}

/** What a node is. ▸ Handlers that change drafts, typed by role: src/model/role.ts. */
export interface Node {
  readonly start: Effect
  readonly receive: (state: Data, mail: Mail) => Effect
  /** The steps that it can take by itself. */
  readonly internal: (state: Data) => readonly Effect[]
}

export type Nodes = Readonly<Record<string, Node>>

/** A moment of a run. ▸ The cut in place, crashed nodes, budgets of faults: src/semantics/global-state.ts. */
export interface State {
  readonly nodes: Readonly<Record<string, Data>>
  /** A bag: each message is delivered once at most, in any order. ▸ Queues, sets, loss: src/model/network.ts. */
  readonly inFlight: readonly Mail[]
}

const initial = (nodes: Nodes): State => ({
  nodes: Object.fromEntries(Object.entries(nodes).map(([id, { start }]) => [id, start.state])),
  inFlight: Object.values(nodes).flatMap(({ start }) => start.sends),
})

/**
 * Everything that can happen next: each delivery, each step of a node's own. ▸ Faults, partitions,
 * timers: src/semantics/actions.ts. A step depends on one node and one event, so that the real one
 * runs each only once and goes on in integers: src/compile.
 */
const successors = (nodes: Nodes, { nodes: states, inFlight }: State): readonly State[] => {
  const after = (id: string, { state, sends }: Effect, rest: readonly Mail[]): State => ({
    nodes: { ...states, [id]: state },
    inFlight: [...rest, ...sends],
  })
  const deliveries = inFlight.flatMap((mail, index) => {
    const effect = nodes[mail.to]?.receive(states[mail.to] ?? null, mail)
    return effect === undefined ? [] : [after(mail.to, effect, inFlight.toSpliced(index, 1))]
  })
  const steps = Object.entries(nodes).flatMap(([id, node]) =>
    node.internal(states[id] ?? null).map((effect) => after(id, effect, inFlight)),
  )
  return [...deliveries, ...steps]
}

/** Equal states, equal keys. ▸ Ids of one component each, packed into a few words: src/store. */
const keyOf = ({ nodes, inFlight }: State): string =>
  JSON.stringify([
    sorted(nodes),
    inFlight.map((mail) => JSON.stringify(sorted({ ...mail }))).toSorted(),
  ])

/** Data with the keys of its objects in order, so that their order tells nothing. */
const sorted = (data: Data): Data => {
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map(sorted)
  const entries = Object.entries(data).map(([key, value]): [string, Data] => [key, sorted(value)])
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** What was found: whether no reachable state is bad; if one is, a shortest run to it. */
export interface Finding {
  readonly holds: boolean
  readonly run: readonly State[]
  readonly distinct: number
}

/**
 * The search. ▸ The same loop on integers: src/explore/search.ts. Properties: src/property. Limits, as
 * a search need not end. A run is replayed before anybody sees it: src/trace/replay.ts. Infinite runs
 * are cycles in the graph of these states: src/property/liveness.ts.
 */
export const check = (nodes: Nodes, isBad: (state: State) => boolean): Finding => {
  const start = initial(nodes)
  /** Each state found, with the one from which it was found. ▸ 6 bytes: src/explore/ancestry.ts. */
  const from = new Map<string, State | null>([[keyOf(start), null]])
  const queue = [start]
  let bad: State | null = null
  // What joins the queue behind is met in turn: first all states one step away, then all two away.
  for (const state of queue) {
    if (bad === null && isBad(state)) bad = state
    for (const next of successors(nodes, state)) {
      const key = keyOf(next)
      // ▸ States that differ in what nobody can see are one: src/compile/reductions.ts.
      if (from.has(key)) continue
      from.set(key, state)
      queue.push(next)
    }
  }
  const run: State[] = []
  for (let state = bad; state !== null; state = from.get(keyOf(state)) ?? null) run.unshift(state)
  return { holds: bad === null, run, distinct: queue.length }
}
