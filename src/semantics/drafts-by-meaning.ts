import type { Immer } from 'immer'
import { heldLike } from '../value/by-meaning.ts'

type Method = (this: Collection, value: unknown, ...rest: readonly unknown[]) => unknown
type Collection = Set<unknown> | Map<unknown, unknown>

/**
 * Lets drafts of Sets and Maps find what they hold by meaning, as states do: immer, as JavaScript, finds an object by
 * identity, so that `votes.has({ from: 'a' })` would be false whatever is in there. Its classes are not to be had
 * but from a draft.
 */
export const findByMeaning = (immer: Immer): void => {
  const probe = immer.createDraft({ set: new Set(), map: new Map() })
  amend(probe.set, ['has', 'add', 'delete'])
  amend(probe.map, ['has', 'get', 'set', 'delete'])
  immer.finishDraft(probe)
}

const amend = (draft: Collection, names: readonly string[]): void => {
  const prototype = Object.getPrototypeOf(draft) as Record<string, Method>
  const has = prototype['has'] as Method
  for (const name of names) {
    const own = prototype[name] as Method
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value: function (this: Collection, value: unknown, ...rest: readonly unknown[]): unknown {
        const isObject = typeof value === 'object' && value !== null
        const held = isObject
          ? heldLike(this.keys(), value, (it) => has.call(this, it) === true)
          : value
        return own.call(this, held, ...rest)
      },
    })
  }
}
