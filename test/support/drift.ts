import { current, isDraft } from 'immer'
import { client, type FairAction, type Role, type Property, type System } from '../../src/index.ts'
import type { NamedObserver } from '../../src/model/observer.ts'
import type { Handlers } from '../../src/model/role.ts'
import { describeTold } from '../../src/semantics/observers.ts'
import { describeEvent } from '../../src/semantics/step-errors.ts'
import { canonical } from '../../src/value/canonical.ts'
import { keyOf } from '../../src/value/key.ts'
import { mapFormula, type AnyView, type Full, type Handler } from './machine-of.ts'

/*
 * Systems with one function that is not pure: it counts its calls, and after so many it answers
 * otherwise. What it was asked before that and after is kept, to know whether a check could tell.
 */

/** A function that a user writes. */
export const impurePlaces = [
  'initial',
  'start',
  'receive',
  'timeout',
  'internal',
  'when',
  'each',
  'accepts',
  'durable',
  'recover',
  'predicate',
  'stepwise',
  'unless',
  'formula',
  'within',
  'fairness',
  'operations',
  'refused',
  'until',
  'stale',
  'observer',
  'observer at first',
] as const
/** Those that a machine has, too. */
export const machinePlaces: readonly ImpurePlace[] = [
  'initial',
  'internal',
  'when',
  'predicate',
  'stepwise',
  'unless',
  'formula',
  'within',
  'fairness',
]
export type ImpurePlace = (typeof impurePlaces)[number]

/** What a function does once it has drifted. */
export type Drifted = 'answers otherwise' | 'throws'

/** A count of calls, and what was asked while it was low and while it was high. */
export class Drift {
  calls = 0
  /** The culprits that an error may name: each was asked the same question before and after. */
  readonly culprits: string[] = []
  readonly #after: number
  readonly #does: Drifted
  readonly #looks: (question: unknown) => unknown
  readonly #asked = new Map<string, boolean>()

  /**
   * @param after how many calls are answered as they should be
   * @param looks reads a question
   */
  constructor(after: number, does: Drifted, looks: (question: unknown) => unknown = canonical) {
    this.#after = after
    this.#does = does
    this.#looks = looks
  }

  get hasBegun(): boolean {
    return this.calls > this.#after
  }

  /** Whether the function was called at all before it drifted. */
  get wasSound(): boolean {
    return this.#after > 0 && this.calls > 0
  }

