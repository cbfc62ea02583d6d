import { inputsOf } from './combinations.ts'
import type { Asynchronous } from './faults.ts'
import { separates } from './run.ts'
import type { Cut, Message, Run, Step } from './run.ts'
import type { Task } from './task.ts'
import { Views } from './view.ts'
import type { View } from './view.ts'

/**
 * Every run of the asynchronous model, by depth-first search over what can happen next. Two partial
 * runs are one if every node has seen the same and every request came at the same moment of every
 * other node's history: no condition may depend on more.
 */
export function* asynchronousRuns(task: Task, model: Asynchronous): Generator<Run> {
  for (const inputs of inputsOf(task)) {
    const explorer = new Explorer(task, model, inputs)
    yield* explorer.runs(explorer.initial())
  }
}

interface Partial {
  readonly steps: readonly Step[]
  readonly views: ReadonlyMap<string, View>
  /** Messages under way, with the hops they may still beget. */
  readonly flight: readonly { readonly message: Message; readonly hops: number }[]
  readonly requests: readonly string[]
  /** For each request made: how much every node had seen by then. */
  readonly moments: string
  readonly cut: Cut | null
}

class Explorer {
  readonly #task: Task
  readonly #model: Asynchronous
  readonly #inputs: Run['inputs']
  readonly #interned = new Views()
  readonly #seen = new Set<string>()

  constructor(task: Task, model: Asynchronous, inputs: Run['inputs']) {
    this.#task = task
    this.#model = model
    this.#inputs = inputs
  }

  initial(): Partial {
    const { nodes } = this.#task
    const views = new Map(nodes.map((node) => [node, this.#interned.blank(node)]))
    const late = nodes.filter((node) => this.#inputs[node] !== null)
    const blank: Partial = { steps: [], views, flight: [], requests: late, moments: '', cut: null }
    if (this.#model.inputs === 'any time') return blank
    return nodes.reduce((state, node) => this.#request(state, node), blank)
  }

  *runs(state: Partial): Generator<Run> {
    if (this.#known(state)) return
    yield* this.#cuts(state)
    if (this.#model.cut === 'present' && state.cut === null) return
    let moved = false
    for (const node of state.requests) {
      moved = true
      yield* this.runs(this.#request(state, node))
    }
    for (const { message, hops } of state.flight) {
      if (blocked(state.cut, message)) continue
      moved = true
      yield* this.runs(this.#deliver(state, message, hops))
    }
    if (!moved) yield* this.#finish(state)
  }

  /** The cut may fall now; whether it stopped anything is seen at the end. */
  *#cuts(state: Partial): Generator<Run> {
    if (state.cut !== null || this.#model.cut === 'absent') return
    for (const groups of this.#model.cuts) {
      const crossings = state.steps.findLastIndex(
        (step) =>
          step.kind === 'receive' && step.messages.some((m) => separates(groups, m.from, m.to)),
      )
      // The earliest moment that explains the same run, so that equal runs are written equally.
      const after = crossings < 0 ? 0 : crossings + 1
      yield* this.runs({ ...state, cut: { groups, after, heals: null } })
    }
  }

  /** Nothing more can happen. A cut that stopped nothing is no cut. */
  *#finish(state: Partial): Generator<Run> {
    const lost = state.flight.map(({ message }) => message)
    const { cut, steps } = state
    if (cut !== null && cut.heals === null && lost.length === 0) {
      if (this.#model.cut !== 'present') return
    }
    yield { inputs: this.#inputs, steps, lost, cut, crashes: [] }
    const heals = this.#model.meaning === 'delayed' && cut !== null && lost.length > 0
    if (heals) yield* this.runs({ ...state, cut: { ...cut, heals: steps.length } })
  }

  #known(state: Partial): boolean {
    const views = this.#task.nodes.map((node) => state.views.get(node)?.id)
    const cut = state.cut === null ? null : [state.cut.groups, state.cut.heals !== null]
    const key = JSON.stringify([views, state.moments, cut])
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    return false
  }

  #request(state: Partial, node: string): Partial {
    const lengths = this.#task.nodes.map((one) => state.views.get(one)?.length)
    const early = this.#model.inputs === 'start'
    const next = this.#step(state, { kind: 'input', node }, node, this.#model.hops)
    return {
      ...next,
      requests: state.requests.filter((one) => one !== node),
      moments: early ? '' : `${state.moments}${node} ${lengths.join(',')};`,
    }
  }

  #deliver(state: Partial, message: Message, hops: number): Partial {
    const flight = state.flight.filter((one) => one.message !== message)
    const step: Step = { kind: 'receive', node: message.to, messages: [message] }
    return this.#step({ ...state, flight }, step, message.from, hops - 1)
  }

  /** Take the step, then send what the node has seen, if hops are left. */
  #step(state: Partial, step: Step, cause: string, hops: number): Partial {
    const before = state.views.get(step.node) ?? this.#interned.blank(step.node)
    const view = this.#interned.after(before, step, { inputs: this.#inputs }, (from, sent) => {
      let carried = state.views.get(from) ?? this.#interned.blank(from)
      while (carried.length > sent && carried.earlier !== null) carried = carried.earlier
      return carried
    })
    const toAll = step.kind === 'input' || this.#model.answers === 'all'
    const told = this.#task.nodes.filter((to) => to !== step.node && (toAll || to === cause))
    const sends = hops > 0 ? told : []
    const messages = sends.map((to) => ({
      message: { from: step.node, to, sent: view.length },
      hops,
    }))
    return {
      ...state,
      steps: [...state.steps, step],
      views: new Map(state.views).set(step.node, view),
      flight: [...state.flight, ...messages],
    }
  }
}

function blocked(cut: Cut | null, message: Message): boolean {
  return cut !== null && cut.heals === null && separates(cut.groups, message.from, message.to)
}
