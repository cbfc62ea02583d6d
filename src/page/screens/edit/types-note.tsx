import { LineButton } from './line-button.tsx'
import type { Problem } from './problem.ts'
import type { Types } from './use-types.ts'

/** More complaints than these are counted only. */
const most = 5

/** What TypeScript says of the source, below the editor. The verdict does not wait for it. */
export const TypesNote = ({
  types: { state, problems, load },
  onPlace,
}: {
  readonly types: Types
  readonly onPlace: (at: NonNullable<Problem['at']>) => void
}) => (
  <section class="types" aria-label="What TypeScript says">
    <p class="quiet" role="status">
      {said(state, problems.length)}
    </p>
    {state === 'asked-for' && (
      <button type="button" onClick={load}>
        Load TypeScript (1.1 MB)
      </button>
    )}
    {problems.length > 0 && (
      <ul>
        {problems.slice(0, most).map(({ at, message }, index) => (
          <li key={index}>
            <LineButton at={at} onPlace={onPlace} /> {message}
          </li>
        ))}
        {problems.length > most && <li class="quiet">and {problems.length - most} more</li>}
      </ul>
    )}
  </section>
)

const said = (state: Types['state'], count: number): string => {
  switch (state) {
    case 'absent':
      return 'This file is without TypeScript, which is larger than all the rest of it. Open the page with `netsplit open` to have names completed and types checked.'
    case 'asked-for':
      return 'Your browser asks to save data: names are completed, and types checked, once TypeScript is loaded.'
    case 'loading':
      return 'TypeScript is being loaded.'
    case 'not-loaded':
      return 'TypeScript could not be loaded: names are not completed, and types not checked. Look whether the network is there, and reload the page.'
    case 'reading':
      return 'TypeScript reads the source.'
    case 'ended':
      return 'TypeScript comes to no end with these types, and was stopped. It tries again when the source is changed.'
    case 'read':
      if (count === 0) return 'TypeScript finds nothing wrong.'
      return `TypeScript finds ${count === 1 ? 'something' : `${count} things`} wrong. A verdict is there all the same, if the code runs.`
  }
}
