import type { Change, NodeSnapshot, ObserverSnapshot, TraceStep } from './trace.ts'

/** What an observer is called where it stands among nodes: as properties see it. */
const nameOf = (observer: string): string => `observed.${observer}`

/** Nodes, and behind them the observers: for whoever shows a moment, they look the same. */
export const withObservers = ({
  nodes,
  observed = [],
}: {
  readonly nodes: readonly NodeSnapshot[]
  readonly observed?: readonly ObserverSnapshot[]
}): readonly NodeSnapshot[] => [
  ...nodes,
  ...observed.map(({ observer, state }) => ({
    node: nameOf(observer),
    up: true,
    state,
    timers: [],
  })),
]

/** What a step changed in what observers know, as changes of nodes of that name. */
export const observedChanges = ({ observed = [] }: TraceStep): readonly Change[] =>
  observed.map(({ observer, ...change }) => ({ node: nameOf(observer), ...change }))
