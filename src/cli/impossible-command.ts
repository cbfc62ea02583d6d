import { families, type Task } from '../impossibility/index.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { printable, printableLines } from '../value/printable.ts'
import { describeThrown, isInstance } from '../value/thrown.ts'
import { impossible } from './impossible.ts'
import type { Io } from './io.ts'
import { importFile, isFile } from './load-model.ts'
import { styleFor } from './rendering.ts'

/**
 * `netsplit impossible`: proves that no protocol at all can do a task, bundled or out of a file, or
 * lists the tasks.
 */
export const impossibleCommand = async (
  task: string | undefined,
  flags: { json?: true },
  io: Io,
): Promise<number> => {
  const names = taskNames()
  const isOwn = task !== undefined && isFile(task)
  if (task !== undefined && !isOwn && !names.includes(task)) {
    throw new ModelError('bad-option', {
      what: `There is no task '${task}'`,
      where: [`netsplit impossible ${task}`],
      fix: `${didYouMean(task, names)}\`netsplit impossible\` lists them`,
    })
  }
  const options = { json: flags.json ?? false, ...styleFor(io.stdout) }
  const { output, exitCode } = isOwn
    ? answerOwn(task, await loadTask(task), options)
    : impossible(task, options)
  io.stdout.write(output)
  return exitCode
}

/** The answer to a user's own task; what is wrong with the task is told as such. */
const answerOwn = (
  path: string,
  task: Task,
  options: Parameters<typeof impossible>[1],
): ReturnType<typeof impossible> => {
  try {
    return impossible(withPrintableWords(task, path), options)
  } catch (error) {
    if (isInstance(error, ModelError)) throw error
    throw new ModelError('bad-model-file', {
      what: `The task does not make sense: ${isInstance(error, Error) ? error.message : describeThrown(error)}`,
      where: [path],
      fix: 'complete it as docs/impossibility.md shows',
    })
  }
}

/** The task that a file exports by default. */
const loadTask = async (path: string): Promise<Task> => {
  const { default: task } = (await importFile(path)) as { default?: unknown }
  if (typeof task === 'object' && task !== null) return task as Task
  throw new ModelError('bad-model-file', {
    what: 'The file exports no task',
    where: [path],
    fix: 'write `export default task`, where task is a Task of netsplit/impossibility',
  })
}

/**
 * The task with nothing in its words that a terminal would obey. Its data are compared by its
 * conditions and cannot be changed: there such characters are refused.
 */
const withPrintableWords = (task: Task, path: string): Task => {
  const { vocabulary, ...data } = task
  const texts = textsIn(data)
  if (texts.some((text) => printableLines(text) !== text)) {
    throw new ModelError('bad-model-file', {
      what: 'A name or a text of the task has a control character in it',
      where: [path],
      fix: 'write it without',
    })
  }
  if (vocabulary === undefined) return task
  const { input, output, undecided, inputLabel } = vocabulary
  return {
    ...data,
    vocabulary: {
      input: (given) => printable(input(given)),
      output: (given) => printable(output(given)),
      undecided: printable(undecided),
      inputLabel: (given) => printable(inputLabel(given)),
    },
  }
}

const textsIn = (data: unknown): readonly string[] => {
  if (typeof data === 'string') return [data]
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, inner]) => [key, ...textsIn(inner)])
}

const taskNames = (): readonly string[] => [
  'cap',
  ...families.flatMap(({ name, members, larger }) => [
    name,
    ...[...members, ...larger].map((member) => member.name),
  ]),
]
