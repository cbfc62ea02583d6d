import { machine, role, system, unordered } from 'netsplit'

/** Comes out as expected, with one property that is expected to be violated. */
export const sound = machine({
  name: 'sound',
  initial: () => 0,
  actions: { step: { when: (n) => n < 3, do: (n) => n + 1 } },
  properties: ({ always, never, reachable }) => ({
    'it stays below four': always((n) => n < 4),
    'it gets to three': reachable((n) => n === 3),
    'it never gets to two': never((n) => n === 2, { expected: 'violated' }),
  }),
})

type Message = { type: 'set'; on: boolean }

const button = role<{ on: boolean; presses: number }, Message>({
  initial: () => ({ on: false, presses: 0 }),
  internal: {
    press: {
      when: ({ presses }) => presses < 2,
      do: (state, { send }) => {
        state.on = !state.on
        state.presses += 1
        send('lamp', { type: 'set', on: state.on })
      },
    },
  },
})

const lamp = role<{ on: boolean }, Message>({
  initial: () => ({ on: false }),
  receive: (state, message) => {
    state.on = message.on
  },
})

/** Has a property that is violated, one that says nothing, and one that is not reachable. */
export const surprising = system({
  name: 'lamp',
  nodes: { button, lamp },
  network: unordered(),
  properties: ({ reachable, eventuallyAlways, leadsTo }) => ({
    'the lamp can be lit': reachable(({ nodes }) => nodes.lamp.on),
    'the lamp can be lit from the start': reachable(
      ({ nodes }) => nodes.lamp.on && nodes.button.presses === 0,
    ),
    'in the end the lamp does what the button says': eventuallyAlways(
      ({ nodes }) => nodes.lamp.on === nodes.button.on,
    ),
    'a third press is heard': leadsTo(
      ({ nodes }) => nodes.button.presses === 3,
      ({ nodes }) => nodes.lamp.on,
    ),
  }),
})

/** Never comes to an end; one of its properties is decided early. */
export const endless = machine({
  name: 'endless',
  initial: () => 0,
  actions: { step: (n) => n + 1 },
  properties: ({ always, never }) => ({
    'it never gets to two': never((n) => n === 2),
    'it counts': always((n) => n >= 0),
  }),
})

/** Its code fails when it is explored. */
export const mistaken = machine({
  name: 'mistaken',
  initial: () => 0,
  actions: {
    step: (n) => {
      if (n === 2) throw new RangeError('too many')
      return n + 1
    },
  },
  properties: ({ always }) => ({
    'it counts': always((n) => n >= 0),
    'it stays small': always((n) => n < 9),
  }),
})
