/**
 * Freezes an object. `Object.freeze` leaves the content of a Map or Set open, so these refuse
 * whatever would change them: values are shared by all states that hold them.
 */
export const freeze = (value: object): object => {
  if (value instanceof Map || value instanceof Set) Object.defineProperties(value, refusals)
  return Object.freeze(value)
}

const refuse = (): never => {
  throw new TypeError('Cannot change a read only Map or Set')
}

/** Not enumerable: whoever compares or prints the value sees its members only. */
const refusals: PropertyDescriptorMap = {
  set: { value: refuse },
  add: { value: refuse },
  delete: { value: refuse },
  clear: { value: refuse },
}
