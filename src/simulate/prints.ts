import type { SystemSpace } from '../compile/system-space.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/action.ts'
import { isQueued, type GlobalState } from '../semantics/global-state.ts'
import { keyOf } from '../value/key.ts'
import { isPlainRecord, stepOf } from '../parts/shape.ts'
import { printOf } from './draw.ts'
import { Expanding } from './expanding.ts'

/**
 * Hashes of what the ids of a space stand for. Ids are given in the order in which things are met, and so
 * differ from thread to thread; these go by content alone. The print of a state is the sum of those of its
 * components, in two lanes of 32 bits.
 */
export class Prints {
  /** By component and id. */
  readonly low: readonly number[][]
  readonly high: readonly number[][]
  readonly expanding: Expanding
  readonly system: System
  readonly #space: SystemSpace
  readonly #labels: number[] = []
  readonly #actors: number[] = []
  readonly #actions: Action[] = []

  constructor(system: System, space: SystemSpace) {
    this.system = system
    this.#space = space
    this.expanding = new Expanding(space)
    this.low = Array.from({ length: space.width }, () => [])
    this.high = Array.from({ length: space.width }, () => [])
  }

  /** Makes sure that the prints of all components of a state are known. */
  learn(state: Int32Array): void {
    let plain: GlobalState | null = null
    for (let component = 0; component < state.length; component++) {
      const id = state[component] as number
      const known = this.low[component] as number[]
      if (known[id] !== undefined) continue
      const { parts } = this.#space.facets
      if (parts !== null) {
        const value = parts.components.contentsOf(component)[id] ?? 0
        const path = parts.components.paths[component] ?? ''
        const content: unknown = this.#space.values.get(value)
        known[id] = sumOfLeaves(path, content, 0)
        ;(this.high[component] as number[])[id] = sumOfLeaves(path, content, 1)
        continue
      }
      plain ??= this.#space.decode(state)
      const text = `${component}:${this.#contentOf(plain, component)}`
      known[id] = printOf(text, 0)
      ;(this.high[component] as number[])[id] = printOf(text, 1)
    }
  }

  /** The action of a label. */
  action(label: number): Action {
    return (this.#actions[label] ??= this.#space.actionOf(label))
  }

  ofLabel(label: number): number {
    return (this.#labels[label] ??= printOf(keyOf(this.action(label)), 0))
  }

  /** A hash of who acts: a node, a link, or a kind of fault at its node. */
  ofActor(label: number): number {
    return (this.#actors[label] ??= printOf(actorOf(this.action(label)), 1))
  }

  /** A hash of what a walk may do without: a link, a step of a node, a fault at a node. */
  ofFeature(label: number): number {
    const action = this.action(label)
    const step =
      action.kind === 'timeout' ? action.timer : action.kind === 'internal' ? action.step : ''
    return printOf(`${actorOf(action)} ${step}`, 1)
  }

  #contentOf({ nodes, inFlight, environment, observed }: GlobalState, component: number): string {
    if (component > nodes.length) return keyOf(observed[component - nodes.length - 1])
    if (component === nodes.length) return keyOf(environment)
    const mail = inFlight.filter(({ to }) => to === component)
    // A queue keeps its order.
    const words = mail
      .map((each) => ({ each, key: keyOf(each) }))
      .toSorted((a, b) => {
        if (a.each.from !== b.each.from) return a.each.from - b.each.from
        return a.key === b.key || isQueued(this.system, a.each) ? 0 : a.key < b.key ? -1 : 1
      })
      .map(({ key }) => key)
    return `${keyOf(nodes[component])} ${words.join()}`
  }
}

/** Who does something. */
const actorOf = (action: Action): string => {
  switch (action.kind) {
    case 'deliver':
      return `link ${action.mail.from} ${action.mail.to}`
    case 'duplicate':
    case 'say':
    case 'lose':
      return `${action.kind} ${action.mail.from} ${action.mail.to}`
    case 'timeout':
    case 'internal':
      return `node ${action.node}`
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume':
      return `${action.kind} ${action.node}`
    case 'split':
    case 'heal':
    case 'tick':
      return action.kind
  }
}

/** The same however the state of a machine is divided into components. */
const sumOfLeaves = (path: string, value: unknown, lane: number): number => {
  const add = (sum: number, step: string, part: unknown): number =>
    (sum + sumOfLeaves(path + step, part, lane)) | 0
  if (Array.isArray(value) && value.length > 0) {
    const parts: readonly unknown[] = value
    return parts.reduce<number>((sum, part, at) => add(sum, `[${at}]`, part), 0)
  }
  const names = isPlainRecord(value) ? Object.keys(value) : []
  if (!isPlainRecord(value) || names.length === 0) return printOf(`${path}=${keyOf(value)}`, lane)
  return names.reduce((sum, name) => add(sum, stepOf(name, path), Reflect.get(value, name)), 0)
}
