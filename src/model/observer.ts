import type { Explanation, ToldInStep } from './explanation.ts'
import type { Pace } from '../pace/pace.ts'
import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { idsNamed, type NodeDefinition } from './nodes.ts'
import { checkFunction, checkSettings, type Known } from './settings.ts'
import type { Told, Tellings, ToldKind } from './told.ts'

export type { Told, Tellings, ToldKind, ToldOfMessage, ToldOfNode } from './told.ts'

/** The types of messages, where they have a `type`. */
export type TypeOf<Message> = Message extends { readonly type: infer Type extends string }
  ? Type
  : string

/** A name, or several. */
export type OneOrMore<Name extends string = string> = Name | readonly Name[]

/** What an observer wants to hear: of the rest it is told nothing, and that costs nothing. */
export type Only<Telling, Message> = {
  readonly [Field in keyof Telling & ('from' | 'to' | 'node' | 'timer' | 'step')]?: OneOrMore
} & (Telling extends { readonly message: unknown }
  ? { readonly type?: OneOrMore<TypeOf<Message>> }
  : unknown)

/** What an observer makes of what it is told: it changes the draft of its state, or returns the next one. */
export type Hearing<State, Telling> = (state: State, told: Telling) => State | void

/** What an observer does where it is told something of one kind. */
export type On<State, Telling, Message> =
  | Hearing<State, Telling>
  | { readonly only: Only<Telling, Message>; readonly do: Hearing<State, Telling> }

/** What {@link observer} takes. */
export interface ObserverOptions<State, Message, NodeState> {
  /** What it knows before anything has happened. */
  initial: () => State
  /** What it wants to be told of, and what it makes of that. */
  on: {
    readonly [Kind in ToldKind]?: On<State, Tellings<Message, NodeState>[Kind], Message>
  }
}

/** An observer: what {@link observer} makes. */
export interface Observer<State = unknown> {
  /** Tells an observer from anything else. */
  readonly kind: 'observer'
  /** What it knows before anything has happened. */
  readonly initial: () => unknown
  /** What it wants to be told of, without its types. */
  readonly on: Readonly<Partial<Record<ToldKind, On<unknown, never, unknown>>>>
  /** Why a run breaks what it watches over, given all that it was told in it. Default: nobody says. */
  readonly explain?: Explain
  /** For the compiler only; never present. */
  readonly stateType?: State
}

/** Why a run breaks what an observer watches over, given all that it was told in it; null where it does not. */
export type Explain = (told: readonly ToldInStep[], pace: Pace) => Promise<Explanation | null>

/** An observer of a system, under the name that the model gives it. */
export interface NamedObserver {
  /** The name. */
  readonly name: string
  /** What it knows before anything has happened. */
  readonly initial: () => unknown
  /** What it listens to. */
  readonly ears: readonly Ear[]
  /** Why a run breaks what it watches over; null where nobody says. */
  readonly explain: Explain | null
}

/** What an observer does where it is told something of one kind. */
export interface Ear {
  /** What it is told of. */
  readonly kind: ToldKind
  /** What of that: for each field the values that it may have; of nodes their ids. */
  readonly only: readonly { readonly field: string; readonly among: readonly string[] }[]
  /** What it makes of it. */
  readonly hear: Hearing<unknown, Told>
}

/**
 * Declares an observer: it is told of what happens, as far as `on` lists it, and keeps what properties
 * need to know of the past. Nodes never see it, and it changes nothing for them. It is deterministic and
 * pure, as all code of a model; properties see its state as `view.observed.name`.
 *
 * @example
 * const acknowledged = observer<{ values: string[] }, Message>({
 *   initial: () => ({ values: [] }),
 *   on: {
 *     send: {
 *       only: { from: 'server', type: 'ack' },
 *       do: (seen, { message }) => void seen.values.push(message.value),
 *     },
 *   },
 * })
 *
 * @typeParam State what it knows
 * @typeParam Message the union of messages that it may be told of
 * @typeParam NodeState the states of the nodes whose `change` it is told of
 * @throws ModelError 'not-a-system' when it listens to nothing, or a setting does not exist
 */
