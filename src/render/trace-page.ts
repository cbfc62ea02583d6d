import type { TraceCut } from '../trace/trace.ts'
import { hang, hangParts, nameList, widthOf, type Ink, type Style } from './style.ts'

/** A detail of a step. */
export type Row =
  | string
  /** Two parts, the second on a line of its own where they do not fit on one. */
  | readonly [first: string, second: string]
  /** Something by name; parts that do not fit on one line are put below one another. */
  | { readonly label: string; readonly parts: readonly string[] }

/**
 * The page on which a run is told: step numbers on the left; beside them, while the network is cut,
 * a heavy line from the step that cuts it to the step that heals it; then who does what, and under
 * it, indented, what that changes.
 */
export class TracePage {
  readonly lines: string[] = []
  readonly #style: Style
  readonly #ink: Ink
  #isCut = false

  constructor(style: Style, ink: Ink) {
    this.#style = style
    this.#ink = ink
  }

  /** A step, or a heading without a number. */
  head(number: number | null, text: string): void {
    this.#put(this.#margin(number), this.#margin(null), text, 4)
  }

  /** A detail of the step above. */
  row(row: Row): void {
    const margin = `${this.#margin(null)}  `
    if (typeof row === 'string') {
      this.#put(margin, margin, row, 4)
      return
    }
    if ('label' in row) {
      const rest = margin + ' '.repeat(widthOf(row.label))
      this.lines.push(...hangParts(this.#style, `${margin}${row.label}`, rest, row.parts))
      return
    }
    const [first, second] = row
    const room = this.#style.columns - widthOf(margin)
    if (widthOf(first) + 1 + widthOf(second) <= room) {
      this.#put(margin, margin, `${first} ${second}`, 4)
      return
    }
    this.#put(margin, margin, first, 4)
    this.#put(`${margin}  `, margin, second, 4)
  }

  /** An empty line. */
  gap(): void {
    this.lines.push(this.#margin(null).trimEnd())
  }

  /** The network is cut: from here on the line is drawn. */
  split(number: number | null, cut: TraceCut): void {
    const { yellow, bold } = this.#ink
    const what = number === null ? 'The network is split from the start' : 'The network splits'
    const between = yellow(cut.isOneWay ? ' ━━╳━▶ ' : ' ━╳━ ')
    const sides = cut.sides.map((side) => bold(nameList(side))).join(between)
    const corner = `${this.#number(number)} ${yellow('┏━━')} `
    this.#isCut = true
    this.#put(corner, this.#margin(null), yellow(bold(what)), 2)
    this.row(sides)
    if (cut.isOneWay) {
      const [from = [], to = []] = cut.sides
      this.row(`nothing from ${nameList(from)} reaches ${nameList(to)}; the other way it does`)
    }
    if (number === null) this.gap()
  }

  /** The network heals: the line ends. */
  heal(number: number): void {
    const { yellow, bold } = this.#ink
    this.#isCut = false
    const corner = `${this.#number(number)} ${yellow('┗━━')} `
    this.#put(corner, this.#margin(null), yellow(bold('The network heals')), 2)
  }

  /** The run is told. A cut that is still there goes on. */
  finish(): void {
    if (this.#isCut) this.lines.push(`${this.#number(null)} ${this.#ink.yellow('╹')}`)
    else this.gap()
  }

  #put(first: string, rest: string, text: string, indent: number): void {
    this.lines.push(...hang(this.#style, first, rest + ' '.repeat(indent), text))
  }

  #margin(number: number | null): string {
    return `${this.#number(number)} ${this.#isCut ? this.#ink.yellow('┃') : ' '} `
  }

  #number(number: number | null): string {
    return this.#ink.dim((number === null ? '' : String(number)).padStart(3))
  }
}
