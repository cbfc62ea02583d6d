import { ModelError } from './model-error.ts'

/*
 * What JavaScript provides, as it was when netsplit was loaded. A model runs in the same program, and
 * can damage what netsplit stands on: `Array.prototype.map = …`.
 */

// None of this may go through what it is to judge.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } =
  Reflect

interface Builtin {
  readonly name: string
  readonly owner: object
  readonly key: PropertyKey
  readonly own: PropertyDescriptor
}

const constructors = {
  Object,
  Array,
  String,
  Number,
  BigInt,
  Symbol,
  Map,
  Set,
  WeakMap,
  Promise,
  RegExp,
  Proxy,
  Int32Array,
  Uint8Array,
  Float64Array,
}

/** Functions and getters; what a clock shows, or a test fakes, is none of them. */
const builtinsOf = (name: string, owner: object): readonly Builtin[] =>
  ownKeys(owner).flatMap((key) => {
    const own = getOwnPropertyDescriptor(owner, key)
    const isOne = typeof own?.value === 'function' || own?.get !== undefined
    return own !== undefined && isOne
      ? [
          {
            name: `${name}${typeof key === 'symbol' ? `[${key.description ?? ''}]` : `.${key}`}`,
            owner,
            key,
            own,
          },
        ]
      : []
  })

const prototypeOf = (object: object): object => getPrototypeOf(object) ?? object

const builtins: readonly Builtin[] = [
  ...Object.keys(constructors).map((key): Builtin => {
    const own = getOwnPropertyDescriptor(globalThis, key) ?? {}
    return { name: key, owner: globalThis, key, own }
  }),
  ...Object.entries(constructors).flatMap(([name, one]) => [
    ...builtinsOf(name, one),
    ...('prototype' in one ? builtinsOf(`${name}.prototype`, one.prototype) : []),
  ]),
  ...builtinsOf('Function.prototype', Function.prototype),
  ...builtinsOf('TypedArray.prototype', prototypeOf(Int32Array.prototype)),
  ...builtinsOf('the iterators of arrays', prototypeOf([].values())),
  ...builtinsOf('the iterators of Maps', prototypeOf(new Map().values())),
  ...builtinsOf('Math', Math),
  ...builtinsOf('JSON', JSON),
  ...builtinsOf('Reflect', Reflect),
]

/** Where a field that is added hides what is inherited, or is read out of property descriptors. */
const closed: readonly { name: string; owner: object; keys: readonly PropertyKey[] }[] = [
  { name: 'Object.prototype', owner: Object.prototype },
  { name: 'Int32Array.prototype', owner: Int32Array.prototype },
  { name: 'Uint8Array.prototype', owner: Uint8Array.prototype },
  { name: 'Float64Array.prototype', owner: Float64Array.prototype },
].map(({ name, owner }) => ({ name, owner, keys: ownKeys(owner) }))

/** The names of what is not as it was when netsplit was loaded. */
export const changedBuiltins = (): readonly string[] => {
  const changed: string[] = []
  for (let at = 0; at < builtins.length; at++) {
    const { name, owner, key, own } = builtins[at] as Builtin
    const now = getOwnPropertyDescriptor(owner, key)
    if (now === undefined || now.value !== own.value || now.get !== own.get) {
      changed[changed.length] = name
    }
  }
  for (let at = 0; at < closed.length; at++) {
    const { name, owner, keys } = closed[at] as (typeof closed)[number]
    if (ownKeys(owner).length > keys.length) changed[changed.length] = `the fields of ${name}`
  }
  return changed
}

/** Puts back what was changed: without it nobody could tell of it. */
const restore = (): void => {
  for (let at = 0; at < builtins.length; at++) {
    const { owner, key, own } = builtins[at] as Builtin
    const now = getOwnPropertyDescriptor(owner, key)
    if (now?.value !== own.value || now?.get !== own.get) defineProperty(owner, key, own)
  }
  for (let at = 0; at < closed.length; at++) {
    const { owner, keys } = closed[at] as (typeof closed)[number]
    const now = ownKeys(owner)
    for (let key = 0; key < now.length; key++) {
      let isOld = false
      for (let old = 0; old < keys.length; old++) if (keys[old] === now[key]) isOld = true
      if (!isOld) deleteProperty(owner, now[key] as PropertyKey)
    }
  }
}

/**
 * The error for a model that has damaged what JavaScript provides, which is put back; null where nothing
 * was changed.
 *
 * @param before what had been changed before the model ran, which is not its doing
 */
export const damageDone = (before: readonly string[] = []): ModelError | null => {
  const changed = changedBuiltins()
  if (changed.length <= before.length) return null
  restore()
  const names = changed.filter((name) => !before.includes(name))
  const more = names.length > mostNamed ? ', …' : ''
  return new ModelError('not-pure', {
    what: `The model changes what JavaScript provides: ${names.slice(0, mostNamed).join(', ')}${more}`,
    fix: 'leave it as it is: netsplit runs in the same program',
  })
}

/** So many names are told. */
const mostNamed = 3