  /**
   * Answers a question.
   *
   * @param culprit how an error names who is asked
   * @param question what the answer depends on
   */
  answer<Answer>(
    culprit: string,
    question: unknown,
    right: Answer,
    wrong: (right: Answer) => Answer,
  ): Answer {
    const isLate = this.calls++ >= this.#after
    const key = keyOf(canonical([culprit, this.#looks(question)]))
    const before = this.#asked.get(key)
    if (before !== undefined && before !== isLate) this.culprits.push(culprit)
    this.#asked.set(key, isLate)
    if (!isLate) return right
    if (this.#does === 'throws') throw new RangeError('it has drifted')
    return wrong(right)
  }
}

interface State {
  place: number
  sent: number
}

const elsewhere = (place: number): number => (place + 1) % 3

/** A system of `random-system.ts` with one place spoilt; null where it has no such place. */
export const withDrift = (system: System, place: ImpurePlace, drift: Drift): System | null => {
  switch (place) {
    case 'predicate':
    case 'stepwise':
    case 'unless':
    case 'formula':
    case 'within':
      return withPredicates(system, place, (name, predicate) =>
        spoilPredicate(name, predicate, drift),
      )
    case 'fairness': {
      const { fairness } = system
      if (typeof fairness !== 'function') return null
      const spoilt = (action: FairAction): ReturnType<typeof fairness> =>
        drift.answer('the fairness of property', action, fairness(action), (degree) =>
          degree === 'none' ? 'weak' : 'none',
        )
      return { ...system, fairness: spoilt }
    }
    case 'refused':
    case 'until':
      return spoilClients(system, place, drift)
    case 'observer':
    case 'observer at first':
      return spoilObservers(system, place, drift)
    default:
      return spoilRoles(system, place, drift)
  }
}

type RolePlace = Exclude<
  ImpurePlace,
  PredicatePlace | 'fairness' | 'refused' | 'until' | 'observer' | 'observer at first'
>

const spoilRoles = (system: System, place: RolePlace, drift: Drift): System | null => {
  const roles = new Map<unknown, System['nodes'][number]['role']>()
  for (const { role } of system.nodes) {
    const isClient = role.client !== null
    if (isClient !== (place === 'operations') || roles.has(role)) continue
    const handlers = spoilers[place](role.handlers, drift)
    if (handlers !== null) roles.set(role, { ...role, handlers })
  }
  if (roles.size === 0) return null
  const nodes = system.nodes.map((node) => ({ ...node, role: roles.get(node.role) ?? node.role }))
  return { ...system, nodes }
}

/** A handler that goes elsewhere, once it has drifted. */
const spoilHandler =
  (what: string, handler: Handler, drift: Drift, item: unknown = null): Handler =>
  (state, context) => {
    const before = isDraft(state) ? current(state) : state
    const chosen: unknown[] = []
    const choose = (options: readonly unknown[]): unknown => {
      chosen.push(options.indexOf(context.choose(options)))
      return options[chosen.at(-1) as number]
    }
    const result = handler(state, { ...context, choose })
    const question = [before, chosen, item]
    const draft = state as State
    drift.answer(`node '${context.self}', ${what}`, question, null, () => {
      draft.place = elsewhere(draft.place)
      return null
    })
    return result
  }

type Named<Step> = Readonly<Record<string, Step>>

const mapSteps = <Step>(
  steps: Named<Step> | undefined,
  spoil: (name: string, step: Step) => Step,
): Named<Step> | null =>
  steps === undefined || Object.keys(steps).length === 0
    ? null
    : Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, spoil(name, step)]))

/** A step that is one of a family each. */
interface Family extends Pick<Full, 'when'> {
  each: (state: unknown, context: Parameters<Full['when']>[1]) => readonly unknown[]
  doEach: (state: unknown, item: unknown, context: Parameters<Handler>[1]) => unknown
}

type Steps = Full | Family

const delivery = (context: { readonly from?: string }, message: unknown): string =>
  describeEvent({ kind: 'receive', from: context.from ?? '', message })

/** For each place of a role how it is spoilt; null where the role has no such place. */
const spoilers: Record<RolePlace, (handlers: Handlers, drift: Drift) => Handlers | null> = {
  initial: (handlers, drift) => ({
    ...handlers,
    initial: (context) => {
      const right = handlers.initial(context) as State
      return drift.answer(`node '${context.self}', `, right, right, (state) => ({
        ...state,
        place: elsewhere(state.place),
      }))
    },
  }),
  start: (handlers, drift) => {
    const { start } = handlers
    return start === undefined
      ? null
      : { ...handlers, start: spoilHandler('', start as Handler, drift) }
  },
  recover: (handlers, drift) => {
    const { recover } = handlers
    return recover === undefined
      ? null
      : { ...handlers, recover: spoilHandler('', recover as Handler, drift) }
  },
  receive: (handlers, drift) => {
    const { receive } = handlers
    if (receive === undefined) return null
    return {
      ...handlers,
      receive: (state, message, context) =>
        spoilHandler(
          delivery(context, message),
          (it, inner) => receive(it, message, inner as typeof context),
          drift,
        )(state, context),
    }
  },
  accepts: (handlers, drift) => {
    const { accepts } = handlers
    if (accepts === undefined) return null
    return {
      ...handlers,
      accepts: (state, message, context) => {
        const culprit = `node '${context.self}', ${delivery(context, message)}`
        return drift.answer(culprit, state, accepts(state, message, context), (right) => !right)
      },
    }
  },
  stale: (handlers, drift) => {
    const { stale } = handlers
    if (stale === undefined) return null
    return {
      ...handlers,
      stale: (state, message, context) => {
        const culprit = `node '${context.self}', ${delivery(context, message)}`
        return drift.answer(culprit, state, stale(state, message, context), (right) => !right)
      },
    }
  },
  timeout: (handlers, drift) => {
    const timeout = mapSteps(
      handlers.timeout as Named<Handler | Pick<Full, 'do'>>,
      (name, step) => {
        const handler = typeof step === 'object' ? step.do : step
        const spoilt = spoilHandler(`its timeout '${name}'`, handler, drift)
        return typeof step === 'object' ? { ...step, do: spoilt } : spoilt
      },
    )
    return timeout === null ? null : { ...handlers, timeout }
  },
  internal: (handlers, drift) => {
    const internal = mapSteps(handlers.internal as Named<unknown> as Named<Steps>, (name, step) => {
      const what = `its step '${name}'`
      if (!('each' in step)) return { ...step, do: spoilHandler(what, step.do, drift) }
      const doEach: Family['doEach'] = (state, item, context) =>
        spoilHandler(what, (it, inner) => step.doEach(it, item, inner), drift, item)(state, context)
      return { ...step, doEach }
    })
    return internal === null ? null : ({ ...handlers, internal } as Handlers)
  },
  when: (handlers, drift) => {
    const internal = mapSteps(
      handlers.internal as Named<unknown> as Named<Steps>,
      (name, step) => ({
        ...step,
        when: (state, context) => {
          const right = step.when(state, context) === true
          // Of a family without an item nobody can tell what its guard says.
          if ('each' in step && step.each(state, context).length === 0) return right
          const question = [context.self, state]
          return drift.answer(`its step '${name}'`, question, right, (it) => !it)
        },
      }),
    )
    return internal === null ? null : ({ ...handlers, internal } as Handlers)
  },
  each: (handlers, drift) => {
    let isThere = false
    const internal = mapSteps(handlers.internal as Named<unknown> as Named<Steps>, (name, step) => {
      if (!('each' in step)) return step
      isThere = true
      const each: Family['each'] = (state, context) => {
        const items = step.each(state, context)
        // What only changes how many there are is not told by whether there are any.
        return drift.answer(`its step '${name}'`, state, items, () =>
          items.length === 0 ? [{ at: 0, to: 0 }] : [],
        )
      }
      return { ...step, each }
    })
    return isThere ? ({ ...handlers, internal } as Handlers) : null
  },
  durable: (handlers, drift) => {
    const { durable } = handlers
    if (durable === undefined) return null
    return {
      ...handlers,
      durable: (state) => {
        const right = durable(state) as Partial<State>
        return drift.answer('its crash', state, right, ({ place, ...kept }) => ({
          ...kept,
          place: place === undefined ? 2 : elsewhere(place),
        }))
      },
    }
  },
  operations: (handlers, drift) => {
    const { operations } = handlers
    if (operations === undefined) return null
    return {
      ...handlers,
      operations: (state) =>
        drift.answer('its `operations`', state, operations(state), ({ waiting, ...rest }) => ({
          ...rest,
          waiting: [...waiting, 'another'],
        })),
    }
  },
}

interface Known {
  mark: number
}

/** The system with observers that are spoilt. */
const spoilObservers = (
  system: System,
  place: 'observer' | 'observer at first',
  drift: Drift,
): System | null => {
  if (system.observers.length === 0) return null
  const spoil = (observer: NamedObserver): NamedObserver => {
    const { name } = observer
    const initial = (): unknown =>
      drift.answer(`observer '${name}', its initial state`, null, observer.initial(), () => ({
        mark: 7,
      }))
    if (place === 'observer at first') return { ...observer, initial }
    const ears = observer.ears.map((ear): NamedObserver['ears'][number] => ({
      ...ear,
      hear: (state, told) => {
        const before = isDraft(state) ? current(state) : state
        const next = ear.hear(state, told)
        const culprit = `observer '${name}', told of ${describeTold(told)}`
        drift.answer(culprit, [before, told], null, () => {
          const known = state as Known
          known.mark = elsewhere(known.mark)
          return null
        })
        return next
      },
    }))
    return { ...observer, ears }
  }
  return { ...system, observers: system.observers.map(spoil) }
}

const typeOf = (reply: unknown): unknown => Reflect.get(reply as object, 'type')

/** The system with clients whose conditions are spoilt. */
const spoilClients = (system: System, place: 'refused' | 'until', drift: Drift): System | null => {
  if (system.nodes.every(({ role }) => role.client === null)) return null
  const spoilt = (culprit: string, isRight: (reply: unknown) => boolean) => (reply: unknown) =>
    drift.answer(culprit, reply, isRight(reply), (right) => !right)
  const until = spoilt("node 'c0', receiving", (reply) => typeOf(reply) === 0)
  const refused = spoilt("node 'c0', its `operations`", (reply) => typeOf(reply) === 1)
  const spoil = (near: string | null): Role =>
    client<unknown>({
      near: near ?? 'n0',
      ask: [0, 1].map((type) => ({ send: { type }, ...(place === 'until' ? { until } : {}) })),
      ...(place === 'refused' ? { refused } : {}),
    })
  const nodes = system.nodes.map((node) => {
    const { client: mark } = node.role
    return mark === null ? node : { ...node, role: spoil(mark.near) }
  })
  return { ...system, nodes }
}

/** The places of predicates. */
export const predicatePlaces = ['predicate', 'stepwise', 'unless', 'formula', 'within'] as const
export type PredicatePlace = (typeof predicatePlaces)[number]

/** A function of one view or two. */
export type AnyPredicate = (...views: readonly unknown[]) => boolean

/** What is made of a predicate, by the name that an error gives it. */
type Spoil = (name: string, predicate: AnyPredicate) => AnyPredicate

/** A system with other predicates in a place; null where it has no such place. */
export const withPredicates = (
  system: System,
  place: PredicatePlace,
  spoil: Spoil,
): System | null => {
  if (place === 'within') {
    const { within } = system
    return within && { ...system, within: spoil('the bound `within`', within) }
  }
  const properties = system.properties.map(({ name, property }) => ({
    name,
    property: spoilProperty(`property '${name}'`, property, place, spoil) ?? property,
  }))
  const isSpoilt = properties.some(
    ({ property }, at) => property !== system.properties[at]?.property,
  )
  return isSpoilt ? { ...system, properties } : null
}

const spoilProperty = (
  name: string,
  property: Property,
  place: PredicatePlace,
  spoil: Spoil,
): Property | null => {
  if ('formula' in property) {
    if (place !== 'formula') return null
    return {
      ...property,
      formula: mapFormula(property.formula, (it) => spoil(name, it)),
    }
  }
  switch (property.kind) {
    case 'noDeadlock': {
      const { unless } = property
      if (place !== 'unless' || unless === null) return null
      return { ...property, unless: spoil(name, unless) }
    }
    case 'stepwise':
      if (place !== 'stepwise') return null
      return { ...property, predicate: spoil(name, property.predicate) }
    case 'always':
    case 'never':
    case 'reachable':
      if (place !== 'predicate') return null
      return { ...property, predicate: spoil(name, property.predicate) }
    default:
      return null
  }
}

/** What it is asked is what it reads: to read more would make the engine remember less. */
const spoilPredicate =
  (name: string, predicate: AnyPredicate, drift: Drift): AnyPredicate =>
  (...views) => {
    const reads: unknown[] = [predicates.of(predicate)]
    const right = predicate(...views.map((view) => reading(view as AnyView, reads)))
    return drift.answer(name, reads, right, (it) => !it)
  }

/** Predicates by number: two of one property may read the same. */
const predicates = {
  numbers: new WeakMap<object, number>(),
  next: 0,
  of(predicate: object): number {
    const known = this.numbers.get(predicate) ?? this.next++
    this.numbers.set(predicate, known)
    return known
  },
}

/** A view that notes what is read. */
const reading = (view: AnyView, reads: unknown[]): AnyView => {
  const noted = <Value>(what: string, value: Value): Value => {
    reads.push([what, value ?? null])
    return value
  }
  const fields = (id: string, state: object): object =>
    new Proxy({}, { get: (_, key) => noted(`${id}.${String(key)}`, Reflect.get(state, key)) })
  return {
    nodes: new Proxy({}, { get: (_, id) => fields(String(id), view.nodes[String(id)] ?? {}) }),
    up: new Proxy({}, { get: (_, id) => noted(`${String(id)} up`, view.up[String(id)]) }),
    get inFlight() {
      return noted('in flight', view.inFlight)
    },
    get partitioned() {
      return noted('cut', view.partitioned)
    },
    observed: new Proxy(view.observed, {
      get: (of, name) => fields(`observed ${String(name)}`, of[String(name)] ?? {}),
    }),
  }
}
