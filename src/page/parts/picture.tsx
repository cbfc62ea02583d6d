import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { bareSvg } from '../../diagram/svg-bare.ts'
import { hatching } from '../../diagram/svg.ts'
import { styleSheet } from '../../diagram/svg-style.ts'
import type { Diagram } from '../../diagram/layout.ts'

/** The space-time diagram of a run, as `netsplit show --as svg` draws it, with one row marked. */
export const Picture = ({
  diagram,
  row,
  onRow,
}: {
  readonly diagram: Diagram
  /** The row that is marked. */
  readonly row: number
  /** Called when a row is clicked. */
  readonly onRow: (row: number) => void
}) => {
  useDiagramStyle()
  const frame = useRef<HTMLDivElement>(null)
  const picture = useMemo(() => bareSvg(diagram), [diagram])
  // Before it is painted: the mark is where the step is.
  useLayoutEffect(() => {
    const rows = frame.current?.querySelectorAll('[data-row]') ?? []
    for (const each of rows) {
      each.classList.toggle('now', each.getAttribute('data-row') === String(row))
    }
  }, [picture, row])
  const click = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-row]') : null
    if (target !== null) onRow(Number(target.getAttribute('data-row')))
  }
  return (
    // Those who do not see it have the steps beside it, which are buttons.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div class="picture" onClick={click}>
      <div class="lanes" aria-hidden="true" style={{ width: `${picture.width}px` }}>
        {picture.lanes.map(({ name, x }) => (
          <span key={name} style={{ left: `${x}px` }}>
            {name}
          </span>
        ))}
      </div>
      <div
        class="diagram"
        ref={frame}
        // The texts in it are escaped where it is drawn.
        dangerouslySetInnerHTML={{ __html: picture.svg }}
      />
    </div>
  )
}

/** Once for all diagrams: their style, and the pattern of walls. */
export const useDiagramStyle = (): void => {
  useEffect(() => {
    if (document.getElementById('hatching') !== null) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`.diagram{${styleSheet}}`)
    document.adoptedStyleSheets.push(sheet)
    const holder = document.createElement('div')
    holder.className = 'unseen'
    holder.ariaHidden = 'true'
    holder.innerHTML = `<svg width="6" height="6">${hatching}</svg>`
    holder.classList.add('diagram')
    document.body.append(holder)
  }, [])
}
