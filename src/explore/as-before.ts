import { ModelError } from '../value/model-error.ts'

/** How far a search was when it went on in another way: done once more, it has to come as far. */
export interface Begun {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
}

/** That the same search does not come as far as before. */
export const notAsBefore = (where: string): ModelError =>
  new ModelError('bad-disk', {
    what: 'The check does not come to the same states as the one that it is to go on from',
    where: [where],
    fix: 'check afresh, with --disk and another folder',
  })

/** @throws ModelError 'bad-disk' where the same search does not come as far as before */
export const insistOnSame = (now: readonly number[], before: readonly number[]): void => {
  if (before.length === now.length && before.every((value, at) => value === now[at])) return
  throw notAsBefore(`${now.join(', ')} now, ${before.join(', ')} before`)
}
