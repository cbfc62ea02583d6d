import { isPlainObject } from '../explore/fields.ts'
import { sourceOf, type Facets } from '../explore/facets.ts'
import { Tuples } from '../store/tuples.ts'
import type { Cells } from './cells.ts'
import { typeOf } from './node-coverage.ts'
import type { Tables } from './tables.ts'

/** A part of one node's cells that can be left out. */
interface Piece {
  readonly node: number
  /** What it is in the cells that were found, by numbers that mean the same for all nodes. */
  readonly contents: ReadonlySet<number>
  /** For each cell a number: equal numbers for those that are equal without the part. */
  readonly rest: Int32Array
}

/** What a cell is made of, in numbers: whether it is up, its state, timers and mailbox. */
type Content = readonly [up: number, state: number, timers: number, mailbox: number]

const [up, state, timers, mailbox] = [0, 1, 2, 3] as const

/** The cells of one node, and what they are when parts of them are left out. */
export class NodeParts {
  readonly id: string
  /** The fields of its states, where they are plain objects. */
  readonly fields: readonly string[]
  /** The types of the messages that are in flight to it. */
  readonly types: readonly string[]
  readonly #tables: Tables
  readonly #facets: Facets
  readonly #node: number
  readonly #used: Uint8Array
  readonly #cells: readonly Content[]
  readonly #typeOf: (envelope: number) => string

  /** @param used 1 for each cell that a state has, else 0 */
  constructor(tables: Tables, facets: Facets, node: number, used: Uint8Array) {
    this.id = tables.system.nodes[node]?.id ?? ''
    this.#tables = tables
    this.#facets = facets
    this.#node = node
    this.#used = used
    const cells = tables.cells[node] as Cells
    this.#cells = Array.from({ length: cells.size }, (_, id): Content => {
      const { isUp, state, timers, mailbox } = cells.get(id)
      return [isUp ? 1 : 0, state, timers, mailbox]
    })
    const types = new Map<number, string>()
    this.#typeOf = (envelope) => {
      const known = types.get(envelope) ?? typeOf(tables.envelopes.message(envelope))
      types.set(envelope, known)
      return known
    }
    this.fields = this.#fieldNames()
    const inFlight = [...this.#contentsOf(mailbox)].flatMap((box) => tables.boxes.get(box))
    this.types = [...new Set(inFlight.map(this.#typeOf))]
  }

  get hasTimers(): boolean {
    return this.#contentsOf(timers).size > 1
  }

  /** All of the node. Cells of different nodes are different. */
  whole(): Piece {
    const ids = [...this.#used.keys()].filter((id) => this.#used[id] === 1)
    const { nodes } = this.#tables
    return this.#piece(
      ids.map((id) => id * nodes + this.#node),
      () => [],
    )
  }

  state(): Piece {
    return this.#piece(this.#contentsOf(state), (cell) => cell.with(state, 0))
  }

  timers(): Piece {
    return this.#piece(this.#contentsOf(timers), (cell) => cell.with(timers, 0))
  }

  up(): Piece {
    return this.#piece(this.#contentsOf(up), (cell) => cell.with(up, 0))
  }

  mail(): Piece {
    return this.#piece(this.#contentsOf(mailbox), (cell) => cell.with(mailbox, 0))
  }

  /** The messages of a type that are in flight to the node. */
  mailOf(type: string): Piece {
    const { boxes } = this.#tables
    const ofType = (envelope: number): boolean => this.#typeOf(envelope) === type
    const found = [...this.#contentsOf(mailbox)].flatMap((box) => boxes.get(box).filter(ofType))
    const others = new Tuples()
    const rests = new Map<number, number>()
    const restOf = (box: number): number => {
      const left = boxes.get(box).filter((envelope) => !ofType(envelope))
      const known = rests.get(box) ?? others.intern(Int32Array.from(left))
      rests.set(box, known)
      return known
    }
    return this.#piece(found, (cell) => cell.with(mailbox, restOf(cell[mailbox])))
  }

  /** A field of the node's state. */
  field(name: string): Piece {
    const { fields } = this.#facets
    if (fields === null) return this.#piece([], (cell) => cell)
    const node = this.#node
    const others = this.fields.filter((each) => each !== name)
    const facets = [fields.shell(node), ...others.map((each) => fields.field(node, each))]
    const sources = facets.map((facet) => sourceOf(this.#facets, facet))
    const own = sourceOf(this.#facets, fields.field(node, name))
    const used = [...this.#used.keys()].filter((id) => this.#used[id] === 1)
    const rests = new Tuples()
    const known = new Map<number, number>()
    const restOf = (cell: Content, id: number): number => {
      const found =
        known.get(cell[state]) ?? rests.intern(Int32Array.from(sources, ({ at }) => at(id)))
      known.set(cell[state], found)
      return found
    }
    return this.#piece(new Set(used.map((id) => own.at(id))), (cell, id) =>
      cell.with(state, restOf(cell, id)),
    )
  }

  /** @param restOf what is left of a cell */
  #piece(
    contents: Iterable<number>,
    restOf: (cell: Content, id: number) => readonly number[],
  ): Piece {
    const rests = new Tuples()
    const rest = Int32Array.from(this.#cells, (cell, id) =>
      rests.intern(Int32Array.from(restOf(cell, id))),
    )
    return { node: this.#node, contents: new Set(contents), rest }
  }

  /** What the cells that were found have in one place. */
  #contentsOf(place: keyof Content & number): ReadonlySet<number> {
    const used = this.#cells.filter((_, id) => this.#used[id] === 1)
    return new Set(used.map((cell) => cell[place] as number))
  }

  #fieldNames(): readonly string[] {
    const names = new Set<string>()
    for (const id of this.#contentsOf(state)) {
      const value = this.#tables.values.get(id)
      if (isPlainObject(value)) for (const name of Object.keys(value)) names.add(name)
    }
    return [...names].toSorted()
  }
}
