// Stays in the declarations: what follows adds to those of vitest only once these are loaded.
import 'vitest'
import { expect } from 'vitest'
import type { Report } from '../report.ts'
import { checkUntil } from './check-until.ts'
import { outcomeOf } from '../tell.ts'
import { mistakeOf, wholeReport } from './failure.ts'
import { make, type SubjectOptions } from '../subject.ts'

declare module 'vitest' {
  interface Assertion<T> {
    /**
     * Checks a system, a model's module or a report: every property must come out as its model
     * expects. To be awaited. Fails with the whole report, runs included; a check that ended before
     * all was decided fails with what is known, under `not`, too. The check ends in good order a
     * little before the time-out of the test, and with the test's signal.
     */
    toBeAsExpected: (options?: SubjectOptions) => Promise<void>
  }
}

/** The share of a test's time-out that a check may take, so that there is time to tell the rest. */
const share = 0.75

/** What vitest tells a matcher of the test that it is used in; some versions tell less. */
interface Surroundings {
  readonly isNot: boolean
  readonly task?: {
    readonly timeout?: number
    readonly context?: { readonly signal?: AbortSignal }
  }
}

const isReport = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && 'asExpected' in value && 'properties' in value

const reportOn = async (
  received: unknown,
  { parameters, signal, ...options }: SubjectOptions,
  { task }: Surroundings,
): Promise<Report> => {
  if (isReport(received)) return received
  const { timeout = 0, context } = task ?? {}
  try {
    return await checkUntil(make(received, parameters), options, {
      timeout: timeout * share,
      signals: [signal, context?.signal],
    })
  } catch (error) {
    throw mistakeOf(error)
  }
}

expect.extend({
  async toBeAsExpected(this: Surroundings, received: unknown, options: SubjectOptions = {}) {
    const report = await reportOn(received, options, this)
    const outcome = outcomeOf(report)
    // What is open is no answer to either question.
    const pass = outcome === 'open' ? this.isNot : outcome === 'as expected'
    return { pass, message: () => wholeReport(report) }
  },
})
