import type { System, Told } from '../../src/index.ts'
import type { Handlers } from '../../src/model/role.ts'
import { keyOf } from '../../src/value/key.ts'

/**
 * A system that keeps account of what its handlers, guards and observers are run for.
 *
 * @param asked takes each (node, state, event), or (observer, state, what it is told), by its key, as it is run
 */
export const recorded = (system: System, asked: Set<string>): System => ({
  ...system,
  nodes: system.nodes.map((node) => {
    const { role, id } = node
    const note = (...what: readonly unknown[]): void => {
      asked.add(keyOf([id, ...what]))
    }
    return { ...node, role: { ...role, handlers: noting(role.handlers, note) } }
  }),
  observers: system.observers.map(({ ears, ...observer }) => ({
    ...observer,
    ears: ears.map((ear) => ({
      ...ear,
      hear: (state: unknown, told: Told) => {
        asked.add(keyOf([observer.name, state, told]))
        return ear.hear(state, told)
      },
    })),
  })),
})

type Note = (event: string, state: unknown, ...details: readonly unknown[]) => void

const noting = (handlers: Handlers, note: Note): Handlers => {
  const { start, accepts, receive, timeout, internal, durable, recover } = handlers
  /** The same function, noted. */
  const of = <Args extends readonly unknown[], Result>(
    event: string,
    run: (state: unknown, ...rest: Args) => Result,
    ...details: readonly string[]
  ) => {
    return (state: unknown, ...rest: Args): Result => {
      note(event, state, ...details)
      return run(state, ...rest)
    }
  }
  const timeouts = Object.entries(timeout ?? {}).map(([name, run]) => [
    name,
    typeof run === 'function'
      ? of('timeout', run, name)
      : { ...run, do: of('timeout', run.do, name) },
  ])
  const steps = Object.entries(internal ?? {}).map(([name, step]) => {
    if (typeof step === 'function') return [name, of('internal', step, name)]
    const guard = step.when === undefined ? {} : { when: of('when', step.when, name) }
    return step.each === undefined
      ? [name, { ...step, ...guard, do: of('internal', step.do, name) }]
      : [name, { ...step, ...guard, doEach: of('internal', step.doEach.bind(step), name) }]
  })
  return {
    ...handlers,
    ...(start && { start: of('start', start) }),
    ...(accepts && {
      accepts: (state, message, context) => {
        note('accepts', state, message, context.from)
        return accepts(state, message, context)
      },
    }),
    ...(receive && {
      receive: (state, message, context) => {
        note('receive', state, message, context.from)
        return receive(state, message, context)
      },
    }),
    ...(timeout && { timeout: Object.fromEntries(timeouts) as typeof timeout }),
    ...(internal && { internal: Object.fromEntries(steps) as typeof internal }),
    ...(durable && { durable: of('durable', durable) }),
    ...(recover && { recover: of('recover', recover) }),
  }
}
