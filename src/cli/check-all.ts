import type { Checked } from '../render/checked.ts'
import { ModelError, type ErrorCode } from '../value/model-error.ts'
import type { Drawn, Job, Outline } from './engine-contract.ts'
import { showError, toldError } from './errors.ts'
import type { Io } from './io.ts'
import type { Setting } from './options.ts'
import { outcomeIn } from './status.ts'
import { underWay } from './under-way.ts'

/** One of the checks that a command asks for. */
export interface Check {
  /** A bundled name or a path. */
  readonly model: string
  readonly settings: readonly Setting[]
}

/** What is done with the checks of a command. */
interface Doing {
  readonly jobOf: (check: Check) => Job
  /** Names the configuration in an error about what it says. */
  readonly blame: (error: unknown) => unknown
  /** Told as each has ended. */
  readonly onChecked: (checked: Checked, before: readonly Checked[]) => void
  readonly onGraph: (drawn: Drawn) => void
}

/**
 * Does some checks, one after another. What is wrong with one of them is told, and does not keep the others
 * from being done; Ctrl-C does.
 */
export const checkAll = async (
  checks: readonly Check[],
  { jobOf, blame, onChecked, onGraph }: Doing,
  io: Io,
): Promise<readonly Checked[]> => {
  const all: Checked[] = []
  const named = new Map<string, string>()
  const unusable = new Map<string, Checked['came']>()
  let isInterrupted = false
  const stopListening = io.onInterrupt(() => {
    isInterrupted = true
  })
  for (const check of checks) {
    const { model, settings } = check
    const began = Date.now()
    const come = (came: Checked['came']): void => {
      const checked = { asked: model, settings, began, came }
      onChecked(checked, [...all])
      all.push(checked)
    }
    const known = isInterrupted ? ({ kind: 'not-begun' } as const) : unusable.get(model)
    if (known !== undefined) {
      come(known)
      continue
    }
    try {
      const refuses = (outline: Outline): ModelError | null => sameName(outline, model, named)
      const report = await underWay(io, jobOf(check), { onGraph, refuses })
      come({ kind: 'report', report, outcome: outcomeIn(report) })
    } catch (thrown) {
      const error = blame(thrown)
      io.stderr.write(showError(error, io))
      const came = { kind: 'mistake', mistake: toldError(error, io.cwd) } as const
      if (isForAll.includes(came.mistake.code)) unusable.set(model, came)
      come(came)
    }
  }
  stopListening()
  return all
}

/** Mistakes that a model has whatever its parameters are: they are told once. */
const isForAll: readonly string[] = ['unknown-parameter'] satisfies ErrorCode[]

/** Reports, tests and annotations say which model they are of by its name: no two may share one. */
const sameName = (
  { model: name }: Outline,
  asked: string,
  named: Map<string, string>,
): ModelError | null => {
  const other = named.get(name) ?? asked
  named.set(name, other)
  if (other === asked) return null
  return new ModelError('bad-option', {
    what: `Two models have the name '${name}'`,
    where: [other, asked],
    fix: 'give one of the systems another name, or check them in two commands',
  })
}
