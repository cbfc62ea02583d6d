import { Command, Option } from 'commander'
import type { CapFlags } from './cap-command.ts'
import { addCheck } from './check-options.ts'
import { addStart } from './start-options.ts'
import type { OpenFlags } from './open-command.ts'
import type { HistoryFlags } from './history-command.ts'
import type { ShowFlags } from './show-command.ts'
import { capHelp, historyHelp, mainHelp, modelsHelp, mutateHelp, simulateHelp } from './help.ts'
import type { MutateFlags } from './mutate-command.ts'
import { strategyNames } from '../simulate/strategy-names.ts'
import type { SimulateFlags } from './simulate-command.ts'
import type { Io } from './io.ts'
import {
  collect,
  collectSetting,
  parseCount,
  parsePort,
  parseSeconds,
  parseTime,
  parseWorkers,
  wholeNumber,
} from './options.ts'
import { parseSize } from './memory.ts'
import { conditionNames } from './history-conditions.ts'
import { pictures } from './picture-names.ts'
import { version } from './version.ts'

/**
 * The commands and their options. Each command says how it ended through `setStatus`. What a command
 * needs is loaded when it is called for.
 */
export const program = (io: Io, setStatus: (status: number) => void): Command => {
  const main = new Command('netsplit')
    .description('Explores every interleaving of a distributed protocol written in TypeScript.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', mainHelp)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Errors are shown in one place, in one form, by whoever called.
      writeErr: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 80,
    })
  addCheck(main, io, setStatus)
  addSimulate(main, io, setStatus)
  addMutate(main, io, setStatus)
  addModels(main, io, setStatus)
  addShow(main, io, setStatus)
  addOpen(main, io, setStatus)
  addCap(main, io, setStatus)
  addHistory(main, io, setStatus)
  addStart(main, io, setStatus)
  return main
}

const addSimulate = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('simulate')
    .description('walk through a model at random: for spaces that no search ends')
    .argument('<model>', 'a bundled name (see `netsplit models`) or the path of a .ts or .js file')
    .addOption(
      new Option('--set <name=value>', "set one of the model's parameters; repeatable")
        .argParser(collectSetting)
        .default([], 'none'),
    )
    .addOption(
      new Option('--property <name>', 'judge only this property; repeatable')
        .argParser(collect)
        .default([], 'all'),
    )
    .addOption(
      new Option('--strategy <name>', 'how to walk: see below')
        .choices(['mixture', ...strategyNames])
        .default('mixture'),
    )
    .option('--seed <n>', 'what all walks are drawn from (default: 1)', wholeNumber('--seed', 0))
    .option(
      '--runs <n>',
      'so many walks at most (default: 69632, of returning alone 131072, of another alone 10000; with --seconds no limit)',
      wholeNumber('--runs', 1),
    )
    .option(
      '--run <n>',
      'walk only this one again, by its number; it needs one thread',
      wholeNumber('--run', 0),
    )
    .option(
      '--max-steps <n>',
      'so many steps of a walk at most (default: 200)',
      wholeNumber('--max-steps', 1, 1_000_000),
    )
    .option('--seconds <n>', 'walk for so much time', parseTime('--seconds'))
    .option('--workers <n>', 'threads that walk (default: one for each processor)', parseWorkers)
    .option('--witnesses', 'tell the runs to what is reachable, too')
    .option('--unfold', 'tell every step of a run; else equal rounds are told once')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', simulateHelp)
    .action(async (model: string, flags: SimulateFlags, command: Command) => {
      const { simulateCommand } = await import('./simulate-command.ts')
      const { withSettings } = await import('./config-set.ts')
      const work = (set: typeof flags.set): Promise<number> =>
        simulateCommand(model, { ...flags, set }, io)
      setStatus(await withSettings(flags.set, command, io, work))
    })
}

const addMutate = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('mutate')
    .description('change a model in small ways, and list the changes that no property notices')
    .argument('<model>', 'a bundled name (see `netsplit models`) or the path of a .ts or .js file')
    .addOption(
      new Option('--set <name=value>', "set one of the model's parameters; repeatable")
        .argParser(collectSetting)
        .default([], 'none'),
    )
    .option('--only <file:line>', 'only what is changed there, each with the whole report')
    .option(
      '--max-states <n>',
      'so many states of a mutant at most (default: 4 times those of the model, or 10000)',
      parseCount,
    )
    .option(
      '--max-seconds <n>',
      'so much time for a mutant (default: 10 times that of the model, or 10)',
      parseSeconds,
    )
    .option('--workers <n>', 'processes that check (default: one for each processor)', parseWorkers)
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', mutateHelp)
    .action(async (model: string, flags: MutateFlags, command: Command) => {
      const { mutateCommand } = await import('./mutate-command.ts')
      const { withSettings } = await import('./config-set.ts')
      const work = (set: typeof flags.set): Promise<number> =>
        mutateCommand(model, { ...flags, set }, io)
      setStatus(await withSettings(flags.set, command, io, work))
    })
}

