import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { mutantsOf, type Mutant } from '../mutate/mutants.ts'
import { counted } from '../render/style.ts'
import type { Report } from '../report.ts'
import { outcomeOf } from '../tell.ts'
import { ModelError } from '../value/model-error.ts'
import type { Job } from './engine-contract.ts'
import { Exit, type Io } from './io.ts'
import { plainJob } from './plain-job.ts'
import { modelFiles, type ModelFiles } from './model-files.ts'
import { mutationJson } from './mutate-json.ts'
import { mutationProgress } from './mutate-progress.ts'
import { judgeMutants, type Judged } from './mutate-run.ts'
import { mutationText } from './mutate-text.ts'
import type { Mutation } from './mutation.ts'
import type { Setting } from './options.ts'
import { jsonText, styleFor } from './rendering.ts'
import { underWay } from './under-way.ts'

/** The options of `netsplit mutate`, parsed. */
export interface MutateFlags {
  readonly set: readonly Setting[]
  readonly only?: string
  readonly maxStates?: number
  readonly maxSeconds?: number
  readonly workers?: number
  readonly json?: true
}

/** `netsplit mutate`: changes a model in small ways, and says which changes no property notices. */
export const mutateCommand = async (model: string, flags: MutateFlags, io: Io): Promise<number> => {
  const source = await modelFiles(model, io.cwd)
  const { mutants: all, apart } = mutantsOf(source.files)
  const mutants = chosen(all, source, flags)
  const job = { ...plainJob(source.path), settings: flags.set }
  let isInterrupted = false
  const stopListening = io.onInterrupt(() => {
    isInterrupted = true
  })
  // Before the model has loaded, an interruption is an error.
  const original = await underWay(io, job)
    .catch((error: unknown) => {
      if (isInterrupted) return null
      throw error
    })
    .finally(stopListening)
  if (original === null || (isInterrupted && outcomeOf(original) === 'open')) {
    return interrupted(model, flags, io)
  }
  expectAsExpected(model, original)
  const budget = budgetOf(original, flags)
  const judged = await judgedOf(mutants, { source, job, original, budget, flags }, io)
  const mutation = {
    model: original.model,
    original,
    budget,
    judged,
    others: source.others,
    apart,
    only: flags.only ?? null,
  }
  io.stdout.write(
    flags.json === true
      ? jsonText(mutationJson(mutation))
      : mutationText(mutation, styleFor(io.stdout)),
  )
  const kinds = new Set(judged.map(({ outcome }) => outcome.kind))
  if (kinds.has('survived')) return Exit.unexpected
  return kinds.has('undecided') ? Exit.incomplete : Exit.asExpected
}

/** Of a model that was not checked to the end nothing is known of its mutants either, and it is nobody's mistake. */
const interrupted = (model: string, { json }: MutateFlags, io: Io): number => {
  const told = {
    what: 'The check of the model itself was interrupted: no mutant was checked',
    where: [`netsplit mutate ${model}`],
    fix: 'mutants come after that check: let it end, or choose smaller parameters with --set',
  }
  io.stderr.write(`netsplit: ${told.what}\n`)
  if (json === true) io.stdout.write(jsonText({ error: { code: 'interrupted', ...told } }))
  return Exit.incomplete
}

/** Where a property is not as expected to begin with, mutants cannot be told from the model. */
const expectAsExpected = (model: string, report: Report): void => {
  const outcome = outcomeOf(report)
  if (outcome === 'as expected') return
  const found = report.properties.find(
    ({ verdict, expected }) =>
      verdict !== expected && (verdict !== 'incomplete' || outcome === 'open'),
  )
  throw new ModelError('bad-option', {
    what:
      outcome === 'open'
        ? `The check of the model itself ends early: ${report.incomplete?.reason ?? 'not all was seen'}`
        : `The model itself is not as expected: “${found?.name}” is ${found?.verdict}`,
    where: [`netsplit mutate ${model}`],
    fix:
      outcome === 'open'
        ? 'choose smaller parameters with --set: mutants are judged by a check that ends'
        : `see \`netsplit check ${model}\`; mend the model, or say what is expected`,
  })
}

/** A mutant may have so many times as many states as the model, and as much time; and for small ones so much at least. */
const times = { states: 4, seconds: 10 }
const least = { states: 10_000, seconds: 10 }

const budgetOf = ({ states, seconds }: Report, flags: MutateFlags): Mutation['budget'] => ({
  maxStates: flags.maxStates ?? Math.max(least.states, times.states * states.distinct),
  maxSeconds: flags.maxSeconds ?? Math.max(least.seconds, Math.ceil(times.seconds * seconds)),
})

const judgedOf = async (
  mutants: readonly Mutant[],
  given: {
    readonly source: ModelFiles
    readonly job: Job
    readonly original: Report
    readonly budget: Mutation['budget']
    readonly flags: MutateFlags
  },
  io: Io,
): Promise<readonly Judged[]> => {
  const { source, job, original, budget, flags } = given
  const controller = new AbortController()
  const progress = await mutationProgress(io.stderr, mutants.length)
  const stopListening = io.onInterrupt(() => controller.abort())
  try {
    return await judgeMutants(mutants, {
      // One killer is enough, but where a violation is expected it must not end the search.
      job: {
        ...job,
        ...budget,
        stopAtFirst: original.properties.every((it) => it.expected === 'holds'),
      },
      files: source.files,
      original,
      maxSeconds: budget.maxSeconds,
      workers: flags.workers ?? availableParallelism(),
      signal: controller.signal,
      onJudged: progress.add,
    })
  } finally {
    progress.end()
    stopListening()
  }
}

/**
 * The mutants that are asked for.
 *
 * @throws ModelError 'bad-option' when there are none
 */
const chosen = (
  mutants: readonly Mutant[],
  { files }: ModelFiles,
  { only }: MutateFlags,
): readonly Mutant[] => {
  if (mutants.length === 0) {
    throw new ModelError('bad-option', {
      what: 'There is nothing in the model that could be changed',
      where: files.map(({ label }) => label),
      fix: 'changed are handlers, guards and what they use; a model without any conditions, numbers and messages has none',
    })
  }
  if (only === undefined) return mutants
  const [, file = '', line = '', column] = /^(?:(.*?\D.*?):)?(\d+)(?::(\d+))?$/.exec(only) ?? []
  if (line === '') throw wrongPlace(only, 'is no place in a file', mutants)
  const isMeant = (label: string): boolean =>
    file === '' || label === file || resolve(label) === resolve(file) || label.endsWith(`/${file}`)
  const found = mutants.filter(
    (it) =>
      isMeant(it.label) &&
      it.line === Number(line) &&
      (column === undefined || it.column === Number(column)),
  )
  if (found.length === 0) throw wrongPlace(only, 'is a place where nothing is changed', mutants)
  return found
}

const wrongPlace = (only: string, how: string, mutants: readonly Mutant[]): ModelError => {
  const [first] = mutants
  const all = [...new Set(mutants.map(({ label }) => label))]
  const lines = [
    ...new Set(mutants.filter(({ label }) => label === all[0]).map(({ line }) => line)),
  ]
  return new ModelError('bad-option', {
    what: `'${only}' ${how}`,
    where: [`--only ${only}`],
    fix: `write FILE:LINE or FILE:LINE:COLUMN, such as ${first?.label}:${first?.line}; ${counted(mutants.length, 'mutant')} in ${all.join(', ')}, the first file's in lines ${lines.join(', ')}`,
  })
}
