import { isRecord } from '../value/notation.ts'
import { momentsOf } from '../trace/moments.ts'
import type { Trace, TraceCutSides } from '../trace/trace.ts'

/**
 * A run in the Informal Trace Format of Apalache and Quint (Apalache's ADR 015), so that their viewers show
 * it. Each state has the variables `action` (what led to it, in words), `nodes` (a record: each node's
 * state), `up`, `timers`, `inFlight` (a list of records with `from`, `to` and `message`) and `cut` (a list of
 * sides; empty where none is in place); where the run has several cuts at the same time, also `others` (a list of
 * these, of which `cut` is the first); where the system has observers, also `observed` (a record: what each knows).
 *
 * What the format does not know is a record with one field: `null` is `{ "#unserializable": "null" }`, and so
 * are numbers that are no integers.
 */
export const renderItf = (trace: Trace, property: string): unknown => {
  const moments = momentsOf(trace)
  const hasMany = moments.some(({ cut }) => cut?.others !== undefined)
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache.informal.systems/docs/adr/015adr-trace.html',
      source: 'netsplit',
      description: property,
    },
    vars: [
      ...vars,
      ...(hasMany ? ['others'] : []),
      ...(trace.initial.observed === undefined ? [] : ['observed']),
    ],
    states: moments.map(({ nodes, inFlight, cut, observed }, index) => ({
      '#meta': { index },
      action: index === 0 ? 'start' : (trace.steps[index - 1]?.action ?? ''),
      nodes: fields(nodes.map(({ node, state }) => [node, itfValue(state)])),
      up: fields(nodes.map(({ node, up }) => [node, up])),
      timers: fields(nodes.map(({ node, timers }) => [node, { '#set': timers }])),
      inFlight: inFlight.map(({ from, to, message }) => ({ from, to, message: itfValue(message) })),
      cut: sidesIn(cut?.sides ?? []),
      ...(hasMany ? { others: (cut?.others ?? []).map(({ sides }) => sidesIn(sides)) } : {}),
      ...(observed === undefined
        ? {}
        : { observed: fields(observed.map(({ observer, state }) => [observer, itfValue(state)])) }),
    })),
    ...(trace.loopsTo === null ? {} : { loop: trace.loopsTo }),
  }
}

const sidesIn = (sides: TraceCutSides['sides']): unknown => sides.map((side) => ({ '#set': side }))

const vars: readonly string[] = ['action', 'nodes', 'up', 'timers', 'inFlight', 'cut']

/** A value as the format has it. */
const itfValue = (value: unknown): unknown => {
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return { '#bigint': String(value) }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { '#bigint': String(value) }
  if (Array.isArray(value)) return value.map(itfValue)
  if (value instanceof Set) return { '#set': [...value].map(itfValue) }
  if (value instanceof Map) {
    return { '#map': [...value].map(([key, inner]) => [itfValue(key), itfValue(inner)]) }
  }
  if (!isRecord(value)) return { '#unserializable': String(value) }
  return fields(Object.entries(value).map(([key, inner]) => [key, itfValue(inner)]))
}

/** A record. The format keeps names that begin with # for itself. */
const fields = (
  entries: readonly (readonly [string, unknown])[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(entries.map(([key, value]) => [key.startsWith('#') ? `_${key}` : key, value]))
