import { printer, type Listener } from './recording.ts'
import { keyAt, type Shape } from './shape.ts'

/**
 * A state in another disguise than a `Recording`: divided parts are objects of getters. What components
 * hold cannot be had without calling them; who asks for property descriptors sees that they are getters.
 */
export const withGetters = (
  shape: Shape,
  state: unknown,
  listener: Pick<Listener, 'onRead' | 'onPrint' | 'onLook'>,
): unknown => {
  if (shape.kind === 'whole') {
    listener.onRead(shape.from)
    return state
  }
  const disguised: object = shape.kind === 'list' ? [] : {}
  for (const [index, part] of shape.parts.entries()) {
    const key = keyAt(shape, index)
    const inner: unknown = Reflect.get(state as object, key)
    const own = part.kind === 'whole' ? inner : withGetters(part, inner, listener)
    const get = (): unknown => {
      listener.onLook()
      if (part.kind === 'whole') listener.onRead(part.from)
      return own
    }
    Object.defineProperty(disguised, key, { get, enumerable: true, configurable: true })
  }
  Object.defineProperty(disguised, printer, { get: listener.onPrint, configurable: true })
  return Object.freeze(disguised)
}
