import { recordHeader, type Successors } from './state-space.ts'

/**
 * Most steps change few components: states that differ from the one after in more are only tried
 * where no other leads to it.
 */
export const mostChanges = [2, 4, 8, Infinity]

/** In how many components two states differ. */
export const differences = (a: Int32Array, b: Int32Array): number => {
  let count = 0
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) count += 1
  return count
}

/** Whether one of the successors of a state is this one. */
export const leadsTo = (state: Int32Array, out: Successors, after: Int32Array): boolean => {
  out.gather()
  const changes = differences(state, after)
  const { data, length } = out.records
  for (let at = 0; at < length;) {
    const end = at + recordHeader + 2 * (data[at + 2] as number)
    let same = 0
    for (let change = at + recordHeader; change < end; change += 2) {
      const component = data[change] as number
      const id = data[change + 1] as number
      if (after[component] !== id) {
        same = -1
        break
      }
      if (state[component] !== id) same += 1
    }
    if (same === changes) return true
    at = end
  }
  return false
}
