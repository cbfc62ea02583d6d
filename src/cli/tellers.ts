import { appendFile } from 'node:fs/promises'
import type { Checked } from '../render/checked.ts'
import { expectWritable, writeWanted, type WantedFile } from './files.ts'
import type { Io, Sink } from './io.ts'
import { reporterOf } from './reporters.ts'
import type { WantedReporter } from './reporter-names.ts'
import { reportersOf } from './wanted-reporters.ts'

/** A reporter at work, and where its text goes. */
export interface Teller {
  readonly each: (checked: Checked, before: readonly Checked[]) => void
  readonly end: (all: readonly Checked[]) => Promise<void>
}

interface Wants {
  readonly reporter: readonly WantedReporter[]
  readonly json?: true
  /** Whether there is one check alone, also if this command did all parts. */
  readonly isOne: boolean
  readonly witnesses?: true
  readonly unfold?: true
}

/**
 * The reporters that a command asks for.
 *
 * @throws ModelError 'bad-option' when two write to one place, or a file cannot be written
 */
export const tellersOf = (wants: Wants, io: Io): Promise<readonly Teller[]> =>
  Promise.all(
    reportersOf(wants.reporter, wants.json ?? false).map((wanted) => tellerOf(wanted, wants, io)),
  )

const tellerOf = async ({ name, file }: WantedReporter, wants: Wants, io: Io): Promise<Teller> => {
  const reporter = await reporterOf(name)
  const wanted = file === null ? null : ({ option: `--reporter ${name}`, file } as const)
  if (wanted !== null) await expectWritable(wanted, io.cwd)
  let written = ''
  const kept: Sink = { write: (text) => (written += text) }
  const sink = file === null ? io.stdout : kept
  const telling = { ...wants, sink, cwd: io.cwd, env: process.env }
  const summary = reporter.aside([], telling)?.file
  if (summary !== undefined) await expectWritable(summaryIn(summary), io.cwd)
  return {
    each: (checked, before) => void sink.write(reporter.each(checked, before, telling)),
    end: async (all) => {
      sink.write(reporter.end(all, telling))
      if (wanted !== null) await writeWanted(wanted, io.cwd, written)
      const aside = reporter.aside(all, telling)
      if (aside !== null) await writeWanted(summaryIn(aside.file), io.cwd, aside.text, appendFile)
    },
  }
}

const summaryIn = (file: string): WantedFile => ({ option: 'GITHUB_STEP_SUMMARY', file })
