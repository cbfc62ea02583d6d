import type { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'

/** An operation as the search sees it. */
export interface Item {
  readonly operation: Operation
  /** Its class in the behaviour. */
  readonly kind: number
  readonly isReadOnly: boolean
  readonly isOverwriting: boolean
  /** Its place among all by when they were called, from 1. */
  readonly ordinal: number
  /** Its bit among those that are open at the same time. */
  readonly slot: number
}

/** One point in time: an operation returns, so it must have taken effect. */
export interface Deadline {
  readonly item: Item
  /** The operations that are open and will return, the first to return first: this one is the first. */
  readonly open: readonly Item[]
  /** The ordinal of the last that was called before. */
  readonly called: number
}

/** Operations of a class that never return: how many there are at each time. */
export interface Endless {
  readonly kind: number
  /** When each was called, in order. */
  readonly invoked: readonly number[]
  /** The place of each among all operations by when they were called. */
  readonly ordinals: readonly number[]
  readonly operations: readonly Operation[]
}

/** A history as the search goes through it. */
export interface Schedule {
  readonly deadlines: readonly Deadline[]
  readonly endless: readonly Endless[]
  /** The ordinals of all of these, in order. */
  readonly endlessOrdinals: readonly number[]
  /** How many bits tell which of the open operations took effect. */
  readonly slots: number
}

/** Reads that never return say nothing: they are left out. */
export const scheduleOf = (history: readonly Operation[], behaviour: Behaviour): Schedule => {
  const slots = new Slots()
  const open: Item[] = []
  const deadlines: Deadline[] = []
  const endless = new Map<number, { ordinal: number; operation: Operation }[]>()
  const items = new Map<Operation, Item>()
  let ordinal = 0
  for (const { operation, isCall } of eventsOf(history)) {
    if (!isCall) {
      const item = items.get(operation)
      if (item === undefined) continue
      deadlines.push({ item, open: [...open], called: ordinal })
      open.splice(open.indexOf(item), 1)
      slots.free(item.slot)
      items.delete(operation)
      continue
    }
    const kind = behaviour.classOf(operation)
    const isReadOnly = behaviour.isReadOnly(kind)
    ordinal += 1
    if (operation.returned === null) {
      const same = endless.get(kind) ?? []
      if (!isReadOnly) endless.set(kind, [...same, { ordinal, operation }])
      continue
    }
    const isOverwriting = behaviour.isOverwriting(kind)
    const item = { operation, kind, isReadOnly, isOverwriting, ordinal, slot: slots.take() }
    items.set(operation, item)
    insert(open, item, operation.returned)
  }
  const groups = [...endless].map(([kind, all]) => ({
    kind,
    operations: all.map((each) => each.operation),
    invoked: all.map((each) => each.operation.invoked),
    ordinals: all.map((each) => each.ordinal),
  }))
  const endlessOrdinals = groups.flatMap(({ ordinals }) => ordinals).toSorted((a, b) => a - b)
  return { deadlines, endless: groups, endlessOrdinals, slots: slots.most }
}

interface Moment {
  readonly operation: Operation
  readonly isCall: boolean
  readonly time: number
}

const eventsOf = (history: readonly Operation[]): readonly Moment[] =>
  history
    .flatMap((operation): readonly Moment[] => [
      { operation, isCall: true, time: operation.invoked },
      ...(operation.returned === null
        ? []
        : [{ operation, isCall: false, time: operation.returned }]),
    ])
    .toSorted((a, b) => a.time - b.time)

/** Keeps the list ordered by when its operations return. */
const insert = (open: Item[], item: Item, returned: number): void => {
  let at = open.length
  while (at > 0 && (open[at - 1]?.operation.returned ?? 0) > returned) at -= 1
  open.splice(at, 0, item)
}

/** The lowest numbers that are free. */
class Slots {
  most = 0
  readonly #free: number[] = []

  take(): number {
    return this.#free.pop() ?? this.most++
  }

  free(slot: number): void {
    this.#free.push(slot)
  }
}
