import { ModelError } from '../value/model-error.ts'

/** So many steps are a matter of seconds: nothing can interrupt an observer. */
const most = 200_000

/** What one question about a history may cost: in the worst case each operation multiplies it. */
export class Effort {
  #spent = 0

  /** @throws ModelError 'too-large' when it is more than that */
  spend(steps = 1): void {
    this.#spent += steps
    if (this.#spent > most) throw tooLarge()
  }
}

/** There is too much to look at. */
export const tooLarge = (): ModelError =>
  new ModelError('too-large', {
    what: 'The operations so far may have gone in too many ways to look at',
    fix: 'let clients ask less, or fewer of them at a time',
  })
