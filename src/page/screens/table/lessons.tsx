import { cellNamed } from '../../../cap/names.ts'
import { lessons, type Lesson } from '../../../cap/lessons.ts'
import type { Situation } from '../../engine/contract.ts'
import { markOf } from '../../words.ts'
import { answerOf, type Cell } from './cells.ts'

/** What the table teaches: only what this very table bears out, each sentence with the cells it rests on. */
export const Lessons = ({
  situations,
  onCell,
}: {
  readonly situations: readonly Situation[]
  readonly onCell: (cell: Cell) => void
}) => {
  const borne = lessons.filter((lesson) => isBorneOut(lesson, situations))
  if (borne.length === 0) return null
  return (
    <section class="lessons">
      <h2>What the table teaches</h2>
      <ol>
        {borne.map(({ text, rests }) => (
          <li key={text}>
            <p>{text}</p>
            <p class="rests">
              {Object.entries(rests).map(([name, verdict]) => (
                <button key={name} type="button" onClick={() => onCell(cellNamed(name))}>
                  {markOf(verdict)} {name}
                </button>
              ))}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

const isBorneOut = ({ rests }: Lesson, situations: readonly Situation[]): boolean =>
  Object.entries(rests).every(
    ([name, verdict]) => answerOf(cellNamed(name), situations)?.property.verdict === verdict,
  )
