import { check } from './check.ts'
import { flips, type Flip } from './model/flips.ts'
import type { System } from './model/system.ts'
import type { CheckOptions, FlipOutcome, FlipReport, FlipVerdict, Report } from './report.ts'
import { ModelError } from './value/model-error.ts'

export { flips, type Flip } from './model/flips.ts'

/** What `flipCheck` may be told: the limits hold for each check by itself. */
export interface FlipOptions extends CheckOptions {
  /** Called with all that is known when the system itself and each change of it has been checked. */
  readonly onResult?: (soFar: FlipReport) => void
}

/**
 * Checks a system as it stands and then again with one assumption changed at a time, and says of each
 * property under each change whether its verdict is another. A check that does not come to its end
 * leaves verdicts open, and so does a change under which the model's own code fails.
 *
 * @throws ModelError as `check` does on the system itself
 */
export const flipCheck = async (system: System, options: FlipOptions = {}): Promise<FlipReport> => {
  const { onResult, ...rest } = options
  const base = await check(system, rest)
  const changes = flips(system)
  const outcomes: FlipOutcome[] = []
  const soFar = (): FlipReport => {
    const toCome = changes.slice(outcomes.length).map((it) => untried(it, base, rest.signal))
    return { ...base, flips: [...outcomes, ...toCome] }
  }
  onResult?.(soFar())
  for (const change of changes) {
    if (rest.signal?.aborted) break
    outcomes.push(await tryOut(change, base, rest))
    onResult?.(soFar())
  }
  return soFar()
}

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
    if (!(error instanceof ModelError)) throw error
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

const untried = (change: Flip, base: Report, signal: AbortSignal | undefined): FlipOutcome =>
  leftOpen(
    change,
    base,
    signal?.aborted
      ? { kind: 'interrupted', reason: 'the check was interrupted' }
      : { kind: 'not-tried', reason: 'it was not tried yet' },
  )

const leftOpen = (
  change: Flip,
  base: Report,
  incomplete: NonNullable<FlipOutcome['incomplete']>,
): FlipOutcome => ({
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
