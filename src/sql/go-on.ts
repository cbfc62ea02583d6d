import type { Handed } from '../explore/handed.ts'
import type { StateSpace } from '../explore/state-space.ts'
import { insistOnSame } from '../explore/as-before.ts'
import { Halt } from '../pace/pace.ts'
import { asks, type Ask, type Asked, type Counted, type Told } from './asked.ts'
import type { Joins, Learnt } from './joins.ts'
import type { Judging, Open } from './judging.ts'
import type { Session } from './session.ts'
import type { Shelf, SqlCheckpoint } from './shelf.ts'
import type { StateTables } from './state-tables.ts'

interface Ground {
  readonly shelf: Shelf
  readonly checkpoint: SqlCheckpoint
  readonly asked: Asked
  readonly session: Session
  readonly states: StateTables
  readonly joins: Joins
  readonly judging: Judging
  readonly space: StateSpace
  readonly open: () => { readonly states: readonly Open[]; readonly ends: readonly Open[] }
  /** Tells of a state, on the level that is being searched. */
  readonly tell: (kind: Told, state: Int32Array) => void
  readonly endLevel: (counted: Counted) => void
}

/** Rows are handed to the database when they come to so many numbers. */
const mostNumbers = 1 << 17

/**
 * Goes on from a checkpoint. What user code was asked in the process that left it is asked once more, in the same
 * order: so ids are the same, and no verdict rests on what only that process was answered. The tables are made anew
 * from the answers; states are read back, and have to be those that were written.
 *
 * @throws ModelError 'bad-disk' where the search does not come as far as before, or files are damaged
 * @throws Halt
 */
export const goOn = async (handed: Handed, ground: Ground): Promise<void> => {
  const { shelf, checkpoint, states, judging, space, open } = ground
  const { begun, sizes, levels } = checkpoint
  insistOnSame(
    [handed.distinct, handed.generated, handed.depth],
    [begun.distinct, begun.generated, begun.depth],
  )
  const told = await askAgain(ground)
  insistOnSame([...space.sizes], sizes)
  await states.begin(handed, space.sizes)
  for (const part of checkpoint.parts) await takeOver(part, ground)
  const found = await states.goOn()
  const isSame = found.every((sum, at) => sum.join() === levels[at]?.join())
  if (found.length !== levels.length || !isSame) {
    const last = checkpoint.parts.at(-1) ?? ''
    throw shelf.damaged(last, 'the states of the levels are not those that were written')
  }
  await judging.takeOver(open().states, told.states)
  await judging.takeOver(open().ends, told.stuck)
}

/** The states that user code was told of, one after the other. */
interface AskedAgain {
  readonly states: number[]
  readonly stuck: number[]
}

const askAgain = async (ground: Ground): Promise<AskedAgain> => {
  const { shelf, checkpoint, asked, session, joins, space, tell, endLevel } = ground
  const again: AskedAgain = { states: [], stuck: [] }
  let learnt: Learnt = { steps: [], after: [] }
  const ask = (kind: Ask, question: readonly number[]): void => {
    const [first = 0, second = 0, third = 0] = question
    if (kind === asks.level) {
      return endLevel({ distinct: first, generated: second, queued: third })
    }
    if (kind === asks.steps || kind === asks.after) return joins.learnAgain(kind, question, learnt)
    const all = kind === asks.state ? again.states : again.stuck
    for (const id of question) all.push(id)
    tell(kind, Int32Array.from(question))
  }
  const lengths: Readonly<Record<Ask, number>> = {
    [asks.steps]: joins.lengthOf(asks.steps),
    [asks.after]: joins.lengthOf(asks.after),
    [asks.state]: space.width,
    [asks.stuck]: space.width,
    [asks.level]: 3,
  }
  for (const part of checkpoint.parts) {
    const all = await shelf.asksOf(part)
    for (let at = 0; at < all.length;) {
      await session.turn()
      const kind = all[at] as Ask
      const end = at + 1 + lengths[kind]
      ask(kind, all.slice(at + 1, end))
      asked.insistOn(all[end])
      at = end + 1
      if (learnt.steps.length + learnt.after.length < mostNumbers) continue
      await joins.insert(learnt)
      learnt = { steps: [], after: [] }
    }
  }
  await joins.insert(learnt)
  // They are in those parts.
  asked.take()
  return again
}

/** Reads the states of a part. @throws ModelError 'bad-disk' where they cannot be read */
const takeOver = async (part: string, { shelf, session, states }: Ground): Promise<void> => {
  try {
    await states.takeOver(session.saved(shelf.statesOf(part)))
  } catch (error) {
    if (error instanceof Halt) throw error
    const [why = ''] = (error as Error).message.split('\n')
    throw shelf.damaged(part, `its states cannot be read: ${why}`)
  }
}
