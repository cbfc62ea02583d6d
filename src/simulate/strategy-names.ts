/** The names of strategies that `mixture` takes turns with before walks go back. */
export const mixedNames = ['uniform', 'pct', 'swarm', 'least-seen'] as const
/** The names of strategies. */
export const strategyNames = [...mixedNames, 'returning'] as const
export type StrategyName = (typeof strategyNames)[number]
