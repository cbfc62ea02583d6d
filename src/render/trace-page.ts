import type { TraceCutSides } from '../trace/trace.ts'
import { joinMessage } from '../value/notation.ts'
import { briefMessageParts } from './trace-values.ts'
import { hang, hangParts, nameList, unbroken, widthOf, type Ink, type Style } from './style.ts'

/** What is said of a step, or in a detail of it. */
export type Row =
  | string
  /** Two parts, the second on a line of its own where they do not fit on one. */
  | readonly [first: string, second: string]
  /** Something by name; parts that do not fit on one line are put below one another. */
  | { readonly label: string; readonly parts: readonly string[] }
  /** Words around a message; its fields go below where it does not fit on the line. */
  | { readonly lead: string; readonly message: unknown; readonly tail: string }

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
  #cuts = 0
  #loop: 'none' | 'opens' | 'open' = 'none'

  /** @param hasLoop leaves room on the left for the arrow of a run that repeats */
  constructor(style: Style, ink: Ink, hasLoop: boolean) {
    this.#style = style
    this.#ink = ink
    this.#hasLoop = hasLoop
  }

  /** A step, or a heading without a number. */
  head(number: number | null, row: Row): void {
    // The margin of a step is made before that of the lines below it: a loop opens at the first.
    const first = this.#margin(number)
    this.lines.push(...rowLines(this.#style, this.#ink, row, first, this.#margin(null)))
  }

  /** Steps that are folded away. */
  fold(row: Row): void {
    const first = this.#margin('⋮')
    this.lines.push(...rowLines(this.#style, this.#ink, row, first, this.#margin(null)))
  }

  /** The width that is left for a detail. */
  get room(): number {
    return this.#style.columns - widthOf(this.#margin(null)) - 2
  }

  /** A detail of the step above. */
  row(row: Row): void {
    const margin = `${this.#margin(null)}  `
    this.lines.push(...rowLines(this.#style, this.#ink, row, margin, margin))
  }

  /** An empty line. */
  gap(): void {
    this.lines.push(this.#margin(null).trimEnd())
  }

  /** The network is cut: from here on the line is drawn. */
  split(number: number | null, cut: TraceCutSides): void {
    const { yellow, bold } = this.#ink
    const what =
      number === null
        ? 'The network is split from the start'
        : `The network splits${this.#cuts > 0 ? ' once more' : ''}`
    const corner = `${this.#number(number)} ${yellow(this.#cuts > 0 ? '┣━━' : '┏━━')} `
    this.#cuts += 1
    this.#put(corner, this.#margin(null), yellow(bold(what)), 2)
    this.#sides(cut)
    if (cut.isOneWay) {
      const [from = [], to = []] = cut.sides
      this.row(`nothing from ${nameList(from)} reaches ${nameList(to)}; the other way it does`)
    }
    if (number === null) this.gap()
  }

  /**
   * The network heals: the line ends, unless other cuts stand.
   *
   * @param cut which of them heals, where several may stand; else missing
   */
  heal(number: number, cut: TraceCutSides | undefined): void {
    const { yellow, bold } = this.#ink
    this.#cuts -= 1
    const isWhole = this.#cuts === 0
    const corner = `${this.#number(number)} ${yellow(isWhole ? '┗━━' : '┣━━')} `
    const what = isWhole ? 'The network heals' : 'A cut heals, others stand'
    this.#put(corner, this.#margin(null), yellow(bold(what)), 2)
    if (cut !== undefined) this.#sides(cut)
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
    if (this.#cuts > 0) this.lines.push(`${this.#number(null)} ${this.#ink.yellow('╹')}`)
    else this.gap()
  }

  #sides(cut: TraceCutSides): void {
    const { yellow, bold } = this.#ink
    const between = yellow(cut.isOneWay ? ' ━━╳━▶ ' : ' ━╳━ ')
    this.row(cut.sides.map((side) => bold(nameList(side))).join(between))
  }

  #put(first: string, rest: string, text: string, indent: number): void {
    this.lines.push(...hang(this.#style, first, rest + ' '.repeat(indent), text))
  }

  #margin(number: number | '⋮' | null): string {
    return `${this.#number(number)} ${this.#cuts > 0 ? this.#ink.yellow('┃') : ' '} `
  }

  #number(number: number | '⋮' | null): string {
    const { dim, magenta } = this.#ink
    const text = number === null ? '   ' : dim(String(number).padStart(3))
    if (!this.#hasLoop) return text
    const arrow = { none: '  ', opens: '╭▶', open: '│ ' }[this.#loop]
    if (this.#loop === 'opens') this.#loop = 'open'
    return magenta(arrow) + text
  }
}

/** A row set beside a margin: `first` for its first line, `rest` for the others. */
export const rowLines = (
  style: Style,
  ink: Ink,
  row: Row,
  first: string,
  rest: string,
): readonly string[] => {
  const deeper = `${rest}    `
  if (typeof row === 'string') return hang(style, first, deeper, row)
  if ('label' in row) {
    const below = rest + ' '.repeat(widthOf(row.label))
    return hangParts(style, `${first}${row.label}`, below, row.parts)
  }
  if ('message' in row) return messageLines(style, ink, row, [first, rest])
  const [start, end] = row
  if (widthOf(first) + widthOf(start) + 1 + widthOf(end) <= style.columns) {
    return hang(style, first, deeper, `${start} ${end}`)
  }
  return [...hang(style, first, deeper, start), ...hang(style, `${rest}  `, deeper, end)]
}

/** A message that takes more lines than this is told field by field. */
const mostLines = 3

const messageLines = (
  style: Style,
  ink: Ink,
  { lead, message, tail }: Extract<Row, { readonly message: unknown }>,
  [first, rest]: readonly [first: string, rest: string],
): readonly string[] => {
  const deeper = `${rest}    `
  const { name, parts } = briefMessageParts(message)
  const room = style.columns - widthOf(deeper)
  const pieces = parts.map((part) => (widthOf(part) < room ? unbroken(part) : part))
  const text = joinMessage({ name, parts: pieces })
  const lines = hang(style, first, deeper, `${lead} ${ink.cyan(text)} ${tail}`)
  if (lines.length <= mostLines || parts.length === 0) return lines
  const named = `${lead} ${ink.cyan(name ?? 'a message')} ${tail}${ink.dim(', with')}`
  return [
    ...hang(style, first, deeper, named),
    ...parts.flatMap((part) => hang(style, deeper, `${deeper}  `, ink.cyan(part))),
  ]
}
