import { heldLike } from '../value/by-meaning.ts'
import type { PathStep } from '../value/path.ts'

/** Called with the path of everything that is looked at. */
export type Touch = (steps: readonly PathStep[]) => void

/**
 * A canonical value that tells what is looked at in it: arrays and records are proxies of copies
 * (a proxy of a frozen object may not answer with anything but its fields), Sets and Maps are real
 * ones that record. Scalars are themselves; whoever hands them out touches them.
 */
export const recording = (value: unknown, steps: readonly PathStep[], touch: Touch): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Set) return new RecordingSet(value, steps, touch)
  if (value instanceof Map) return new RecordingMap(value, steps, touch)
  return recordingFields(value, steps, touch)
}

const recordingFields = (value: object, steps: readonly PathStep[], touch: Touch): object => {
  const isArray = Array.isArray(value)
  const children = new Map<string, unknown>()
  const look = (key: string | symbol): void => {
    if (typeof key === 'symbol') return
    if (isArray) touch(/^\d+$/.test(key) ? [...steps, Number(key)] : steps)
    else if (Object.hasOwn(value, key) || !(key in value)) touch([...steps, key])
  }
  return new Proxy(isArray ? [...(value as unknown[])] : { ...value }, {
    get: (target, key) => {
      look(key)
      const inner: unknown = Reflect.get(target, key)
      if (typeof key === 'symbol' || !Object.hasOwn(value, key)) return inner
      // The same field is the same object each time it is asked for.
      if (!children.has(key)) {
        const step = isArray && /^\d+$/.test(key) ? Number(key) : key
        children.set(key, recording(inner, [...steps, step], touch))
      }
      return children.get(key)
    },
    has: (target, key) => {
      look(key)
      return Reflect.has(target, key)
    },
    ownKeys: (target) => {
      touch(steps)
      return Reflect.ownKeys(target)
    },
    getOwnPropertyDescriptor: (target, key) => {
      look(key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
    setPrototypeOf: () => false,
  })
}

const refuse = (): never => {
  throw new TypeError('A predicate may not change what it looks at')
}

/** A Set that counts as looked at whole as soon as anything is asked of it. */
class RecordingSet extends Set<unknown> {
  readonly #touch: () => void

  constructor(elements: ReadonlySet<unknown>, steps: readonly PathStep[], touch: Touch) {
    super()
    for (const element of elements) super.add(element)
    this.#touch = () => touch(steps)
  }

  override has(element: unknown): boolean {
    this.#touch()
    return super.has(heldLike(super.values(), element, (it) => super.has(it)))
  }

  override get size(): number {
    this.#touch()
    return super.size
  }

  override forEach(callback: (a: unknown, b: unknown, set: Set<unknown>) => void): void {
    this.#touch()
    super.forEach((element) => callback(element, element, this))
  }

  override values(): ReturnType<Set<unknown>['values']> {
    this.#touch()
    return super.values()
  }

  override keys(): ReturnType<Set<unknown>['keys']> {
    return this.values()
  }

  override entries(): ReturnType<Set<unknown>['entries']> {
    this.#touch()
    return super.entries()
  }

  override [Symbol.iterator](): ReturnType<Set<unknown>['values']> {
    return this.values()
  }

  override add(): never {
    return refuse()
  }

  override delete(): never {
    return refuse()
  }

  override clear(): never {
    return refuse()
  }
}

/** A Map that tells which of its entries are looked at. */
class RecordingMap extends Map<unknown, unknown> {
  readonly #touch: Touch
  readonly #steps: readonly PathStep[]

  constructor(entries: ReadonlyMap<unknown, unknown>, steps: readonly PathStep[], touch: Touch) {
    super()
    for (const [key, inner] of entries) {
      super.set(key, recording(inner, [...steps, { key }], touch))
    }
    this.#touch = touch
    this.#steps = steps
  }

  override get(key: unknown): unknown {
    const held = this.#held(key)
    this.#touch([...this.#steps, { key: held }])
    return super.get(held)
  }

  override has(key: unknown): boolean {
    const held = this.#held(key)
    this.#touch([...this.#steps, { key: held }])
    return super.has(held)
  }

  #held(key: unknown): unknown {
    return heldLike(super.keys(), key, (it) => super.has(it))
  }

  override get size(): number {
    this.#touch(this.#steps)
    return super.size
  }

  override forEach(
    callback: (value: unknown, key: unknown, map: Map<unknown, unknown>) => void,
  ): void {
    this.#touch(this.#steps)
    super.forEach((value, key) => callback(value, key, this))
  }

  override keys(): ReturnType<Map<unknown, unknown>['keys']> {
    this.#touch(this.#steps)
    return super.keys()
  }

  override values(): ReturnType<Map<unknown, unknown>['values']> {
    this.#touch(this.#steps)
    return super.values()
  }

  override entries(): ReturnType<Map<unknown, unknown>['entries']> {
    this.#touch(this.#steps)
    return super.entries()
  }

  override [Symbol.iterator](): ReturnType<Map<unknown, unknown>['entries']> {
    return this.entries()
  }

  override set(): never {
    return refuse()
  }

  override delete(): never {
    return refuse()
  }

  override clear(): never {
    return refuse()
  }
}
