import type { Problem } from './problem.ts'

/** The way to the place of a problem; nothing where it has none. */
export const LineButton = ({
  at,
  onPlace,
}: {
  readonly at: Problem['at']
  readonly onPlace: (at: NonNullable<Problem['at']>) => void
}) =>
  at !== null && (
    <button type="button" onClick={() => onPlace(at)}>
      Line {at.line}
    </button>
  )
