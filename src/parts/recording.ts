import { keyAt, partAt, type Divided, type Shape } from './shape.ts'

/** What is told of a state that somebody works with. */
export interface Listener {
  /** A component is read; told again each time. */
  readonly onRead: (component: number) => void
  /** A component is written, whatever with. Of those that were read, this need not be told. */
  readonly onWrite: (component: number) => void
  /** It is printed (`util.inspect`), which looks past disguises. */
  readonly onPrint: () => void
  /** Called whenever somebody looks: it may throw. */
  readonly onLook: () => void
}

/** A divided part of a state: what is behind its proxy. */
interface Cell {
  readonly shape: Divided
  readonly raw: object
  readonly proxy: object
  /** The cells of its parts, as far as somebody has them. */
  readonly inner: (Cell | undefined)[]
  /** Which parts have been written, so that what they hold now comes from whoever wrote it. */
  readonly written: boolean[]
  /** Which components somebody has, who may have changed what is in them. */
  readonly handed: boolean[]
  /** Whether all of it counts as read: then nothing that is done with it need be told. */
  isOpen: boolean
}

/** What `util.inspect` asks an object for before it prints it. */
export const printer = Symbol.for('nodejs.util.inspect.custom')

/** Symbols whose meaning is that of the class, whatever is in the object. */
const ofClass: ReadonlySet<PropertyKey> = new Set([
  Symbol.iterator,
  Symbol.toPrimitive,
  Symbol.toStringTag,
  Symbol.isConcatSpreadable,
  Symbol.unscopables,
])

/**
 * A state in disguise, for one run of user code: proxies around the divided parts of a state (or of a
 * draft of one), which tell which components are read and written. What is behind a component is handed
 * out as it is.
 *
 * Whatever cannot be told apart counts as reading: of a part that is looked at in an odd way, or is put
 * anywhere else, all components count as read. Then it does not matter what happens to it: it comes of
 * what was read.
 */
export class Recording {
  /** What user code is given. */
  readonly given: unknown
  readonly #listener: Listener
  readonly #root: Cell | null
  readonly #shape: Shape
  readonly #byRaw = new WeakMap<object, Cell>()
  readonly #byProxy = new WeakMap<object, Cell>()

  constructor(shape: Shape, state: unknown, listener: Listener) {
    this.#listener = listener
    this.#shape = shape
    this.#root = shape.kind === 'whole' ? null : this.#cellOf(shape, state as object)
    this.given = this.#root === null ? state : this.#root.proxy
    if (this.#root === null) listener.onRead(shape.from)
  }

  /**
   * What a handler leaves or returns, without proxies.
   *
   * @param returned what it returned; undefined where the draft is its result
   */
  settle(returned: unknown): unknown {
    const seen = new Set<object>()
    const root = this.#root
    if (returned === undefined || root === null) {
      if (root !== null) this.#settleCell(root, seen)
      return returned
    }
    if (returned === root.proxy) {
      this.#settleCell(root, seen)
      return root.raw
    }
    this.#readWritten(root)
    for (let component = 0; component < this.#shape.to; component++) {
      this.#listener.onWrite(component)
    }
    return this.#strip(returned, seen)
  }

  /**
   * What is written counts as read. Whoever returns a new state must not have changed the draft, and it
   * depends on what was there before whether writing to it is a change.
   */
  #readWritten({ shape, inner, written }: Cell): void {
    for (const [index, part] of shape.parts.entries()) {
      const own = inner[index]
      if (written[index] === true) {
        for (let component = part.from; component < part.to; component++) {
          this.#listener.onRead(component)
        }
      } else if (own !== undefined) this.#readWritten(own)
    }
  }

