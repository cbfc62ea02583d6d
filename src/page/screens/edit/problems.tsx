import { LineButton } from './line-button.tsx'
import type { Problem } from './problem.ts'

/** Mistakes, each with a way to its place. */
export const Problems = ({
  title,
  problems,
  onPlace,
}: {
  readonly title: string
  readonly problems: readonly Problem[]
  readonly onPlace: (at: NonNullable<Problem['at']>) => void
}) => (
  <div class="problems" role="alert">
    <h2>{title}</h2>
    <ul>
      {problems.map(({ at, message, where, wayOut }, index) => (
        <li key={index}>
          <LineButton at={at} onPlace={onPlace} /> {message}
          {where.length > 0 && <span class="quiet"> {where.join(' › ')}</span>}
          {wayOut !== '' && <span class="way-out">{wayOut}</span>}
        </li>
      ))}
    </ul>
  </div>
)
