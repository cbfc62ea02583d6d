import { Option, type Command } from 'commander'
import type { CheckFlags } from './check-flags.ts'
import { engineNames, parseMaster, parseRemote, parseScratch } from './engine-names.ts'
import { checkHelp } from './help.ts'
import type { Asking } from './check-command.ts'
import type { Asked } from './config.ts'
import type { Said } from './config-blame.ts'
import { configFilesIn } from './config-file.ts'
import { ModelError } from '../value/model-error.ts'
import type { Io } from './io.ts'
import { parseShard } from './sweep.ts'
import { parseSize } from './memory.ts'
import { reporterNames } from './reporter-names.ts'
import { collectReporter } from './wanted-reporters.ts'
import { collect, collectSetting, parseCount, parseSeconds, parseWorkers } from './options.ts'

/** `netsplit check` and its options. */
export const addCheck = (main: Command, io: Io, setStatus: (status: number) => void): void => {
  const check = main
    .command('check')
    .description('prove the properties of models, or print the shortest counterexamples')
    .argument(
      '[model...]',
      'bundled names (see `netsplit models`), .ts or .js files, folders, globs; else those of netsplit.config',
    )
    .addOption(
      new Option(
        '--set <name=value>',
        "set one of the model's parameters, to each of 1..5 or a,b in turn; repeatable",
      )
        .argParser(collectSetting)
        .default([], 'none'),
    )
  addLimits(check)
  addTelling(check)
  check
    .addHelpText('after', checkHelp)
    .action(async (models: readonly string[], flags: CheckFlags, command: Command) => {
      const { checkCommand } = await import('./check-command.ts')
      setStatus(await checkCommand(() => asking({ models, flags }, command, io), io))
    })
}

/** What is to be checked now, and what names the configuration in an error about what it says. */
const asking = async (given: Asked, command: Command, io: Io): Promise<Asking> => {
  const asked = await withConfig(given, command, io)
  const { said } = asked
  if (said === null) return { ...asked, blame: (error) => error }
  const { blamed } = await import('./config-blame.ts')
  return { ...asked, blame: (error) => blamed(error, said) }
}

/** What the command line asks for, and a configuration where there is one. */
const withConfig = async (
  given: Asked,
  command: Command,
  { cwd }: Io,
): Promise<Asked & { readonly said: Said | null }> => {
  const files = configFilesIn(cwd)
  const { configured } = files.length === 0 ? { configured: null } : await import('./config.ts')
  const asked =
    configured === null ? { ...given, said: null } : await configured(given, files, cwd, command)
  if (asked.models.length > 0) return asked
  throw new ModelError('bad-option', {
    what: 'The model is missing',
    where: ['netsplit check'],
    fix: 'name a file, or a bundled model such as two-phase-commit; `netsplit models` lists them',
  })
}

/** How far to search, and how. */
const addLimits = (check: Command): void => {
  check
    .option('--max-states <n>', 'stop after so many distinct states', parseCount)
    .option(
      '--max-memory <size>',
      "stop at so much memory: 512m, 4g (default: 75% of the machine's)",
      parseSize,
    )
    .addOption(
      new Option(
        '--no-reduction <name>',
        'leave out a reduction: ignored-deliveries, stale-messages, symmetry; repeatable',
      )
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--disk <folder>', 'keep the states of a large search in files, and leave checkpoints')
    .option('--resume <folder>', 'go on with the check that was ended in this folder')
    .addOption(
      new Option(
        '--engine <name>',
        'have a database search what is large: in this process, or on a cluster',
      ).choices(engineNames),
    )
    .option('--master <master>', 'where Spark works (default: local[*])', parseMaster)
    .option('--remote <url>', 'a server of Spark Connect that is to work: sc://…', parseRemote)
    .option('--scratch <folder>', "for Spark's tables: a folder, or a URL of one", parseScratch)
    .option('--keep-going', 'go on although there is known to be no end of states')
    .option('--max-seconds <n>', 'stop after so much time', parseSeconds)
}

/** What to find out, and how to tell it. */
const addTelling = (check: Command): void => {
  check
    .addOption(
      new Option('--property <name>', 'judge only this property; repeatable')
        .argParser(collect)
        .default([], 'all'),
    )
    .option('--shard <i/n>', 'do only the i-th of n parts of the checks', parseShard)
    .option('--watch', 'check again whenever a file of a model was saved')
    .option('--flip', 'check again with one assumption changed at a time, and compare')
    .option('--stop-at-first', 'stop at the first property that is violated')
    .option('--exhaustive', 'go on when every property is decided, until every state is seen')
    .option('--profile', 'say where the states come from, and what took time and memory')
    .option('--coverage', "say what of the model's source was never run")
    .option('--witnesses', 'tell the runs to what is reachable, too')
    .option('--unfold', 'tell every step of a run; else equal rounds are told once')
    .option('--svg <file>', 'draw the run of a counterexample, or of a witness, into a file')
    .option('--dot <file>', 'write the graph of all states for Graphviz, where there are few')
    .option('--html <file>', 'write the report as a page, to be looked at and stepped through')
    .option('--test <file>', 'write tests for vitest of the runs that break properties')
    .option(
      '--workers <n>',
      'threads that a search of more than eleven million states goes on in (default: 1)',
      parseWorkers,
    )
    .addOption(
      new Option(
        '--reporter <name[=file]>',
        `how to tell, to standard output or a file: ${reporterNames.join(', ')}; repeatable`,
      )
        .argParser(collectReporter)
        .default([], 'text'),
    )
    .option('--json', 'print one JSON document instead of text: --reporter json')
}
