import type { PropertyReport } from '../../../report.ts'
import { situationWords } from '../../../cap/words.ts'
import { markOf, toneOf } from '../../words.ts'
import { hasNothingToCut, isAsked, type Cell } from './cells.ts'

/** What a learner says will come out. */
export type Guess = 'holds' | 'violated'

interface Props {
  readonly cell: Cell
  readonly at: readonly [row: number, column: number]
  /** Whether another situation begins here. */
  readonly isFirst: boolean
  /** Whether the tab key stops here. */
  readonly isStop: boolean
  readonly isOpen: boolean
  /** Null as long as it is not known. */
  readonly answer: PropertyReport | null
  readonly guess: Guess | null
  /** What came out is shown, is kept back, or is shown beside the guess. */
  readonly mode: 'shown' | 'blank' | 'scored'
  /** Called when it is clicked. */
  readonly onAct: () => void
}

/** A cell of the grid. */
export const CellView = (props: Props) => {
  const { cell, at, isFirst, isStop, isOpen } = props
  const { mark, tone, words } = contentOf(props)
  const isRight = rightness(props)
  return (
    <td
      role="gridcell"
      data-at={at.join()}
      data-cell={`${cell.row.name}/${cell.partition}/${cell.question}`}
      class={[tone, isFirst ? 'first' : '', isOpen ? 'open' : '', isRight ?? ''].join(' ')}
      tabIndex={isStop ? 0 : -1}
      aria-selected={isOpen}
      aria-label={`${cell.row.name}, ${situationWords[cell.partition]}, ${cell.question}: ${words}`}
      onClick={props.onAct}
    >
      <span class="mark">{mark}</span>
      {props.mode !== 'blank' && hasNothingToCut(cell) && isAsked(cell.row, cell.question) && (
        <span class="remark">nothing to cut</span>
      )}
      {isRight === 'wrong' && (
        <span class="remark">you: {props.guess === 'holds' ? '✓' : '✗'}</span>
      )}
    </td>
  )
}

const rightness = ({ mode, guess, answer }: Props): 'right' | 'wrong' | null => {
  if (mode !== 'scored' || guess === null || answer === null) return null
  return guess === answer.verdict ? 'right' : 'wrong'
}

const words: Readonly<Record<PropertyReport['verdict'], string>> = {
  holds: 'holds',
  violated: 'is violated',
  vacuous: 'says nothing',
  incomplete: 'not decided',
}

const contentOf = (
  props: Props,
): { readonly mark: string; readonly tone: string; readonly words: string } => {
  const { cell, mode, guess, answer } = props
  if (!isAsked(cell.row, cell.question)) return { mark: '·', tone: 'still', words: 'is not asked' }
  if (mode === 'blank') {
    if (guess === null) return { mark: '?', tone: 'still', words: 'what do you say?' }
    const mark = guess === 'holds' ? '✓' : '✗'
    return { mark, tone: 'guess', words: `you say it ${words[guess]}` }
  }
  if (answer === null) return { mark: '…', tone: 'still', words: 'is being checked' }
  const cut = hasNothingToCut(cell) ? ', there is nothing to cut' : ''
  const isRight = rightness(props)
  const score =
    isRight === null ? '' : isRight === 'right' ? '; you were right' : '; you were wrong'
  const isSurprise = answer.verdict !== answer.expected
  return {
    mark: markOf(answer.verdict) + (isSurprise ? '!' : ''),
    tone: toneOf(answer),
    words: `${words[answer.verdict]}${cut}${isSurprise ? ', which was not expected' : ''}${score}`,
  }
}
