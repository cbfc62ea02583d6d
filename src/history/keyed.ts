import { equal } from './equal.ts'
import { noPair, pairOf } from './registers.ts'
import type { Specification } from './specification.ts'

/**
 * A value for each key: `get`, `put`, `delete`, `cas` as of a register, and `append`, which puts a string
 * behind the one that is there. Each key is checked by itself.
 *
 * @param initial what `get` gives where nothing was put
 */
export const map = (initial: unknown = null): Specification => ({
  name: 'map',
  initial,
  isKeyed: true,
  operations: {
    get: { takes: 'nothing', gives: 'value', isReadOnly: true },
    put: { takes: 'value', gives: 'nothing', isOverwriting: true },
    append: { takes: 'value', gives: 'nothing' },
    delete: { takes: 'nothing', gives: 'nothing', isOverwriting: true },
    cas: { takes: 'value', gives: 'success' },
  },
  apply: (state, { f, argument }) => {
    switch (f) {
      case 'get':
        return [{ state, result: state }]
      case 'put':
        return [{ state: argument }]
      case 'append':
        return [{ state: `${state === null ? '' : String(state)}${String(argument)}` }]
      case 'delete':
        return [{ state: initial }]
      default: {
        const [before, after] = pairOf(argument)
        return [equal(state, before) ? { state: after, result: true } : { state, result: false }]
      }
    }
  },
  partOf: ({ key }) => key,
  wrongArgument: noPair,
})

/**
 * Mutual exclusion: `acquire` happens while nobody holds the lock, `release` while its process does.
 */
export const lock = (): Specification => ({
  name: 'lock',
  initial: null,
  operations: {
    acquire: { takes: 'process', gives: 'nothing' },
    release: { takes: 'process', gives: 'nothing' },
  },
  apply: (state, { f, argument }) => {
    if (f === 'acquire') return state === null ? [{ state: argument }] : []
    return equal(state, argument) ? [{ state: null }] : []
  },
})