export const observer = <State, Message = unknown, NodeState = unknown>(
  options: ObserverOptions<State, Message, NodeState>,
): Observer<State> => {
  const place = 'observer({…})'
  checkSettings(options, { initial: 'function', on: 'record' }, place, {
    required: ['initial', 'on'],
  })
  const ears = Object.entries(options.on).filter(([, on]) => on !== undefined)
  checkSettings(options.on, anyKind, `${place}.on`)
  if (ears.length === 0) {
    throw new ModelError('not-a-system', {
      what: 'An observer listens to nothing, and would never know more than at the start',
      where: [`${place}.on`],
      fix: `say what it is to be told of: ${kinds.join(', ')}`,
    })
  }
  for (const [kind, on] of ears) checkOn(kind as ToldKind, on, `${place}.on.${kind}`)
  // The types have done their work at the call, as those of a role.
  return { kind: 'observer', initial: options.initial, on: options.on as Observer['on'] }
}

const ofMessage = ['from', 'to', 'type'] as const

/** By what each kind can be told apart. */
const fieldsOf: Readonly<Record<ToldKind, readonly string[]>> = {
  send: ofMessage,
  deliver: ofMessage,
  lose: ofMessage,
  timeout: ['node', 'timer'],
  step: ['node', 'step'],
  crash: ['node'],
  restart: ['node'],
  split: [],
  heal: [],
  change: ['node'],
  invoke: ['node'],
  return: ['node'],
}

const kinds = Object.keys(fieldsOf)
const anyKind: Known = Object.fromEntries(kinds.map((kind) => [kind, null]))

const checkOn = (kind: ToldKind, on: unknown, place: string): void => {
  if (typeof on === 'function') return
  checkSettings(on, { only: 'record', do: 'function' }, place, { required: ['only', 'do'] })
  const { only } = on as { only: object }
  const known = Object.fromEntries(fieldsOf[kind].map((field) => [field, null]))
  checkSettings(only, known, `${place}.only`)
  for (const [field, wanted] of Object.entries(only)) {
    const isList = Array.isArray(wanted) && wanted.every((each) => typeof each === 'string')
    if (typeof wanted === 'string' || (isList && wanted.length > 0)) continue
    throw new ModelError('not-a-system', {
      what: `An observer cannot listen for the ${field} ${brief(wanted)}`,
      where: [`${place}.only.${field}`],
      fix: "give a name, or a list of names: ['a', 'b']",
    })
  }
}

/**
 * The observers of a system.
 *
 * @throws ModelError 'not-a-system' for what is no observer; 'unknown-node' where one listens for a node that
 *   the system does not have
 */
export const nameObservers = (
  observers: Readonly<Record<string, Observer>>,
  nodes: readonly NodeDefinition[],
): readonly NamedObserver[] =>
  Object.entries(observers).map(([name, each]) => {
    if (each?.kind !== 'observer') {
      throw new ModelError('not-a-system', {
        what: `'${name}' is no observer`,
        where: [`observers.${name}`],
        fix: 'make it with observer({ initial, on: { send: (seen, told) => … } })',
      })
    }
    const ears = Object.entries(each.on).flatMap(([kind, on]): readonly Ear[] =>
      on === undefined ? [] : [earOf(kind as ToldKind, on, nodes, `observers.${name}.on.${kind}`)],
    )
    return { name, initial: each.initial, ears, explain: each.explain ?? null }
  })

const earOf = (
  kind: ToldKind,
  on: On<unknown, never, unknown>,
  nodes: readonly NodeDefinition[],
  place: string,
): Ear => {
  checkOn(kind, on, place)
  if (typeof on === 'function') return { kind, only: [], hear: on as Ear['hear'] }
  checkFunction(on.do, "'do'", place)
  const only = Object.entries<string | readonly string[]>(on.only)
  return {
    kind,
    only: only.map(([field, wanted]) => {
      const names = typeof wanted === 'string' ? [wanted] : wanted
      const among = isOfNode(field)
        ? names.flatMap((each) => idsNamed(each, nodes, `${place}.only.${field}`))
        : names
      return { field, among }
    }),
    hear: on.do as Ear['hear'],
  }
}

const isOfNode = (field: string): boolean => ['from', 'to', 'node'].includes(field)
