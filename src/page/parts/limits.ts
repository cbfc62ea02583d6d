/** So many states are looked at in a tab, at most: more do not fit into its memory everywhere. */
export const mostStates = 10_000_000
