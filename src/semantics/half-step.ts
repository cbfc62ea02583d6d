import { compare } from '../value/compare.ts'
import type { Outcome } from './step.ts'

/** How far a node has come with a step in which it crashes. */
export interface HalfStep {
  /** What the node's state was when its durable part reached the disk last: before the step, if none did in it. */
  readonly disk: unknown
  /** How many times that was in the step. */
  readonly saves: number
  /** How many of the step's messages are sent. */
  readonly sent: number
}

/**
 * The points of a step in which its node may crash: after each of the effects, but for those that come to the
 * same as a crash before the step, or after it.
 *
 * @param before the node's state before the step, canonical
 * @param outcome of the step, settled
 * @param consumes whether something is consumed as soon as the step begins: a message
 */
export const halfSteps = (
  before: unknown,
  { state, sends, saves }: Outcome,
  consumes: boolean,
): readonly HalfStep[] => {
  const reached: HalfStep[] = [{ disk: before, saves: 0, sent: 0 }]
  const send = (most: number): void => {
    for (let last = at(reached); last.sent < most; last = at(reached)) {
      reached.push({ ...last, sent: last.sent + 1 })
    }
  }
  const save = (disk: unknown): void => {
    reached.push({ ...at(reached), disk, saves: at(reached).saves + 1 })
  }
  for (const each of saves) {
    send(each.sent)
    save(each.state)
  }
  // Where the handler does not say when, all is saved first, and the messages follow.
  if (saves.length === 0) save(state)
  send(sends.length)
  return reached.filter((half, index) => {
    const isNew = !reached.slice(0, index).some((other) => isSame(other, half))
    const isBefore = !consumes && isSame(half, reached[0] as HalfStep)
    const isAfter = isSame(half, { disk: state, saves: 0, sent: sends.length })
    return isNew && !isBefore && !isAfter
  })
}

const at = (reached: readonly HalfStep[]): HalfStep => reached.at(-1) as HalfStep

const isSame = (one: HalfStep, other: HalfStep): boolean =>
  one.sent === other.sent && compare(one.disk, other.disk) === 0
