import type { CapName } from '../../models/names.ts'
import { linearizable, type Linearizations } from '../history/as-it-happens.ts'
import type { Reading } from '../history/reading.ts'
import { register } from '../history/registers.ts'
import type { Specification } from '../history/specification.ts'
import { nameObservers } from '../model/observer.ts'
import { kit } from '../model/property.ts'
import type { System } from '../model/system.ts'
import type { Row } from './rows.ts'

/** What users see of a system, as one object. */
interface Seen {
  readonly spec: Specification
  readonly reading: Reading<Said>
}

/** A message of one of the designs, as far as it matters. */
type Said = Readonly<Record<string, unknown>> & { readonly type: string }

/** An order: the first wish settles it, and everybody is told how it was settled. */
const order: Seen = {
  spec: {
    name: 'order',
    initial: 'open',
    operations: { settle: { takes: 'value', gives: 'value' } },
    apply: (state, { argument }) => {
      const settled = state === 'open' ? argument : state
      return [{ state: settled, result: settled }]
    },
  },
  reading: {
    operation: ({ request }) => ({ f: 'settle', value: request?.['wish'] }),
    result: ({ reply }) => reply?.['order'],
  },
}

/** An account with money for one. */
const account: Seen = {
  spec: {
    name: 'account',
    initial: 'full',
    operations: { withdraw: { takes: 'nothing', gives: 'value' } },
    apply: (state) => [{ state: 'empty', result: state === 'full' ? 'paid' : 'declined' }],
  },
  reading: { operation: () => ({ f: 'withdraw' }), result: ({ reply }) => reply?.type },
}

/** Where a rider is: a register of minutes. */
const position: Seen = {
  spec: register(0),
  reading: {
    operation: ({ request }) =>
      request?.type === 'report' ? { f: 'write', value: request['minute'] } : { f: 'read' },
    result: ({ reply }) => reply?.['minute'],
  },
}

const authorsOf = (lines: unknown): readonly string[] =>
  (lines as readonly { readonly author: string }[]).map(({ author }) => author)

/** A conversation: whoever posts a line sees all lines so far, and that one last. */
const conversation: Seen = {
  spec: {
    name: 'conversation',
    initial: [],
    operations: { post: { takes: 'process', gives: 'value' } },
    apply: (state, { argument }) => {
      const lines = [...(state as readonly unknown[]), argument]
      return [{ state: lines, result: lines }]
    },
  },
  reading: {
    operation: () => ({ f: 'post' }),
    result: ({ reply }) => (reply === null ? null : authorsOf(reply['lines'])),
  },
}

const objects: Readonly<Record<Exclude<CapName, 'cap-sack'>, Seen>> = {
  'cap-ideal': order,
  'cap-cp': order,
  'cap-ap': order,
  'cap-ca': order,
  'cap-single': order,
  'cap-payments': account,
  'cap-tracking': position,
  'cap-chat': conversation,
}

interface Observed {
  readonly observed: { readonly store: Linearizations }
}

const oneObject = 'what the users see is linearizable'

/**
 * A row whose design is asked for linearizability itself (Herlihy and Wing 1990) instead of what its model says of
 * consistency in its own words. The same is expected of it.
 */
export const linearized = (row: Row): Row => {
  const { spec, reading } = objects[row.model as keyof typeof objects]
  const own = row.properties.consistent
  return {
    ...row,
    properties: { ...row.properties, consistent: oneObject },
    recast: (system: System): System => {
      const expected = system.properties.find(({ name }) => name === own)?.property.expected
      const property = kit.always(
        (view) => (view as Observed).observed.store.isConsistent,
        expected === undefined ? {} : { expected },
      )
      return {
        ...system,
        observers: nameObservers({ store: linearizable(spec, reading) }, system.nodes),
        properties: [...system.properties, { name: oneObject, property }],
      }
    },
  }
}
