/**
 * An instance of a model's code: finds in it the part (a handler, a predicate, a table of such) that
 * stands where the given one stands in the instance that was checked.
 */
export type Instance = <Part>(part: Part) => Part

/** The instance that was checked. */
export const itself: Instance = (part) => part
