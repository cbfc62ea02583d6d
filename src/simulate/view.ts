import type { SystemSpace } from '../compile/system-space.ts'
import type { Pieces } from '../compile/pieces.ts'
import { traitsOn } from '../model/network-plan.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/action.ts'
import type { Mail } from '../semantics/global-state.ts'
import { keyOf } from '../value/key.ts'
import { draw, printOf } from './draw.ts'
import { mouldOf, type Mould } from './mould.ts'
import type { Prints } from './prints.ts'
import type { Steps } from './steps.ts'

/** What hashes are of. */
const Of = { mail: 1, known: 2, seen: 3, step: 4, named: 5 } as const

/**
 * How a state looks, whoever of several replicas is who, and without messages that would have no effect now: a hash that
 * states share in which nodes of a group have changed places. Each node has a colour, a hash of what it is and of its
 * mail with the names of nodes left out; then they are put back as the colours that their nodes have, and each node is
 * told by whom it is named (colour refinement, Weisfeiler and Leman 1968). States that look alike need not be alike: this is for choosing where to go, no more.
 */
export class View {
  /** The state at hand; and the same whatever is in flight. */
  print = 0
  still = 0
  readonly #system: System
  readonly #space: SystemSpace
  readonly #prints: Prints
  readonly #groups: readonly number[]
  /** The components of the state at hand. */
  readonly #shapes: Mould[] = []
  /** By component and id, of nodes by their numbers; by label. */
  readonly #moulds: Mould[][]
  readonly #mails: Mould[] = []
  readonly #after: Int32Array
  readonly #before: Int32Array
  #colours: Int32Array
  #next: Int32Array
  /** Whether a step is a delivery without effect. */
  readonly #isIdle: boolean[] = []

  constructor(system: System, space: SystemSpace, prints: Prints) {
    this.#system = system
    this.#space = space
    this.#prints = prints
    const { width } = space
    // What is no node has a colour of its own.
    this.#groups = Array.from({ length: width }, (_, component) =>
      printOf(system.nodes[component]?.group ?? String(component), 0),
    )
    this.#moulds = this.#groups.map(() => [])
    this.#after = new Int32Array(width)
    this.#before = new Int32Array(width)
    this.#colours = new Int32Array(width)
    this.#next = new Int32Array(width)
  }

  /** Looks at the state that its steps were just looked at in. */
  look(steps: Steps, state: Int32Array): void {
    this.#before.set(state)
    const { pieces } = this.#space
    if (pieces === null) {
      this.print = steps.low
      this.still = steps.low
      return
    }
    for (let component = 0; component < state.length; component++)
      this.#shapes[component] = this.#mouldOf(pieces, component, state[component] as number)
    for (let step = 0; step < steps.count; step++)
      this.#isIdle[step] = this.#changesMail(pieces, steps, step)
    this.still = this.#look(null)
    this.print = this.#look(steps)
  }

  /** Whether a step only takes a message out of flight. */
  isIdle(step: number): boolean {
    return this.#isIdle[step] === true
  }

  /** A step as it looks. */
  ofStep(steps: Steps, step: number): number {
    const label = steps.labelOf(step)
    if (this.#space.pieces === null) return this.#prints.ofLabel(label)
    const action = this.#prints.action(label)
    const print = printOfKind(action)
    const colours = this.#colours
    if ('mail' in action) {
      const { from, to } = action.mail
      const message = colourOf(this.#mould(label, action.mail), to, colours)
      return draw(draw(message, colours[from] as number, colours[to] as number), print, Of.step)
    }
    return draw('node' in action ? (colours[action.node] as number) : 0, print, Of.step)
  }

  /** Gives each component its colour, and adds these up. @param steps the deliveries that count; null for none */
  #look(steps: Steps | null): number {
    this.#colour(steps, this.#groups)
    this.#colour(steps, this.#colours)
    let sum = 0
    for (const colour of this.#colours) sum = (sum + colour) | 0
    return sum
  }

  /** Gives each component a colour, by the colours that nodes have now. */
  #colour(steps: Steps | null, colours: ArrayLike<number>): void {
    const next = this.#next
    next.set(this.#groups)
    for (let component = 0; component < next.length; component++) {
      const mould = this.#shapes[component] as Mould
      const seen = colourOf(mould, component, colours)
      next[component] = ((next[component] as number) + draw(seen, 0, Of.known)) | 0
      for (const { node, place } of mould.names) {
        const namer = draw(colours[component] as number, place, Of.named)
        next[node] = ((next[node] as number) + namer) | 0
      }
    }
    if (steps !== null) this.#colourMail(steps, colours, next)
    ;[this.#next, this.#colours] = [this.#colours, next]
  }

  #colourMail(steps: Steps, colours: ArrayLike<number>, next: Int32Array): void {
    for (let step = 0; step < steps.count; step++) {
      if (this.isIdle(step)) continue
      const label = steps.labelOf(step)
      const action = this.#prints.action(label)
      if (action.kind !== 'deliver') continue
      const { from, to } = action.mail
      const message = colourOf(this.#mould(label, action.mail), to, colours)
      next[to] = ((next[to] as number) + draw(message, colours[from] as number, Of.mail)) | 0
    }
  }

  #mould(label: number, { message, age }: Mail): Mould {
    return (this.#mails[label] ??= mouldOf(
      keyOf(age === undefined ? message : [age, message]),
      this.#system,
    ))
  }

  /** What a component is, without mail. */
  #mouldOf(pieces: Pieces, component: number, id: number): Mould {
    const nodes = this.#system.nodes.length
    const number = component < nodes ? pieces.numberOf(component, id) : id
    const known = this.#moulds[component] as Mould[]
    return (known[number] ??= mouldOf(keyOf(contentOf(pieces, nodes, component, id)), this.#system))
  }

  /** Whether a step is the delivery of a message that waits for nobody, and changes nothing but what is in flight. */
  #changesMail(pieces: Pieces, steps: Steps, step: number): boolean {
    const action = this.#prints.action(steps.labelOf(step))
    if (action.kind !== 'deliver') return false
    const { from, to } = action.mail
    if (!traitsOn(this.#system.network, from, to).mayLeaveIgnored) return false
    const [before, after] = [this.#before, this.#after]
    steps.take(step, after)
    for (let component = 0; component < after.length; component++) {
      if (component !== to && after[component] !== before[component]) return false
    }
    const numberIn = (state: Int32Array): number => pieces.numberOf(to, state[to] as number)
    return numberIn(after) === numberIn(before)
  }
}

const contentOf = (pieces: Pieces, nodes: number, component: number, id: number): unknown => {
  if (component < nodes) return pieces.node(component, id)
  return component === nodes ? pieces.environment(id) : pieces.observed(component - nodes - 1, id)
}

const printOfKind = (action: Action): number => {
  const { kind } = action
  const which = kind === 'timeout' ? action.timer : kind === 'internal' ? action.step : ''
  return printOf(`${kind} ${which}`, 0)
}

/** The hash of a mould with colours in place of names; that of the node itself stays. */
const colourOf = ({ rest, names }: Mould, self: number, colours: ArrayLike<number>): number => {
  let sum = 0
  for (const { node, place } of names) {
    sum = (sum + draw(node === self ? 0 : (colours[node] as number), place, Of.seen)) | 0
  }
  return draw(rest, sum, Of.seen)
}
