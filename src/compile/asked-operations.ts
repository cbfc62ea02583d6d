import type { Audited } from '../audit/audited.ts'
import { itself } from '../audit/instance.ts'
import type { NodeOperations } from '../explore/meaning.ts'
import type { World } from '../semantics/action.ts'
import { operationsOf } from '../semantics/operations.ts'
import { placeIn, type Place } from '../semantics/place.ts'
import { answersChanged } from '../semantics/step-errors.ts'
import { brief, thrown } from '../value/brief.ts'
import { equal } from '../value/compare.ts'
import type { Values } from '../value/values.ts'

interface Answer {
  readonly node: number
  readonly state: number
  readonly found: NodeOperations
}

/** The operations of nodes in their states: asked once for each, and once more for the audit. */
export class AskedOperations implements Audited {
  readonly #world: World
  readonly #values: Values
  readonly #known = new Map<string, NodeOperations>()
  readonly #asked: Answer[] = []

  constructor(world: World, values: Values) {
    this.#world = world
    this.#values = values
  }

  /** @param state the id of the state's value */
  of(node: number, state: number): NodeOperations {
    const key = `${node} ${state}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = operationsOf(this.#world.places[node], this.#values.get(state))
    this.#known.set(key, found)
    this.#asked.push({ node, state, found })
    return found
  }

  get size(): number {
    return this.#asked.length
  }

  pieceOf(at: number): string {
    return `${this.#asked[at]?.node} operations`
  }

  again(at: number, instance = itself): void {
    const { node, state, found } = this.#asked[at] as Answer
    const value = this.#values.get(state)
    const place = this.#world.places[node] as Place
    let now: string
    try {
      const operations = operationsOf(placeIn(instance, place), value)
      if (isSame(operations, found)) return
      now = said(operations)
    } catch (error) {
      now = `throws ${thrown(error)}`
    }
    throw answersChanged(place, [
      'its `operations`',
      `in state ${brief(value)}`,
      `${said(found)} before, ${now} now`,
    ])
  }
}

const isSame = (a: NodeOperations, b: NodeOperations): boolean =>
  equal(a.waiting, b.waiting) && equal(a.refused, b.refused)

const said = ({ waiting, refused }: NodeOperations): string =>
  `waiting ${brief(waiting)}, refused ${brief(refused)}`