  #settleCell(cell: Cell, seen: Set<object>): void {
    const { shape, raw, inner, written, handed, isOpen } = cell
    if (isOpen) {
      this.#strip(raw, seen)
      return
    }
    if (seen.has(raw)) return
    seen.add(raw)
    for (const [index, part] of shape.parts.entries()) {
      const own = inner[index]
      if (written[index] === true || handed[index] === true) {
        this.#stripAt(raw, keyAt(shape, index), seen)
      } else if (part.kind !== 'whole' && own !== undefined) this.#settleCell(own, seen)
    }
  }

  /** Replaces proxies in what a value holds by what is behind them. @returns the value without its own */
  #strip(value: unknown, seen: Set<object>): unknown {
    if (typeof value !== 'object' || value === null) return value
    const cell = this.#byProxy.get(value)
    if (cell !== undefined) {
      this.#open(cell)
      return this.#strip(cell.raw, seen)
    }
    if (seen.has(value)) return value
    seen.add(value)
    if (value instanceof Map) this.#stripMap(value, seen)
    else if (value instanceof Set) this.#stripSet(value, seen)
    else for (const key of Object.keys(value)) this.#stripAt(value, key, seen)
    return value
  }

  #stripAt(whole: object, key: string | number, seen: Set<object>): void {
    const part: unknown = Reflect.get(whole, key)
    const stripped = this.#strip(part, seen)
    if (stripped !== part && !Reflect.set(whole, key, stripped)) throw new StillDisguised()
  }

  #stripMap(map: Map<unknown, unknown>, seen: Set<object>): void {
    for (const [key, part] of map) {
      const stripped = this.#strip(part, seen)
      if (this.#strip(key, seen) !== key) throw new StillDisguised()
      if (stripped !== part) map.set(key, stripped)
    }
  }

  #stripSet(set: Set<unknown>, seen: Set<object>): void {
    for (const part of set) if (this.#strip(part, seen) !== part) throw new StillDisguised()
  }

  /** From now on all of a part counts as read. */
  #open(cell: Cell): void {
    if (cell.isOpen) return
    cell.isOpen = true
    for (let component = cell.shape.from; component < cell.shape.to; component++) {
      this.#listener.onRead(component)
    }
  }

  #cellOf(shape: Divided, raw: object): Cell {
    const known = this.#byRaw.get(raw)
    if (known !== undefined) return known
    const shadow = shadowOf(shape, () => this.#listener.onPrint())
    const proxy = new Proxy(
      shadow,
      this.#traps(() => cell),
    )
    const cell: Cell = { shape, raw, proxy, inner: [], written: [], handed: [], isOpen: false }
    this.#byRaw.set(raw, cell)
    this.#byProxy.set(proxy, cell)
    return cell
  }

  #get(cell: Cell, key: PropertyKey): unknown {
    const { shape, raw } = cell
    const index = partAt(shape, key)
    const part = shape.parts[index]
    if (part === undefined) {
      if (typeof key === 'symbol' && !ofClass.has(key)) this.#open(cell)
      return this.#known(Reflect.get(raw, key))
    }
    if (cell.isOpen || cell.written[index] === true) return this.#known(Reflect.get(raw, key))
    if (part.kind === 'whole') {
      this.#listener.onRead(part.from)
      cell.handed[index] = true
      return Reflect.get(raw, key)
    }
    const inner = (cell.inner[index] ??= this.#cellOf(part, Reflect.get(raw, key) as object))
    return inner.proxy
  }

  /** The same object that was handed out before. */
  #known(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    return this.#byRaw.get(value)?.proxy ?? value
  }

  #set(cell: Cell, key: PropertyKey, value: unknown): boolean {
    const { shape, raw } = cell
    const own = typeof value === 'object' && value !== null ? this.#byProxy.get(value) : undefined
    if (own !== undefined) this.#open(own)
    const index = partAt(shape, key)
    const part = shape.parts[index]
    const isSameLength = shape.kind === 'list' && key === 'length' && value === shape.parts.length
    if (part === undefined && !isSameLength) this.#open(cell)
    const isDone = Reflect.set(raw, key, own === undefined ? value : own.raw)
    if (part !== undefined && isDone) {
      cell.written[index] = true
      for (let component = part.from; component < part.to; component++) {
        this.#listener.onWrite(component)
      }
    }
    return isDone
  }

  #traps(own: () => Cell): ProxyHandler<object> {
    const look = (): Cell => {
      this.#listener.onLook()
      return own()
    }
    /** For what is done to a part in an odd way. */
    const opened = (): object => {
      const cell = look()
      this.#open(cell)
      return cell.raw
    }
    return {
      get: (_, key) => this.#get(look(), key),
      set: (_, key, value) => this.#set(look(), key, value),
      has: (_, key) => Reflect.has(look().raw, key),
      ownKeys: () => Reflect.ownKeys(look().raw),
      getOwnPropertyDescriptor: (_, key) => {
        const cell = look()
        const descriptor = Reflect.getOwnPropertyDescriptor(cell.raw, key)
        if (descriptor === undefined) return undefined
        if (partAt(cell.shape, key) < 0) {
          this.#open(cell)
          const isFixed = cell.shape.kind === 'list' && key === 'length'
          return { ...descriptor, writable: true, configurable: !isFixed }
        }
        const { enumerable = true } = descriptor
        return { value: this.#get(cell, key), writable: true, enumerable, configurable: true }
      },
      getPrototypeOf: () => Reflect.getPrototypeOf(look().raw),
      deleteProperty: (_, key) => Reflect.deleteProperty(opened(), key),
      defineProperty: (_, key, descriptor) => Reflect.defineProperty(opened(), key, descriptor),
      setPrototypeOf: (_, prototype) => Reflect.setPrototypeOf(opened(), prototype),
      preventExtensions: () => {
        opened()
        return false
      },
    }
  }
}

/** Thrown where a proxy stands in what cannot be changed any more. */
class StillDisguised extends Error {}

/** What a proxy stands before, for those who look through it: it tells that they do. */
const shadowOf = ({ kind, keys, parts }: Divided, onPrint: () => void): object => {
  const shadow: object = kind === 'list' ? [] : {}
  for (let index = 0; index < parts.length; index++) {
    const key = kind === 'list' ? index : (keys[index] ?? '')
    Object.defineProperty(shadow, key, { get: onPrint, enumerable: true, configurable: true })
  }
  Object.defineProperty(shadow, printer, { get: onPrint, configurable: true })
  Object.setPrototypeOf(shadow, tellingPrototype(kind, onPrint))
  return shadow
}

/** A prototype that tells when it is looked at, as `util.inspect` does to find a class's name. */
const tellingPrototype = (kind: Divided['kind'], onLook: () => void): object =>
  new Proxy<object>(kind === 'list' ? Array.prototype : Object.prototype, {
    get: (target, key) => {
      onLook()
      return Reflect.get(target, key) as unknown
    },
    getOwnPropertyDescriptor: (target, key) => {
      onLook()
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
