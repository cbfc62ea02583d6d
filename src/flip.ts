import { confirmAgain } from './check/confirm.ts'
import { checkNames, wantedCall } from './check-options.ts'
import { check, checkToAudit } from './check.ts'
import { limitOf } from './check/ended.ts'
import { flips, type Flip } from './model/flips.ts'
import type { System } from './model/system.ts'
import type { CheckOptions, FlipOutcome, FlipReport, FlipVerdict, Report } from './report.ts'
import { ModelError } from './value/model-error.ts'
import { now } from './pace/real-time.ts'

export { flips, type Flip } from './model/flips.ts'

/** What `flipCheck` may be told: `maxSeconds` is for all checks, other limits are for each by itself. */
export interface FlipOptions extends CheckOptions {
  /** Called with all that is known when the system itself and each change of it has been checked. */
  readonly onResult?: (soFar: FlipReport) => void
}

/**
 * Checks a system as it stands and then again with one assumption changed at a time, and says of each
 * property under each change whether its verdict is another. A check that does not come to its end
 * leaves verdicts open, and so does a change under which the model's own code fails.
 *
 * @throws ModelError as `check` does on the system itself, or if the model turns out not to be pure
 */
export const flipCheck = async (system: System, options: FlipOptions = {}): Promise<FlipReport> => {
  checkNames(options, 'flipCheck', { onResult: wantedCall })
  const { onResult, ...given } = options
  if (given.profile === true) throw noProfile
  // The checks share the time: one of a system without end of states must not take all of it.
  const { keepGoing = given.maxStates !== undefined } = given
  const rest = { ...given, keepGoing }
  const { signal, maxSeconds = Infinity } = rest
  const end = now() + maxSeconds * 1000
  const secondsLeft = (): number => (end - now()) / 1000
  const over = (): Cause | null => {
    if (signal?.aborted) return limitOf('aborted', maxSeconds)
    return secondsLeft() > 0 ? null : limitOf('seconds', maxSeconds)
  }
  const { report: base, audits } = await checkToAudit(system, rest)
  const changes = flips(system)
  const outcomes: FlipOutcome[] = []
  const soFar = (): FlipReport => {
    const cause = over() ?? { kind: 'not-tried', reason: 'it was not tried yet' }
    const toCome = changes.slice(outcomes.length).map((it) => leftOpen(it, base, cause))
    return { ...base, flips: [...outcomes, ...toCome] }
  }
  onResult?.(soFar())
  for (const change of changes) {
    if (over() !== null) break
    const left = rest.maxSeconds === undefined ? {} : { maxSeconds: Math.max(0.001, secondsLeft()) }
    const again = againWith(rest.again, outcomes.length)
    const outcome = await tryOut(change, base, { ...rest, ...left, ...again })
    const isLate = outcome.incomplete?.kind === 'seconds'
    outcomes.push(isLate ? { ...outcome, incomplete: limitOf('seconds', maxSeconds) } : outcome)
    onResult?.(soFar())
  }
  // The verdicts are compared: the model must not have changed since the first of them.
  if (over() === null) await confirmAgain(audits, signal)
  return soFar()
}

const noProfile = new ModelError('bad-option', {
  what: 'flipCheck makes no profile: it checks several systems',
  fix: 'leave profile out, or call check',
})

/** Makes a system with an assumption changed once more. */
const againWith = (again: CheckOptions['again'], index: number): Pick<CheckOptions, 'again'> => {
  if (again === undefined) return {}
  const change = async (): Promise<System> => {
    const fresh = await again()
    return flips(fresh)[index]?.system ?? fresh
  }
  return { again: change }
}

/** Why verdicts are open. */
type Cause = NonNullable<FlipOutcome['incomplete']>

/** Checks one change. */
const tryOut = async (change: Flip, base: Report, options: CheckOptions): Promise<FlipOutcome> => {
  try {
    const report = await check(change.system, options)
    const { incomplete } = report
    return {
      ...wordsOf(change),
      verdicts: report.properties.map((it, index) => verdictOf(it, base.properties[index])),
      incomplete: incomplete && { kind: incomplete.kind, reason: incomplete.reason },
    }
  } catch (error) {
    // What is not pure gives no verdict, under whichever assumption that shows.
    if (!(error instanceof ModelError) || error.code === 'not-pure') throw error
    const reason = `the model itself fails: ${error.what}`
    return leftOpen(change, base, { kind: 'mistake', reason })
  }
}

type Properties = Report['properties']

const verdictOf = (
  now: Properties[number],
  before: Properties[number] | undefined,
): FlipVerdict => {
  const isOpen = now.verdict === 'incomplete' || before?.verdict === 'incomplete'
  const { trace } = now
  return {
    property: now.name,
    verdict: now.verdict,
    run: trace === null ? null : { steps: trace.steps.length, loopsTo: trace.loopsTo },
    isChanged: isOpen ? null : now.verdict !== before?.verdict,
  }
}

const leftOpen = (change: Flip, base: Report, incomplete: Cause): FlipOutcome => ({
  ...wordsOf(change),
  verdicts: base.properties.map(({ name }) => ({
    property: name,
    verdict: 'incomplete',
    run: null,
    isChanged: null,
  })),
  incomplete,
})

/** A change without the system, which is no plain data: its handlers are functions. */
const wordsOf = ({ change, assumption, was, becomes }: Flip): Omit<Flip, 'system'> => ({
  change,
  assumption,
  was,
  becomes,
})
