import { describe, test, type TestContext } from 'vitest'
import { checkNames, type Wanted } from '../check-options.ts'
import type { Report } from '../report.ts'
import { checkUntil, isLimit } from './check-until.ts'
import { printable } from '../value/printable.ts'
import { cutShort, failureOf, mistakeOf } from './failure.ts'
import { make, type Subject, type SubjectOptions } from '../subject.ts'

/** What {@link describeSystem} may be told. */
export interface DescribeOptions<Of = Subject> extends SubjectOptions<Of> {
  /**
   * Milliseconds after which the check is ended, with what is known by then; 0 for none. Default
   * 60,000. Vitest's own time-out of these tests comes later, for what does not end in good order.
   */
  readonly timeout?: number
}

const defaultTimeout = 60_000
const wantedTimeout: Wanted = [
  (value) => typeof value === 'number' && value >= 0,
  'a number of milliseconds, or 0 for no limit',
]
/** Milliseconds that a check may take to end in good order: it has runs to tell. */
const grace = 15_000

/**
 * Declares the tests of a system: one that its check comes to its end, and one for each property, by
 * its name. All of them share one check. A property that comes out otherwise than the model expects
 * fails with the run that shows it.
 *
 * @throws ModelError when a module exports no model, has no such parameters, or there is no such option
 */
export const describeSystem = <Of extends Subject>(
  subject: Of,
  options: DescribeOptions<Of> = {},
): void => {
  checkNames(options, 'describeSystem', { timeout: wantedTimeout })
  const { timeout = defaultTimeout, parameters: given, signal: own, ...rest } = options
  const made = make(subject, given)
  const name = options.model ?? made.system.name
  const settings = Object.entries(made.parameters).map(([key, value]) => `${key}=${String(value)}`)
  const checked = new SharedCheck((signal) =>
    checkUntil(made, rest, { timeout, signals: [signal, own] }),
  )
  const vitestTimeout = isLimit(timeout) ? timeout + grace : 0
  describe(printable([name, ...settings].join(' ')), { timeout: vitestTimeout }, () => {
    test('is checked to the end', async (context) => {
      const report = await checked.reportFor(context)
      if (report.incomplete !== null) throw cutShort(report)
    })
    for (const { name } of made.system.properties) {
      test(printable(name), async (context) => {
        const report = await checked.reportFor(context)
        const property = report.properties.find((it) => it.name === name)
        if (property === undefined) throw new Error(`the report has no property '${name}'`)
        if (property.verdict !== property.expected) throw failureOf(property, report)
      })
    }
  })
}

/** One check that several tests ask for. The first of them to run starts it. */
class SharedCheck {
  readonly #start: (signal: AbortSignal) => Promise<Report>
  #report: Promise<Report> | null = null
  /** The test that started the check, and tells its mistake: told once, also if it is tried again. */
  #first: TestContext['task'] | null = null

  constructor(start: (signal: AbortSignal) => Promise<Report>) {
    this.#start = start
  }

  /** The report for a test, which is skipped where another one tells why there is none. */
  async reportFor({ task, signal, skip }: TestContext): Promise<Report> {
    this.#first ??= task
    this.#report ??= this.#start(signal)
    try {
      return await this.#report
    } catch (error) {
      if (task !== this.#first) skip(`the check has failed: see “${this.#first.name}”`)
      throw mistakeOf(error)
    }
  }
}
