import { isDroppedBy } from '../semantics/effects.ts'
import type { Environment, GlobalState, Mail } from '../semantics/global-state.ts'
import { put } from '../semantics/global-state.ts'
import type { Beginning } from './beginning.ts'
import type { Cells } from './cells.ts'
import type { StepMemo } from './step-memo.ts'
import type { Tables } from './tables.ts'

/** Keeps how a system began, where a message that was sent at the start was stale at once. */
export const noteStart = (
  { cells, settledStarts, staleness }: Tables,
  vector: Int32Array,
  start: {
    readonly picked: readonly Beginning[]
    readonly environment: Environment
    readonly mailboxes: Int32Array
  },
): void => {
  if (staleness.every((own) => own === null)) return
  const { picked, environment, mailboxes } = start
  const isWhole = cells.every(
    (own: Cells, node) => own.mailboxes.data[vector[node] as number] === mailboxes[node],
  )
  const key = vector.join()
  if (isWhole || settledStarts.has(key)) return
  settledStarts.set(key, { ways: picked.map(({ is }) => is), environment })
}

/** The initial state, on plain objects, that a vector stands for, if it is not just that. */
export const startBehind = (tables: Tables, vector: Int32Array): GlobalState | null => {
  const { settledStarts, values, memos, envelopes, system } = tables
  const start = settledStarts.get(vector.join())
  if (start === undefined) return null
  const ids = start.ways.flatMap((way) => ('ids' in way ? [way.ids] : []))
  const { cut } = start.environment
  const mail = ids
    .flatMap(({ sends }, from) => sends.map(({ to, envelope }) => ({ from, to, envelope })))
    .filter(({ from, to }) => !isDroppedBy(system, cut, from, to))
  return {
    nodes: ids.map(({ state, timers }, node) => ({
      up: true,
      state: values.get(state),
      ...(memos[node] as StepMemo).clocks.decode(timers),
    })),
    inFlight: mail.reduce<readonly Mail[]>((all, { from, to, envelope }) => {
      const message = envelopes.message(envelope)
      return put(system, all, { from, to, message }, envelopes.isOnce(envelope))
    }, []),
    environment: start.environment,
    observed: (tables.observation?.memos ?? []).map((memo, index) =>
      memo.get(vector[tables.nodes + 1 + index] as number),
    ),
  }
}
