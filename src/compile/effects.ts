import { noEffect } from '../explore/relation.ts'
import { IntList } from '../store/int-list.ts'
import { headWords, type Cells } from './cells.ts'
import { Head } from './outcome-words.ts'

/** What happens to a cell: a message arrives, or a cut swallows what it blocks. */
type Happening =
  | { readonly envelope: number }
  | { readonly cut: number; readonly passes: (envelope: number) => boolean }

/** What happened last, and the effect of what happened before. */
interface Effect {
  readonly before: number
  readonly last: Happening
}

/**
 * Stands for the cells of a node that the successor loop knows nothing of: in place of a cell it is given what
 * has happened to it so far, and gives that with one more. So what comes out is the effect of a step.
 */
export class Effects {
  /** Nothing can be done by the node itself. */
  readonly heads: IntList
  /** By number what happened last, and the effect before it. */
  readonly #all: Effect[] = []
  readonly #known = new Map<string, number>()

  constructor() {
    this.heads = new IntList()
    for (let word = 0; word < headWords; word++) this.heads.push(0)
    this.heads.data[Head.ignored] = -1
  }

  accept(before: number, envelope: number): number {
    return this.#add(before, `${before}:${envelope}`, { envelope })
  }

  clear(before: number, cut: number, passes: (envelope: number) => boolean): number {
    return this.#add(before, `${before}|${cut}`, { cut, passes })
  }

  /** The cell after an effect. */
  after(effect: number, cell: number, cells: Cells): number {
    if (effect === noEffect) return cell
    const { before, last } = this.#all[effect - 1] as Effect
    const then = this.after(before, cell, cells)
    return 'envelope' in last
      ? cells.accept(then, last.envelope)
      : cells.clear(then, last.cut, last.passes)
  }

  #add(before: number, key: string, last: Happening): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const effect = this.#all.push({ before, last })
    this.#known.set(key, effect)
    return effect
  }
}
