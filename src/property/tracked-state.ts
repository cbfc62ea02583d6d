type Fields = Readonly<Record<string, unknown>>

/** What is told of a state in disguise. */
export interface Listener {
  /** What is told each time that a field is read. */
  readonly onField: (name: string) => () => void
  /** The state is printed (`util.inspect`), which looks past disguises. */
  readonly onPrint: () => void
}

/** What `util.inspect` asks an object for before it prints it. */
const printer = Symbol.for('nodejs.util.inspect.custom')

/**
 * A state in disguise, as an object of getters. What the fields hold cannot be had without calling
 * them; who asks for property descriptors sees that they are getters.
 */
export const withGetters = (state: Fields, { onField, onPrint }: Listener): Fields =>
  Object.freeze(gettersOf({}, state, onField, onPrint))

/**
 * A state in disguise, as a proxy. It has the property descriptors of a plain object; but it cannot
 * be cloned (`structuredClone`), and `util.inspect` looks through it, at an object of getters which
 * tells that it does.
 */
export const withTraps = (state: Fields, { onField, onPrint }: Listener): Fields => {
  const shadow = Object.create(tellingPrototype(onPrint)) as object
  const fields = new Map<PropertyKey, () => void>()
  for (const name of Object.keys(state)) fields.set(name, onField(name))
  return new Proxy(gettersOf(shadow, state, onField, onPrint), {
    get: (_, key) => {
      fields.get(key)?.()
      return Reflect.get(state, key) as unknown
    },
    getOwnPropertyDescriptor: (_, key) => {
      fields.get(key)?.()
      const descriptor = Reflect.getOwnPropertyDescriptor(state, key)
      // A proxy may not claim what is not true of its target, which can be changed.
      return descriptor && { ...descriptor, configurable: true }
    },
    has: (_, key) => Reflect.has(state, key),
    ownKeys: () => Reflect.ownKeys(state),
    getPrototypeOf: () => Object.prototype,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
    preventExtensions: () => false,
    setPrototypeOf: () => false,
  })
}

/** Adds the getters of a state's fields to an object, and one that tells that it is printed. */
const gettersOf = (
  object: object,
  state: Fields,
  onField: Listener['onField'],
  onPrint: Listener['onPrint'],
): Fields => {
  for (const name of Object.keys(state)) {
    const tell = onField(name)
    const get = (): unknown => {
      tell()
      return state[name]
    }
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true })
  }
  Object.defineProperty(object, printer, { get: onPrint, configurable: true })
  return object as Fields
}

/** A prototype that tells when it is looked at, as `util.inspect` does to find a class's name. */
const tellingPrototype = (onLook: () => void): object =>
  new Proxy(Object.prototype, {
    get: (target, key) => {
      onLook()
      return Reflect.get(target, key) as unknown
    },
    getOwnPropertyDescriptor: (target, key) => {
      onLook()
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
