import { original } from 'immer'
import { observer, type Observer, type Tellings } from '../model/observer.ts'
import { knownOf, nameIn, type OperationName } from './by-operation.ts'
import { equal } from './equal.ts'
import { explain } from './explain.ts'
import {
  atFirst,
  begun,
  ended,
  failed,
  lost,
  type OpenOperation,
  type Possible,
} from './possible.ts'
import { Reader, type End, type Reading } from './reading.ts'
import type { Specification } from './specification.ts'

/** What {@link linearizable} knows. */
export type Linearizations =
  | (Possible & Told)
  | ({
      /** Of an object with entries, what is known of each, by key. */
      readonly entries: ReadonlyMap<unknown, Possible>
    } & Told)

/** What properties ask for. */
interface Told {
  /** Whether the operations so far can be explained. */
  readonly isConsistent: boolean
}

/**
 * Watches over an object that a system claims to be: an observer of the operations of its clients, which keeps
 * in which ways they may have taken effect so far, each at one moment between its call and its return (Herlihy
 * and Wing 1990). The history itself is not kept: pasts after which the same can happen are one state.
 *
 * @example
 * observers: {
 *   store: linearizable(register(0), {
 *     operation: ({ request }) =>
 *       request?.type === 'put' ? { f: 'write', value: request.value } : { f: 'read' },
 *     result: ({ reply }) => reply?.value,
 *   }),
 * },
 * properties: ({ always }) => ({
 *   'the store is linearizable': always(({ observed }) => observed.store.isConsistent),
 * })
 *
 * @param spec the object: `register()`, `map()`, …, or one of your own
 * @param reading what the operations of the system are to it
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const linearizable = <Message>(
  spec: Specification,
  reading: Reading<Message>,
): Observer<Linearizations> => {
  const reader = new Reader(spec, reading as Reading, 'linearizable({…})')
  const first = atFirst(spec)
  const watching = observer<Linearizations>({
    initial: () =>
      spec.isKeyed ? { entries: new Map(), isConsistent: true } : { ...first, isConsistent: true },
    on: {
      invoke: reader.hearing<Linearizations, Tellings['invoke']>((draft, told) => {
        const now = original(draft as unknown) as Linearizations
        if (!now.isConsistent) return now
        const name = nameIn(told)
        const call = reader.call(told)
        const free = withoutOpen(spec, now, name)
        if (call === null) return free
        return changed(free, call.key, (possible = first) => begun(possible, name, call))
      }),
      return: reader.hearing<Linearizations, Tellings['return']>((draft, told) => {
        const now = original(draft as unknown) as Linearizations
        const name = nameIn(told)
        const found = now.isConsistent ? openIn(now, name) : null
        if (found === null) return now
        const end = reader.end(told, found.operation)
        return changed(now, found.key, (possible = first) => after(spec, possible, name, end))
      }),
    },
  })
  return { ...watching, explain: (told, pace) => explain(spec, reader, told, pace) }
}

/** The operation that is open under a name, and on which entry. */
const openIn = (
  known: Linearizations,
  name: OperationName,
): { readonly key: unknown; readonly operation: OpenOperation } | null => {
  const entries = 'ways' in known ? [[null, known] as const] : [...known.entries]
  for (const [key, { open }] of entries) {
    const operation = knownOf(open, name)
    if (operation !== undefined) return { key, operation }
  }
  return null
}

/** What is known with what is known of one entry changed; where there are none, of the object. */
const changed = (
  known: Linearizations,
  key: unknown,
  change: (possible?: Possible) => Possible,
): Linearizations => {
  if ('ways' in known) return whole(change(known))
  const [same, before] = [...known.entries].find(([each]) => equal(each, key)) ?? [key]
  return withEntries(new Map([...known.entries, [same, change(before)]]))
}

/** An operation of that name begins again: nobody will be told how the one ends that is open. */
const withoutOpen = (
  spec: Specification,
  known: Linearizations,
  name: OperationName,
): Linearizations =>
  'ways' in known
    ? whole(lost(spec, known, name))
    : withEntries(
        new Map([...known.entries].map(([key, possible]) => [key, lost(spec, possible, name)])),
      )

const whole = ({ open, ways }: Possible): Linearizations => ({
  open,
  ways,
  isConsistent: ways.size > 0,
})

const withEntries = (entries: ReadonlyMap<unknown, Possible>): Linearizations => ({
  entries,
  isConsistent: [...entries.values()].every(({ ways }) => ways.size > 0),
})

const after = (
  spec: Specification,
  possible: Possible,
  name: OperationName,
  end: End,
): Possible => {
  switch (end.kind) {
    case 'ok':
      return ended(spec, possible, name, end.result)
    case 'failed':
      return failed(spec, possible, name)
    case 'unknown':
      return lost(spec, possible, name)
  }
}
