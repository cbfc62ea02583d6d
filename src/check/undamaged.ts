import { changedBuiltins, damageDone } from '../value/builtins.ts'
import type { ModelError } from '../value/model-error.ts'
import type { Audited } from '../audit/audited.ts'

/** What JavaScript provides: a model that changes it in the course of a check gets no verdict. */
export class Undamaged implements Pick<Audited, 'size' | 'again'> {
  readonly size = 1
  readonly #before = changedBuiltins()

  again(): void {
    const { damage } = this
    if (damage !== null) throw damage
  }

  /** The error for what was changed since the check began; null where nothing was. */
  get damage(): ModelError | null {
    return damageDone(this.#before)
  }
}
