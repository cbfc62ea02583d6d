import { Argument, Option, type Command } from 'commander'
import type { InitFlags } from './init-command.ts'
import { completionHelp, doctorHelp, initHelp, newHelp } from './start-help.ts'
import type { Io } from './io.ts'
import { shells, type Shell } from './shells.ts'

/** The commands with which one begins, and their options. */
export const addStart = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  addInit(main, io, setStatus)
  addNew(main, io, setStatus)
  addDoctor(main, io, setStatus)
  addCompletion(main, io, setStatus)
}

const addInit = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('init')
    .description(
      'begin a project: a model with tests, types and CI, in a new or an existing folder',
    )
    .argument('[folder]', 'the folder of the project, made where it is missing (default: this one)')
    .option('--models <folder>', 'where models go in it', 'models')
    .addOption(
      new Option(
        '--editor <editor>',
        'with tasks for an editor, and problems at their lines',
      ).choices(['vscode']),
    )
    .option('--no-ci', 'without the workflow for GitHub')
    .addHelpText('after', initHelp)
    .action(async (folder: string | undefined, flags: InitFlags) => {
      const { initCommand } = await import('./init-command.ts')
      setStatus(await initCommand(folder, flags, io))
    })
}

const addNew = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('new')
    .description('copy a bundled model, as a start for your own')
    .argument('<name>', 'what the copy is called: my-raft, or models/my-raft')
    .requiredOption('--from <bundled>', 'the model to copy: `netsplit models` lists them')
    .addHelpText('after', newHelp)
    .action(async (name: string, flags: { from: string }) => {
      const { newCommand } = await import('./new-command.ts')
      setStatus(await newCommand(name, flags, io))
    })
}

const addDoctor = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('doctor')
    .description('say what on this machine and in this project keeps netsplit from working')
    .argument('[model]', 'the file of a model: where its imports lead; else those of this folder')
    .addHelpText('after', doctorHelp)
    .action(async (model: string | undefined) => {
      const { doctorCommand } = await import('./doctor-command.ts')
      setStatus(await doctorCommand(model, io))
    })
}

const addCompletion = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('completion')
    .description('print what makes a shell complete commands, options and models')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', completionHelp)
    .action(async (shell: Shell) => {
      const { completionCommand } = await import('./completion-command.ts')
      setStatus(completionCommand(shell, io))
    })
  // What these scripts call at each press of the key.
  main
    .command('complete', { hidden: true })
    .description('print what may come next on a command line')
    .argument('[word...]', 'after --: the words that are written, the last as far as it is')
    .action(async (words: readonly string[]) => {
      const { completeCommand } = await import('./completion-command.ts')
      setStatus(completeCommand(main, words, io))
    })
}
