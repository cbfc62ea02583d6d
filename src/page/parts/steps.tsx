import { useEffect, useRef } from 'preact/hooks'
import type { Happening } from '../../diagram/layout.ts'

/** The steps of a run as an ordered list, each beside its row of the picture. */
export const Steps = ({
  rows,
  row,
  onRow,
  end,
}: {
  readonly rows: readonly Happening[]
  /** The row that is marked. */
  readonly row: number
  readonly onRow: (row: number) => void
  /** What comes after the last step, in words; null of a finite run. */
  readonly end: string | null
}) => {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const item = list.current?.children.item(row)
    // The focus moves along, if it is in the list at all.
    const button = item?.querySelector('button')
    if (list.current?.contains(document.activeElement)) button?.focus()
    else if (item !== null && item !== undefined) reveal(item)
  }, [row])
  return (
    <div class="steps">
      <ol ref={list} aria-label="The steps of the run">
        {rows.map((each) => (
          <li key={each.row} class={each.row === row ? 'now' : undefined}>
            <button
              type="button"
              tabIndex={each.row === row ? 0 : -1}
              aria-current={each.row === row ? 'step' : undefined}
              aria-expanded={each.kind === 'fold' ? false : undefined}
              onClick={() => onRow(each.row)}
            >
              <span class="number" aria-hidden="true">
                {numberOf(each)}
              </span>
              <span class="what">
                <span class="words">{each.text}</span>
                {each.changes.length + each.observed.length > 0 && (
                  <span class="changes quiet">
                    {[...each.changes, ...each.observed].join(', ')}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {end !== null && <p class="end">↻ {end}</p>}
    </div>
  )
}

/** Scrolls a frame that scrolls up and down by itself, but not the whole page. */
const reveal = (item: Element): void => {
  const frame = item.closest('.scroll')
  if (frame === null || frame.scrollHeight <= frame.clientHeight) return
  const [inner, outer] = [item.getBoundingClientRect(), frame.getBoundingClientRect()]
  const margin = inner.height * 2
  if (inner.top < outer.top + margin) frame.scrollTop += inner.top - outer.top - margin
  if (inner.bottom > outer.bottom - margin) frame.scrollTop += inner.bottom - outer.bottom + margin
}

const numberOf = ({ kind, row, steps }: Happening): string =>
  kind === 'fold' ? '⋮' : row === 0 ? '' : String(steps[0])
