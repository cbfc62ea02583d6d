/** The names of strategies; `mixture` takes turns with the others. */
export const strategyNames = ['uniform', 'pct', 'swarm', 'least-seen'] as const
export type StrategyName = (typeof strategyNames)[number]
