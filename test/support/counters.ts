import { role, system, type System } from 'netsplit'
import { kit, type NamedProperty, type Property } from '../../src/model/property.ts'

const counter = (most: number, failsAt = Infinity) =>
  role<{ count: number }, number>({
    initial: () => ({ count: 0 }),
    receive: (state, message) => {
      if (message === failsAt) throw new Error('too much')
      state.count = Math.max(state.count, message)
    },
    internal: {
      tick: {
        when: ({ count }) => count < most,
        do: (state, { send }) => {
          state.count += 1
          send('b', state.count)
        },
      },
    },
  })

/** One that counts and tells another one how far it is, which may fail at a number. */
export const counters = (most: number, failsAt?: number): System =>
  system({ name: 'counters', nodes: { a: counter(most), b: counter(0, failsAt) } })

/** A system with other properties. */
export const judged = (whole: System, properties: Readonly<Record<string, Property>>): System => ({
  ...whole,
  properties: Object.entries(properties).map(([name, property]): NamedProperty => ({
    name,
    property,
  })),
})

/** That the one that is told has not come so far. */
export const below = (limit: number): Property =>
  kit.always((view) => {
    const { nodes } = view as { readonly nodes: { readonly b: { readonly count: number } } }
    return nodes.b.count < limit
  })
