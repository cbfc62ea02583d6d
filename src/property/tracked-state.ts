type Fields = Readonly<Record<string, unknown>>

/**
 * A state that tells which of its fields are read: an object of getters. What the fields hold
 * cannot be had without calling them. It differs from a plain object for those who ask for property
 * descriptors.
 */
export const withGetters = (state: Fields, onRead: (name: string) => void): Fields => {
  const object = {}
  for (const name of Object.keys(state)) {
    const get = (): unknown => {
      onRead(name)
      return state[name]
    }
    Object.defineProperty(object, name, { get, enumerable: true })
  }
  return Object.freeze(object)
}

/**
 * A state that tells which of its fields are read: a proxy. It looks like a plain object, also to
 * those who ask for property descriptors; but a structured clone refuses it, and `util.inspect`
 * looks through it.
 */
export const withTraps = (state: Fields, onRead: (name: string) => void): Fields =>
  new Proxy(state, {
    get: (target, key) => {
      if (typeof key === 'string' && Object.hasOwn(target, key)) onRead(key)
      return Reflect.get(target, key) as unknown
    },
    getOwnPropertyDescriptor: (target, key) => {
      if (typeof key === 'string' && Object.hasOwn(target, key)) onRead(key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })

// Not imported: a browser has no such module, and prints nothing into strings.
const util = globalThis.process?.getBuiltinModule('node:util')

/** Runs something while whoever prints an object (`util.inspect`, `util.format`) calls getters. */
export const inspectingGetters = <Result>(run: () => Result): Result => {
  if (util === undefined) return run()
  const { defaultOptions } = util.inspect
  const { getters = false } = defaultOptions
  defaultOptions.getters = true
  try {
    return run()
  } finally {
    defaultOptions.getters = getters
  }
}
