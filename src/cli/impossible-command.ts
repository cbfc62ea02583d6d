import { families } from '../impossibility/index.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { impossible } from './impossible.ts'
import type { Io } from './io.ts'
import { styleFor } from './rendering.ts'

/** `netsplit impossible`: proves that no protocol at all can do a task, or lists the tasks. */
export const impossibleCommand = (
  task: string | undefined,
  flags: { json?: true },
  io: Io,
): number => {
  const names = taskNames()
  if (task !== undefined && !names.includes(task)) {
    throw new ModelError('bad-option', {
      what: `There is no task '${task}'`,
      where: [`netsplit impossible ${task}`],
      fix: `${didYouMean(task, names)}\`netsplit impossible\` lists them`,
    })
  }
  const { output, exitCode } = impossible(task, {
    json: flags.json ?? false,
    ...styleFor(io.stdout),
  })
  io.stdout.write(output)
  return exitCode
}

const taskNames = (): readonly string[] => [
  'cap',
  ...families.flatMap(({ name, members, larger }) => [
    name,
    ...[...members, ...larger].map((member) => member.name),
  ]),
]
