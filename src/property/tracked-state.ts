import { Unchangeable } from '../value/unchangeable.ts'

/** A state that is shown in disguise. */
export interface Shown {
  /** The names of its fields, in order. */
  readonly names: readonly string[]
  has(name: PropertyKey): boolean
  /** The content of a field. That it is read is noted. */
  read(name: string): unknown
}

/** What `util.inspect` asks an object for before it prints it. */
const printer = Symbol.for('nodejs.util.inspect.custom')

/** What every plain object has. */
const bare: object = Object.freeze({})

/** Puts states in disguise, for one who wants to know what is read of them. */
export class Disguises {
  /** Told when a disguise is seen through: what was read then is not known. */
  readonly #onSeen: () => void
  /** Getters by name. Objects that share them are of one kind to V8, which makes them fast. */
  readonly #getters = new Map<string, PropertyDescriptor>()
  readonly #printer: PropertyDescriptor
  /** What objects of getters show. */
  readonly #shown = new WeakMap<object, Shown>()
  /** Behind all proxies. */
  readonly #shadow: object

  /** @param onSeen is told when a disguise is seen through, as by `util.inspect`, which prints what is behind it */
  constructor(onSeen: () => void) {
    this.#onSeen = onSeen
    this.#printer = { get: onSeen, configurable: true }
    this.#shadow = Object.create(tellingPrototype(onSeen)) as object
  }

  /**
   * As an object of getters. What the fields hold cannot be had without calling them; who asks for
   * property descriptors sees that they are getters.
   */
  withGetters(shown: Shown): object {
    const object = {}
    this.#shown.set(object, shown)
    for (const name of shown.names) Object.defineProperty(object, name, this.#getter(name))
    Object.defineProperty(object, printer, this.#printer)
    return Object.freeze(object)
  }

  /**
   * As a proxy. It has the property descriptors of a plain object; but it cannot be cloned
   * (`structuredClone`), and `util.inspect` looks through it, at an object that tells that it does.
   */
  withTraps(shown: Shown): object {
    return new Proxy(this.#shadow, new Traps(shown))
  }

  #getter(name: string): PropertyDescriptor {
    const known = this.#getters.get(name)
    if (known !== undefined) return known
    const onSeen = this.#onSeen
    const all = this.#shown
    const get = function (this: object): unknown {
      const shown = all.get(this)
      // Asked by way of an object that inherits from the state.
      return shown === undefined ? onSeen() : shown.read(name)
    }
    const made = { get, enumerable: true, configurable: true }
    this.#getters.set(name, made)
    return made
  }
}

class Traps extends Unchangeable implements ProxyHandler<object> {
  readonly #shown: Shown

  constructor(shown: Shown) {
    super()
    this.#shown = shown
  }

  get(_: object, key: PropertyKey): unknown {
    return typeof key === 'string' && this.#shown.has(key)
      ? this.#shown.read(key)
      : (Reflect.get(bare, key) as unknown)
  }

  getOwnPropertyDescriptor(_: object, key: PropertyKey): PropertyDescriptor | undefined {
    if (typeof key !== 'string' || !this.#shown.has(key)) return undefined
    // A proxy may not claim what is not true of its target, which can be changed.
    return { value: this.#shown.read(key), writable: false, enumerable: true, configurable: true }
  }

  has(_: object, key: PropertyKey): boolean {
    return this.#shown.has(key) || Reflect.has(bare, key)
  }

  ownKeys(): string[] {
    return [...this.#shown.names]
  }

  getPrototypeOf(): object {
    return Object.prototype
  }
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
