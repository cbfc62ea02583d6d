import { useEffect, useState } from 'preact/hooks'
import type { RefObject } from 'preact'
import type { Diagram } from '../../diagram/layout.ts'

/** A whole run at a glance, beside its picture: where it acts, the walls, the loop, and what is in view. */
export const Minimap = ({
  diagram,
  row,
  onRow,
  view,
}: {
  readonly diagram: Diagram
  readonly row: number
  readonly onRow: (row: number) => void
  /** What scrolls the picture. */
  readonly view: RefObject<HTMLElement | null>
}) => {
  const [top, height] = useView(view)
  const { lanes, rows, walls, loopsTo } = diagram
  const y = (at: number): number => ((at + 0.5) / rows.length) * 100
  const x = (lane: number): number => ((lane + 1) / (lanes.length + 1)) * 40
  const click = (event: MouseEvent): void => {
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const at = Math.floor(((event.clientY - box.top) / box.height) * rows.length)
    onRow(Math.max(0, Math.min(rows.length - 1, at)))
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <svg
      class="minimap"
      viewBox="0 0 40 100"
      preserveAspectRatio="none"
      aria-hidden="true"
      onClick={click}
    >
      <rect class="view" x="0" y={top * 100} width="40" height={height * 100} />
      {walls.map((wall) => (
        <rect
          key={`${wall.afterLane} ${wall.fromRow}`}
          class="wall-mark"
          x={(x(wall.afterLane) + x(wall.afterLane + 1)) / 2 - 1}
          y={y(wall.fromRow)}
          width="2"
          height={y(wall.toRow) - y(wall.fromRow)}
        />
      ))}
      {rows.map(({ row: at, lane }) =>
        lane === null ? (
          <path key={at} class="all" d={`M2 ${y(at)}H38`} />
        ) : (
          <path key={at} class="one" d={`M${x(lane) - 2} ${y(at)}H${x(lane) + 2}`} />
        ),
      )}
      {loopsTo !== null && loopsTo < rows.length - 1 && (
        <path class="loop-mark" d={`M1 ${y(loopsTo + 0.5)}V100`} />
      )}
      <path class="now" d={`M0 ${y(row)}H40`} />
    </svg>
  )
}

/** The part of what scrolls that is in view: where it begins and how much it is, from 0 to 1. */
const useView = (view: RefObject<HTMLElement | null>): readonly [top: number, height: number] => {
  const [state, setState] = useState<readonly [number, number]>([0, 1])
  useEffect(() => {
    const element = view.current
    if (element === null) return
    const look = (): void =>
      setState([
        element.scrollTop / element.scrollHeight,
        element.clientHeight / element.scrollHeight,
      ])
    look()
    element.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      element.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [view])
  return state
}
