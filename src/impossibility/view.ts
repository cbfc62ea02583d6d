import { element, entry } from './entry.ts'
import type { Run, Step } from './run.ts'

/**
 * All that a node has seen so far. Interned: two views from one {@link Views} are equal exactly when
 * they are the same object. A node must act the same wherever its view is the same; that is the
 * whole meaning of "cannot tell apart".
 */
export interface View {
  /** The number of the view, from 0, in the order of first sight. */
  readonly id: number
  /** The node whose view it is. */
  readonly node: string
  /** The view one step earlier; `null` before the first step. */
  readonly earlier: View | null
  /** What the last step showed; null before the first step. */
  readonly seen: Seen | null
  /** The number of steps seen. */
  readonly length: number
  /** The node's input if it has had one, also when that is "none". */
  readonly input: string | null | undefined
}

/** What one step showed to a node: its input, or the views of those it heard from, by sender. */
export type Seen =
  | { readonly kind: 'input'; readonly input: string | null }
  | { readonly kind: 'heard'; readonly views: readonly View[] }

/** The intern table of views. Ids are given in the order of first sight, so they are deterministic. */
export class Views {
  /** All views there are, by id. */
  readonly all: View[] = []
  readonly #table = new Map<string, View>()

  /** The view of a node that has seen nothing. */
  blank(node: string): View {
    return this.#intern(`blank ${node}`, { node, earlier: null, seen: null, length: 0 }, undefined)
  }

  /** The view after one more step. `sent` gives the view that a message carries. */
  after(view: View, step: Step, run: Pick<Run, 'inputs'>, sent: Sent): View {
    const base = { node: view.node, earlier: view, length: view.length + 1 }
    if (step.kind === 'input') {
      const input = entry(run.inputs, step.node)
      const key = `${view.id} input ${JSON.stringify(input)}`
      return this.#intern(key, { ...base, seen: { kind: 'input', input } }, input)
    }
    const heard = step.messages.map((message) => sent(message.from, message.sent))
    const views = heard.toSorted((one, other) => one.id - other.id)
    const key = `${view.id} heard ${views.map((one) => one.id).join(' ')}`
    return this.#intern(key, { ...base, seen: { kind: 'heard', views } }, view.input)
  }

  /** The views of every node along a run: index k is the view after k of its own steps. */
  along(nodes: readonly string[], run: Run): Map<string, View[]> {
    const chains = new Map(nodes.map((node) => [node, [this.blank(node)]]))
    const chain = (node: string): View[] => {
      const found = chains.get(node)
      if (found === undefined) throw new Error(`the run names an unknown node ${node}`)
      return found
    }
    for (const step of run.steps) {
      const own = chain(step.node)
      const last = element(own, own.length - 1)
      own.push(this.after(last, step, run, (from, sent) => element(chain(from), sent)))
    }
    return chains
  }

  #intern(key: string, view: Omit<View, 'id' | 'input'>, input: View['input']): View {
    const known = this.#table.get(key)
    if (known !== undefined) return known
    const made: View = { ...view, id: this.all.length, input }
    this.#table.set(key, made)
    this.all.push(made)
    return made
  }
}

/** The view of a node after so many of its steps. */
export type Sent = (node: string, steps: number) => View
