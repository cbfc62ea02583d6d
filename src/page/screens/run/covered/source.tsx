import type { CoveredFile, CoveredPart } from '../../../../report.ts'
import { notedWords } from '../../../../render/coverage-words.ts'
import { showName } from '../../../../value/notation.ts'
import { counted } from '../../../words.ts'
import { isNever, linesOf, type Line, type Remark } from './lines.ts'

/** The element of the line that a remark stands at. */
export const placeId = ({ file, line, column, endLine, endColumn }: Remark): string =>
  `at ${file}:${line}:${column}-${endLine}:${endColumn}`

/** A remark in one character, so that it is not told by its colour alone. */
export const signOf = (remark: Remark): string => (isNever(remark) ? '✗' : '=')

/** A file of the model, with what never ran, what always came out the same, and how often functions were called. */
export const Source = ({
  file,
  parts,
  isOnly,
}: {
  readonly file: CoveredFile
  readonly parts: readonly CoveredPart[]
  readonly isOnly: boolean
}) => {
  const lines = linesOf(file, parts)
  const name = showName(file.file)
  const told = lines.reduce((sum, { remarks }) => sum + remarks.length, 0)
  return (
    <details open={isOnly || told > 0}>
      <summary>
        <h3>{name}</h3> <span class="quiet">{told === 0 ? 'nothing to tell' : ''}</span>
      </summary>
      {/* What is wider than the window is moved by keys, too. */}
      <div class="scroll" role="region" aria-label={`The source of ${name}`} tabIndex={0}>
        <ol role="list">
          {lines.map((line) => (
            <Row key={line.number} line={line} />
          ))}
        </ol>
      </div>
    </details>
  )
}

const Row = ({ line: { number, pieces, remarks, calls } }: { readonly line: Line }) => {
  // Of one that was never called this is said below it.
  const called = calls.filter(({ times }) => times > 0)
  const within = pieces.find(({ of }) => of !== null && isNever(of)) ?? pieces.find(({ of }) => of)
  const tone = within?.of ? (isNever(within.of) ? 'never' : 'same') : undefined
  return (
    <li class={tone}>
      <span class="number">{number}</span>
      <code>
        {pieces.map(({ text, of }, index) =>
          of === null ? (
            text
          ) : (
            <mark key={index} class={isNever(of) ? 'never' : 'same'}>
              {text}
            </mark>
          ),
        )}
        {called.length > 0 && <span class="calls">{called.map(calledWords).join(', ')}</span>}
      </code>
      {remarks.map((remark) => (
        <p key={placeId(remark)} id={placeId(remark)} class="note" tabIndex={-1}>
          <span class={isNever(remark) ? 'sign bad' : 'sign doubt'} aria-hidden="true">
            {signOf(remark)}
          </span>{' '}
          {notedWords(remark)}
          {remark.endLine > remark.line && `, to line ${remark.endLine}`}
          {(remarks.length > 1 || isFunction(remark)) && (
            <>
              : <span class="what">{showName(remark.text)}</span>
            </>
          )}
        </p>
      ))}
    </li>
  )
}

/** Of others the text is marked in the line above; what a function is called may not stand there. */
const isFunction = (remark: Remark): boolean => isNever(remark) && remark.kind === 'function'

const calledWords = (
  { name, times }: Line['calls'][number],
  _: number,
  { length }: Line['calls'],
): string =>
  `${length === 1 ? '' : `${showName(name)} `}called ${times === 1 ? 'once' : counted(times, 'time')}`
