import type { PossibleStep, Stage, StepGroup } from '../../../walk/stage.ts'
import type { Path } from '../../engine/contract.ts'
import type { History } from './history.ts'
import { keysOfPage } from './keys.ts'

/** The groups of steps in the order in which they are listed, with their headings. */
export const groups: Readonly<Record<StepGroup, string>> = {
  delivery: 'A message arrives',
  timer: 'A timer fires',
  internal: 'A node acts by itself',
  fault: 'Something goes wrong',
  repair: 'Something is repaired',
}

export const order = Object.keys(groups) as readonly StepGroup[]

/** What can happen next, in the order in which it is listed and numbered. */
export const inOrder = (possible: readonly PossibleStep[]): readonly PossibleStep[] =>
  order.flatMap((group) => possible.filter((step) => step.group === group))

/** Where a key is pressed. */
interface Here {
  readonly stage: Stage
  readonly history: History
  /** Which of the steps have keys. */
  readonly page: number
}

/** Where a key leads; null: nowhere. */
export const moveOf = (key: string, here: Here): Path | null =>
  takenBy(key, here) ?? goneBy(key, here)

/** The path with the step, or the start, that a key takes. */
const takenBy = (key: string, { stage, page }: Here): Path | null => {
  const { path, trace, possible, starts } = stage
  const at = keysOfPage.indexOf(key)
  const offered = trace === null ? starts : inOrder(possible).slice(page * keysOfPage.length)
  const chosen = at < 0 ? undefined : offered[at]
  return chosen === undefined ? null : [...path, chosen.id]
}

/** Where a key leads along the walk that is looked at. */
const goneBy = (key: string, { stage, history: { line } }: Here): Path | null => {
  const { path, starts, hasMoreStarts } = stage
  if (path.length === 0) return null
  const back = path.length > 1 ? path.slice(0, -1) : null
  const on = line.length > path.length ? line.slice(0, path.length + 1) : null
  switch (key) {
    case 'Backspace':
      return back ?? (starts.length > 1 || hasMoreStarts ? [] : null)
    case 'ArrowUp':
    case 'ArrowLeft':
      return back
    case 'ArrowDown':
    case 'ArrowRight':
      return on
    case 'Home':
      return back === null ? null : path.slice(0, 1)
    case 'End':
      return on === null ? null : line
    default:
      return null
  }
}
