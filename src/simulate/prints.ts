import type { Pieces } from '../compile/pieces.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/action.ts'
import { isQueued, type Mail } from '../semantics/global-state.ts'
import { keyOf } from '../value/key.ts'
import { isPlainRecord, stepOf } from '../parts/shape.ts'
import { draw, printOf } from './draw.ts'
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
  /** What nodes are without their mail, by node and number; and messages by number. */
  readonly #nodes: Pair[][] = []
  readonly #mail: KnownMail[] = []

  constructor(system: System, space: SystemSpace) {
    this.system = system
    this.#space = space
    this.expanding = new Expanding(space)
    this.low = Array.from({ length: space.width }, () => [])
    this.high = Array.from({ length: space.width }, () => [])
  }

  /** Makes sure that the prints of all components of a state are known. */
  learn(state: Int32Array): void {
    for (let component = 0; component < state.length; component++) {
      this.learnOne(component, state[component] as number)
    }
  }

  /** Makes sure that the prints of a component are known. */
  learnOne(component: number, id: number): void {
    const low = this.low[component] as number[]
    if (low[id] !== undefined) return
    const { pieces } = this.#space
    const [one, other] =
      pieces === null ? this.#partPrints(component, id) : this.#piecePrints(pieces, component, id)
    low[id] = one
    ;(this.high[component] as number[])[id] = other
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

  #partPrints(component: number, id: number): Pair {
    const { parts } = this.#space.facets
    const value = parts?.components.contentsOf(component)[id] ?? 0
    const path = parts?.components.paths[component] ?? ''
    const content: unknown = this.#space.values.get(value)
    return [sumOfLeaves(path, content, 0), sumOfLeaves(path, content, 1)]
  }

  #piecePrints(pieces: Pieces, component: number, id: number): Pair {
    const nodes = this.system.nodes.length
    if (component > nodes) return pairOf(component, pieces.observed(component - nodes - 1, id))
    if (component === nodes) return pairOf(component, pieces.environment(id))
    const number = pieces.numberOf(component, id)
    const known = (this.#nodes[component] ??= [])
    const own = (known[number] ??= pairOf(component, pieces.node(component, id)))
    let [low, high] = own
    // A queue keeps its order; any other mail has none.
    let [sender, place] = [-1, 0]
    for (const mail of pieces.mailTo(component, id)) {
      const { from, isQueued, print } = (this.#mail[mail] ??= this.#mailOf(pieces.mail(mail)))
      place = from === sender ? place + 1 : 0
      sender = from
      low = (low + (isQueued ? draw(print[0], place, 0) : print[0])) | 0
      high = (high + (isQueued ? draw(print[1], place, 1) : print[1])) | 0
    }
    return [low, high]
  }

  #mailOf(mail: Mail): KnownMail {
    return {
      from: mail.from,
      isQueued: isQueued(this.system, mail),
      print: pairOf(mail.to, [mail.from, mail.age ?? 0, mail.message]),
    }
  }
}

/** A print in both lanes. */
type Pair = readonly [low: number, high: number]

interface KnownMail {
  readonly from: number
  readonly isQueued: boolean
  readonly print: Pair
}

const pairOf = (component: number, content: unknown): Pair => {
  const text = `${component}:${keyOf(content)}`
  return [printOf(text, 0), printOf(text, 1)]
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
