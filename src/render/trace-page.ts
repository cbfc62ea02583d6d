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
 * it, indented, what that changes. Where a run repeats, an arrow on the far left leads back.
 */
export class TracePage {
  readonly lines: string[] = []
  readonly #style: Style
  readonly #ink: Ink
  readonly #hasLoop: boolean
  #isCut = false
  #loop: 'none' | 'opens' | 'open' = 'none'

  /** @param hasLoop leaves room on the left for the arrow of a run that repeats */
  constructor(style: Style, ink: Ink, hasLoop: boolean) {
    this.#style = style
    this.#ink = ink
    this.#hasLoop = hasLoop
  }

  /** A step, or a heading without a number. */
  head(number: number | null, text: string): void {
    // The margin of a step is made before that of the lines below it: a loop opens at the first.
    const first = this.#margin(number)
    this.#put(first, this.#margin(null), text, 4)
  }

  /** A detail of the step above. */
  row(row: Row): void {
    this.lines.push(...rowLines(this.#style, `${this.#margin(null)}  `, row))
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

  /** From the next step on the run repeats. */
  openLoop(): void {
    this.#loop = 'opens'
  }

  /** After this the run goes back to where the loop was opened; if it was not, it stays here. */
  closeLoop(text: string): void {
    const { magenta } = this.#ink
    const arrow = this.#loop === 'none' ? ' ↻ ' : '╰──'
    this.#loop = 'none'
    this.#put(`${magenta(arrow)} `, this.#margin(null), magenta(text), 2)
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
    const { dim, magenta } = this.#ink
    const text = dim((number === null ? '' : String(number)).padStart(3))
    if (!this.#hasLoop) return text
    const arrow = { none: '  ', opens: '╭▶', open: '│ ' }[this.#loop]
    if (this.#loop === 'opens') this.#loop = 'open'
    return magenta(arrow) + text
  }
}

/** A detail, set beside a margin. */
export const rowLines = (style: Style, margin: string, row: Row): readonly string[] => {
  const deeper = `${margin}    `
  if (typeof row === 'string') return hang(style, margin, deeper, row)
  if ('label' in row) {
    const rest = margin + ' '.repeat(widthOf(row.label))
    return hangParts(style, `${margin}${row.label}`, rest, row.parts)
  }
  const [first, second] = row
  const line = `${first} ${second}`
  if (widthOf(margin) + widthOf(line) <= style.columns) return hang(style, margin, deeper, line)
  return [...hang(style, margin, deeper, first), ...hang(style, `${margin}  `, deeper, second)]
}
