import { Astray } from '../audit/astray.ts'
import type { Audit } from '../audit/audit.ts'
import type { Instance } from '../audit/instance.ts'
import { Clock } from '../pace/clock.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { ReplayError } from '../trace/replay-error.ts'
import { damageDone } from '../value/builtins.ts'
import { isImpure, ModelError, storyOf } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { StartAfresh } from '../ways.ts'
import { instanceOf } from './again.ts'
import type { Course } from './course.ts'

/**
 * Asks user code once more whatever the report rests on, as far as there is time.
 *
 * @throws ModelError 'not-pure' when an answer differs
 */
export const confirm = async (course: Course): Promise<void> => {
  course.watcher.phase = 'confirming'
  const attempt = async (): Promise<void> => {
    await course.space.stale.run(course.confirmingStale())
    await course.audit.run(course.confirming())
    await askAfresh(course)
    course.isConfirmed = true
  }
  await course.heed(attempt())
  // Who interrupts this leaves a moment, in which most checks can be confirmed.
  if (!course.isConfirmed) await course.heed(attempt())
}

const inAnother = 'asked now: another instance of the model, in another order'

/** Asks other instances of the model's code, where there are any. */
const askAfresh = async (course: Course): Promise<void> => {
  const { again } = course.options
  if (again === undefined) return
  let isAsking = false
  const load = async (): Promise<Instance> => {
    isAsking = false
    const instance = await instanceOf(course.system, again)
    isAsking = true
    return instance
  }
  try {
    await course.audit.runAfresh(load, course.confirming())
  } catch (error) {
    if (!isAsking || !(error instanceof ModelError)) throw error
    throw new ModelError(error.code, { ...storyOf(error), where: [...error.where, inAnother] })
  }
}

/** The same of a report that was given before, unless the signal ends it. */
export const confirmAgain = async (
  audits: readonly Audit[],
  signal: AbortSignal | undefined,
): Promise<void> => {
  if (signal?.aborted) return
  try {
    for (const audit of audits) await audit.run(new Clock({ signal, memoryInUse: () => 0 }))
  } catch (error) {
    if (!(error instanceof Halt)) throw error
  }
}

/**
 * The error that is to blame for an error: where the model is not pure, anything may follow from that.
 */
export const blameFor = async (course: Course, error: unknown): Promise<unknown> => {
  if (error instanceof StartAfresh)
    return course.undamaged.damage ?? (await blameForNew(course, error))
  if (isImpure(error)) return error
  if (!isInstance(error, ModelError)) {
    const damage = damageDone()
    if (damage !== null) return damage
  }
  try {
    await course.audit.run(course.confirming())
    // A mistake of the model's is its own to tell.
    if (!(error instanceof ModelError)) {
      await course.space.stale.run(course.confirmingStale())
      await askAfresh(course)
    }
  } catch (found) {
    if (isImpure(found) || isWrongStale(found)) return found
  }
  return error instanceof Astray ? unsteady(error.where) : error
}

/** Whether an error says that a message was taken out of flight that still matters: runs go astray then. */
const isWrongStale = (error: unknown): boolean =>
  error instanceof ModelError && error.code === 'wrong-stale'

/**
 * A machine that has to be taken apart in another way may only seem so, as its answers change; and so may
 * nodes that are told apart.
 */
const blameForNew = async (course: Course, error: StartAfresh): Promise<unknown> => {
  if (error.ways.machine === undefined && error.ways.apart === undefined) return error
  try {
    await course.audit.run(course.confirming())
  } catch (found) {
    if (isImpure(found)) return found
  }
  return error
}

/**
 * Rebuilds, replays and tells a run. Where that fails the model is ruled out before netsplit is
 * blamed: what user code was asked is asked once more, and the run is replayed once more.
 *
 * @throws ReplayError when the run cannot be replayed though the model stays as it is
 */
export const insist = async <Told>(
  { audit, pace }: { readonly audit: Audit; readonly pace: Pace },
  tell: () => Promise<Told>,
): Promise<Told> => {
  try {
    return await tell()
  } catch (error) {
    // That says who is not pure, and perhaps not where.
    if (isImpure(error)) await audit.run(pace)
    if (!(error instanceof ReplayError)) throw error
    await audit.run(pace)
    throw await tell().then(
      () => unsteady(bothTimes(error, 'it replays')),
      (second: unknown) => {
        if (!(second instanceof ReplayError)) return second
        if (second.message === error.message) return error
        return unsteady(bothTimes(error, firstLine(second)))
      },
    )
  }
}

const firstLine = ({ message }: Error): string => message.split('\n')[0] ?? ''

const bothTimes = (error: ReplayError, now: string): readonly string[] => [
  `the first time: ${firstLine(error)}`,
  `the second time: ${now}`,
]

/** The error for a model of which it is not known what part of it is not pure. */
const unsteady = (where: readonly string[]): ModelError =>
  new ModelError('not-pure', {
    what: 'The model is not pure: a run of it goes otherwise when it is taken once more',
    where,
    fix: 'no clock, no Math.random, no variable outside the state; use choose() for chance',
  })
