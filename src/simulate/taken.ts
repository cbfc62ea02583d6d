/** A step of a walk: its label, and of the steps with that label the how manieth it was. */
export interface Taken {
  readonly label: number
  readonly ordinal: number
}

/** The steps of a walk up to one of them: walks that go back share the way. */
export interface Way {
  readonly taken: Taken
  /** The steps before; null where there are none. */
  readonly before: Way | null
  /** How many steps there are. */
  readonly length: number
}

/** The steps of a way, in order. */
export const stepsOf = (way: Way | null): readonly Taken[] => {
  const steps: Taken[] = []
  for (let at = way; at !== null; at = at.before) steps.push(at.taken)
  return steps.toReversed()
}
