/**
 * Thrown where a run does not lead where it led before: the model is not pure, though it is not known
 * yet which part of it.
 */
export class Astray extends Error {
  /** What was, and what is, in words. */
  readonly where: readonly string[]

  constructor(...where: readonly string[]) {
    super(where.join('; '))
    this.where = where
  }
}