const addModels = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('models')
    .description('list the bundled models, by what they are about')
    .argument('[words...]', 'only those that have each in their name, line, group or parameters')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', modelsHelp)
    .action(async (words: readonly string[], flags: { json?: true }) => {
      const { modelsCommand } = await import('./models-command.ts')
      setStatus(await modelsCommand(words.join(' '), flags, io))
    })
}

const addShow = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('show')
    .description('print a report that `netsplit check --json` saved')
    .argument('<report>', 'the path of the JSON document')
    .option('--property <name>', 'only this property, with its run')
    .option('--witnesses', 'tell the runs to what is reachable, too')
    .option('--unfold', 'tell every step of a run; else equal rounds are told once')
    .addOption(
      new Option(
        '--as <picture>',
        'draw the run: svg, or text for mermaid.js.org, ShiViz, or Apalache (itf)',
      ).choices(pictures),
    )
    .action(async (report: string, flags: ShowFlags) => {
      const { showCommand } = await import('./show-command.ts')
      setStatus(await showCommand(report, flags, io))
    })
}

const addOpen = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('open')
    .description('serve the page on this machine: runs to look at, to step through, to edit')
    .argument(
      '[model]',
      'a bundled name, or the path of a file, which is checked again when it is saved',
    )
    .option('--port <n>', 'the port; any that is free unless given', parsePort)
    .option('--browser', 'open it in a browser, too')
    .action(async (model: string | undefined, flags: OpenFlags) => {
      const { openCommand } = await import('./open-command.ts')
      setStatus(await openCommand(model, flags, io))
    })
}

/** The commands on what can be had at all: the table of CAP, and proofs that there is no way. */
const addCap = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('cap')
    .description('run eight designs through three situations: the table of CAP')
    .option('--show <cell>', 'tell the run behind a cell, such as cp/lasts/served')
    .option('--max-states <n>', 'stop each check after so many distinct states', parseCount)
    .option('--max-memory <size>', 'stop at so much memory: 512m, 4g', parseSize)
    .option('--max-seconds <n>', 'stop after so much time', parseSeconds)
    .option('--linearizable', 'take linearizability for consistency, not the words of each model')
    .option('--html <file>', 'write the table as a page that shows its runs')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', capHelp)
    .action(async (flags: CapFlags) => {
      const { capCommand } = await import('./cap-command.ts')
      setStatus(await capCommand(flags, io))
    })
  main
    .command('impossible')
    .description('prove that no protocol at all can do a task')
    .argument('[task]', 'the name of a task; without it the tasks are listed')
    .option('--json', 'print one JSON document instead of text')
    .action(async (task: string | undefined, flags: { json?: true }) => {
      const { impossibleCommand } = await import('./impossible-command.ts')
      setStatus(await impossibleCommand(task, flags, io))
    })
}

const addHistory = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  main
    .command('history')
    .description('say whether a recorded history is linearizable, or what in it is not')
    .argument('<file>', 'a history: JSON lines, or the EDN or the log of Jepsen')
    .requiredOption('--spec <object>', 'what the operations are on: see below')
    .option('--key <field>', 'one object for each key, which is in this field')
    .addOption(
      new Option(
        '--condition <name>',
        'what is to hold: see below (default: linearizable)',
      ).choices(conditionNames),
    )
    .option('--initial <json>', 'what the object is before the first operation: 0, null')
    .option('--max-seconds <n>', 'stop after so much time', parseSeconds)
    .option(
      '--max-memory <size>',
      "stop at so much memory: 512m, 4g (default: 75% of the machine's)",
      parseSize,
    )
    .option('--html <file>', 'draw it on time lines, with what is wrong, as a page in one file')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', historyHelp)
    .action(async (file: string, flags: HistoryFlags) => {
      const { historyCommand } = await import('./history-command.ts')
      setStatus(await historyCommand(file, flags, io))
    })
}
