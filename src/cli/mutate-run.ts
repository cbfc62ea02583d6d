import type { Mutant } from '../mutate/mutants.ts'
import { outcomeIn, type Outcome } from '../mutate/outcome.ts'
import type { Report } from '../report.ts'
import type { Job } from './engine-contract.ts'
import { InternalError } from './engine-messages.ts'
import { asJavaScript, type ModelFile } from './model-files.ts'
import { MutantMember, type Came } from './mutant-crew.ts'

/** A mutant, what became of it, and the report on it where there is one. */
export interface Judged {
  readonly mutant: Mutant
  readonly outcome: Outcome
  readonly report: Report | null
}

/** What all mutants of a model are checked with. */
export interface Course {
  readonly job: Job
  readonly files: readonly ModelFile[]
  readonly original: Report
  /** How long each may take, in seconds. */
  readonly maxSeconds: number
  /** How many are checked at a time. */
  readonly workers: number
  readonly signal: AbortSignal
  readonly onJudged: (judged: Judged) => void
}

/** So much longer may a process take than its check was told to: to load the model, and to hear of the end. */
const graceSeconds = 5

/** Checks mutants, several at a time, and answers in their order. */
export const judgeMutants = async (
  mutants: readonly Mutant[],
  course: Course,
): Promise<readonly Judged[]> => {
  const plain = Object.fromEntries(
    await Promise.all(
      course.files.map(async ({ url, text }) => [url, await asJavaScript(url, text)] as const),
    ),
  )
  const urls = new Map(course.files.map(({ label, url }) => [label, url]))
  const judged: Judged[] = []
  let next = 0
  const workers = Math.max(1, Math.min(course.workers, mutants.length))
  const members = Array.from(
    { length: workers },
    () => new MutantMember(course.job.maxMemoryBytes / workers),
  )
  const work = async (member: MutantMember): Promise<void> => {
    const stop = (): void => member.end()
    course.signal.addEventListener('abort', stop)
    try {
      for (;;) {
        const at = next++
        const mutant = mutants[at]
        if (mutant === undefined) return
        judged[at] = course.signal.aborted
          ? { mutant, outcome: interrupted, report: null }
          : await judge(mutant, { ...course, member, plain, url: urls.get(mutant.label) ?? '' })
        course.onJudged(judged[at])
      }
    } finally {
      course.signal.removeEventListener('abort', stop)
      member.end()
    }
  }
  try {
    await Promise.all(members.map(work))
    return judged
  } finally {
    // Where one has failed, the others go on for nothing.
    next = mutants.length
    for (const member of members) member.end()
  }
}

const interrupted: Outcome = { kind: 'undecided', why: 'interrupted' }

interface One extends Course {
  readonly member: MutantMember
  readonly plain: Readonly<Record<string, string>>
  readonly url: string
}

const judge = async (mutant: Mutant, one: One): Promise<Judged> => {
  const { job, member, plain, url, original, maxSeconds, signal } = one
  const changed = await asJavaScript(url, mutant.text).catch((error: unknown) => {
    // Properties did not notice anything: it was not tried.
    const place = `${mutant.label}:${mutant.line}:${mutant.column}`
    throw new InternalError(`a mutant does not parse (${place}, ${mutant.what}): ${String(error)}`)
  })
  const files = { ...plain, [url]: changed }
  const milliseconds = (maxSeconds + graceSeconds) * 1000
  const came = await member.check({ job, files, changed: url }, milliseconds)
  const report = came.kind === 'report' ? came.report : null
  const outcome =
    signal.aborted && came.kind === 'ended' ? interrupted : outcomeOf(came, original, maxSeconds)
  return { mutant, outcome, report }
}

const outcomeOf = (came: Came, original: Report, maxSeconds: number): Outcome => {
  switch (came.kind) {
    case 'report':
      return outcomeIn(came.report, original)
    case 'failure':
      return failed(came.failure)
    case 'too-long':
      return { kind: 'undecided', why: `it did not come back within ${maxSeconds} s` }
    case 'ended':
      return ended(came.how)
    case 'not-loaded':
      throw new InternalError('a mutant was loaded without its change')
    default:
      return came satisfies never
  }
}

const failed = (failure: Extract<Came, { kind: 'failure' }>['failure']): Outcome => {
  switch (failure.kind) {
    case 'mistake':
      return { kind: 'error', what: failure.mistake.what, where: failure.mistake.where }
    case 'out-of-memory':
      return { kind: 'undecided', why: 'memory ran out' }
    case 'bug':
      throw new InternalError(failure.stack)
    default:
      return failure satisfies never
  }
}

/** V8 gives up with SIGABRT, and the system kills where memory runs out. */
const ended = (how: string): Outcome =>
  ['SIGABRT', 'SIGKILL', 'exit status 134'].includes(how)
    ? { kind: 'undecided', why: 'memory ran out' }
    : { kind: 'error', what: `The model ended the program (${how})`, where: [] }
