import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Path } from '../../engine/contract.ts'
import { branchesOf, pathText, type Branch, type History, type Visit } from './history.ts'

/** The measures of a state in the tree, in pixels. */
const cell = { width: 34, height: 34 } as const

/** Everywhere the walks have been: each state a link, with lines between a state and those that follow. */
export const Tree = ({
  history,
  path,
  addressOf,
}: {
  readonly history: History
  /** The state that is looked at. */
  readonly path: Path
  readonly addressOf: (path: Path) => string
}) => {
  const rows = useMemo(() => branchesOf(history), [history])
  const frame = useRef<HTMLElement>(null)
  useEffect(() => {
    const now = frame.current?.querySelector('[aria-current]')
    const box = frame.current
    if (!(now instanceof HTMLElement) || box === null) return
    const { left, right } = now.getBoundingClientRect()
    const outer = box.getBoundingClientRect()
    if (left < outer.left) box.scrollLeft -= outer.left - left + cell.width
    if (right > outer.right) box.scrollLeft += right - outer.right + cell.width
  }, [path, rows])
  const columns = Math.max(...rows.map(({ from, visits }) => from + visits.length), 1)
  const [width, height] = [columns * cell.width, rows.length * cell.height]
  return (
    <nav class="tree" aria-label="Where you have been" ref={frame}>
      <div style={{ width: `${width}px`, height: `${height}px` }}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {rows.map((branch, row) => (
            <path key={row} d={lineOf(branch, row)} />
          ))}
        </svg>
        <ol>
          {rows.flatMap(({ from, visits }, row) =>
            visits.map((visit, at) => (
              <li
                key={pathText(visit.path)}
                style={{ left: `${(from + at) * cell.width}px`, top: `${row * cell.height}px` }}
              >
                <Node
                  visit={visit}
                  isNow={pathText(visit.path) === pathText(path)}
                  href={addressOf(visit.path)}
                />
              </li>
            )),
          )}
        </ol>
      </div>
    </nav>
  )
}

const x = (column: number): number => (column + 0.5) * cell.width
const y = (row: number): number => (row + 0.5) * cell.height

const lineOf = ({ from, parent, visits }: Branch, row: number): string => {
  const end = `H${x(from + visits.length - 1)}`
  if (parent === null) return `M${x(from)} ${y(row)}${end}`
  const corner = x(from - 1)
  return `M${corner} ${y(parent)}V${y(row) - 8}q0 8 8 8${end}`
}

const Node = ({
  visit,
  isNow,
  href,
}: {
  readonly visit: Visit
  readonly isNow: boolean
  readonly href: string
}) => {
  const depth = visit.path.length - 1
  const words = depth === 0 ? 'The start' : `Step ${depth}: ${visit.text}`
  return (
    <a
      class={visit.isBroken ? 'broken' : undefined}
      href={href}
      aria-current={isNow ? 'step' : undefined}
      aria-label={visit.isBroken ? `${words}; a property is broken` : words}
      title={words}
    >
      {depth === 0 ? '○' : depth}
      {visit.isBroken && <span class="cross">✗</span>}
    </a>
  )
}
