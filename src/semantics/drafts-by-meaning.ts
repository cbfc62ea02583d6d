import type { Immer } from 'immer'
import { brief } from '../value/brief.ts'
import { heldLike } from '../value/by-meaning.ts'
import { ModelError } from '../value/model-error.ts'
import { withoutDrafts } from './drafts.ts'

type Method = (this: Collection, value: unknown, ...rest: readonly unknown[]) => unknown
type Collection = Set<unknown> | Map<unknown, unknown>
type Plain = (this: unknown, ...given: readonly unknown[]) => unknown
type IsOwn = (draft: Collection) => boolean

/**
 * Lets drafts of Sets and Maps find what they hold by meaning, as states do: immer, as JavaScript, finds an object by
 * identity, so that `votes.has({ from: 'a' })` would be false whatever is in there. Its classes are not to be had
 * but from a draft, and belong to all who use immer in the program: other drafts than those of this one stay as they are.
 */
export const findByMeaning = (immer: Immer): void => {
  const probe = immer.createDraft({ set: new Set(), map: new Map() })
  const isOwn = ownDrafts(immer, probe.set)
  amend(probe.set, ['has', 'add', 'delete'], isOwn)
  amend(probe.map, ['has', 'get', 'set', 'delete'], isOwn)
  lendInherited(probe.set, isOwn, (draft, method, given) =>
    Reflect.apply(method, new Set(draft as Set<unknown>), given),
  )
  lendInherited(probe.map, isOwn, (_draft, _method, _given, name) => {
    throw new TypeError(`A Map of a state has no '${name}' in a handler: use has, get and set`)
  })
  immer.finishDraft(probe)
}

/**
 * Mends the methods that a draft's class does not know of: those of JavaScript (`union`, `isSubsetOf`, …; of Maps
 * `getOrInsert`) look at what a draft itself holds, which is nothing, whatever is in the state.
 */
const lendInherited = (
  draft: Collection,
  isOwn: IsOwn,
  call: (draft: Collection, method: Plain, given: readonly unknown[], name: string) => unknown,
): void => {
  const prototype = Object.getPrototypeOf(draft) as object
  const parent = Object.getPrototypeOf(prototype) as object
  for (const [name, { value: method }] of Object.entries(
    Object.getOwnPropertyDescriptors(parent) as Record<string, PropertyDescriptor>,
  )) {
    if (Object.hasOwn(prototype, name) || typeof method !== 'function') continue
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value: function (this: Collection, ...given: readonly unknown[]): unknown {
        const plain = method as Plain
        return isOwn(this) ? call(this, plain, given, name) : Reflect.apply(plain, this, given)
      },
    })
  }
}

const amend = (draft: Collection, names: readonly string[], isOwn: IsOwn): void => {
  const prototype = Object.getPrototypeOf(draft) as Record<string, Method>
  const has = prototype['has'] as Method
  for (const name of names) {
    const own = prototype[name] as Method
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value: function (this: Collection, value: unknown, ...rest: readonly unknown[]): unknown {
        const isObject = typeof value === 'object' && value !== null
        const held =
          isObject && isOwn(this)
            ? heldLike(this.keys(), value, (it) => has.call(this, it) === true)
            : value
        if (isObject && name === 'set' && isOwn(this)) refuseDrafts(held)
        return own.call(this, held, ...rest)
      },
    })
  }
}

/** Immer leaves keys as they are, so that a draft among them would be of no use once the handler has returned. */
const refuseDrafts = (key: unknown): void => {
  if (withoutDrafts(key) === key) return
  throw new ModelError('handler-threw', {
    what: 'A part of the state becomes a key of a Map, where it would go on changing',
    where: [`key ${brief(withoutDrafts(key))}`],
    fix: 'let a copy of it be the key, with copies of its parts: `counts.set({ ...vote }, 1)`',
  })
}

type Inner = Readonly<Record<PropertyKey, unknown>>

const draftState = Symbol.for('immer-state')

/**
 * Tells drafts of an immer from those of others. A draft's state knows the scope that it was made in, and that
 * knows its immer: under which names depends on how immer was built.
 *
 * @param draft one of its own
 */
const ownDrafts = (immer: Immer, draft: Collection): IsOwn => {
  const stateOf = (it: Collection): Inner => Reflect.get(it, draftState) as Inner
  for (const [scopeName, scope] of Object.entries(stateOf(draft))) {
    if (typeof scope !== 'object' || scope === null) continue
    const found = Object.entries(scope).find(([, inner]) => inner === immer)
    if (found === undefined) continue
    return (it) => (stateOf(it)[scopeName] as Inner)[found[0]] === immer
  }
  // An immer that keeps that elsewhere: better all drafts than none.
  return () => true
}
