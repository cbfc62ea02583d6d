import type { Report } from '../report.ts'
import { printable } from '../value/printable.ts'
import type { Drawn } from './engine-contract.ts'
import { expectWritable, writeWanted, type WantedFile } from './files.ts'
import type { Io } from './io.ts'
import type { Setting } from './options.ts'
import { expectPage } from './page-files.ts'

/** The files that a check is asked to leave behind. */
export interface FileFlags {
  /** The file to draw a run into. */
  readonly svg?: string
  /** The file to draw the state graph into. */
  readonly dot?: string
  /** The file to write the page into, with the report in it. */
  readonly html?: string
  /** The file to write tests of the runs into. */
  readonly test?: string
}

/** What a check has found, for its files. */
export interface Found {
  readonly report: Report
  /** The state graph; null where none was asked for, or the check was ended before it was drawn. */
  readonly graph: Drawn | null
  /** What was asked for: a bundled name or a path, and what was set. */
  readonly model: string
  readonly settings: readonly Setting[]
}

interface Asked extends WantedFile {
  readonly option: '--svg' | '--dot' | '--html' | '--test'
}

/** The files that some options ask for. */
export const wantedBy = ({ svg, dot, html, test }: FileFlags): readonly Asked[] => [
  ...(svg === undefined ? [] : [{ option: '--svg' as const, file: svg }]),
  ...(dot === undefined ? [] : [{ option: '--dot' as const, file: dot }]),
  ...(html === undefined ? [] : [{ option: '--html' as const, file: html }]),
  ...(test === undefined ? [] : [{ option: '--test' as const, file: test }]),
]

/**
 * Looks whether all files can be written, before anything is checked.
 *
 * @throws ModelError 'bad-option' when one cannot, or the page is not there
 */
export const expectFiles = async (flags: FileFlags, { cwd }: Io): Promise<void> => {
  for (const wanted of wantedBy(flags)) await expectWritable(wanted, cwd)
  if (flags.html !== undefined) await expectPage('whole.html')
}

/** Writes the files, and says of each what is in it, or why it was not written. */
export const writeFiles = async (flags: FileFlags, found: Found, io: Io): Promise<void> => {
  for (const wanted of wantedBy(flags)) {
    const { text, words } = await filled(wanted, found, io.cwd)
    if (text !== null) await writeWanted(wanted, io.cwd, text)
    io.stderr.write(`${wanted.option}: ${words}\n`)
  }
}

interface Filled {
  readonly text: string | null
  readonly words: string
}

const filled = async ({ option, file }: Asked, found: Found, cwd: string): Promise<Filled> => {
  switch (option) {
    case '--svg':
      return drawing(file, found.report)
    case '--dot': {
      const { graph } = found
      return graph !== null && 'dot' in graph
        ? { text: graph.dot, words: `the graph of all states is in ${file}` }
        : { text: null, words: `${graph?.why ?? 'the check was ended'}; ${file} was not written` }
    }
    case '--html': {
      const { reportPage } = await import('./report-page.ts')
      const words = `the report is in ${file}: open it in a browser`
      return { text: await reportPage(found), words }
    }
    case '--test': {
      const { brokenIn, runTest } = await import('./run-test.ts')
      const broken = brokenIn(found.report).length
      if (broken === 0) {
        return { text: null, words: `no run broke a property; ${file} was not written` }
      }
      const words = `${broken === 1 ? 'the run' : `the runs of ${broken} properties`} to try again with vitest: ${file}`
      return { text: runTest(found, { file, cwd }), words }
    }
  }
}

/** Draws one run, and says which: others are drawn from a saved report. */
const drawing = async (file: string, { properties }: Report): Promise<Filled> => {
  const told = properties.filter(({ trace }) => trace !== null)
  const property = told.find(({ verdict, expected }) => verdict !== expected) ?? told[0]
  if (property === undefined) {
    return { text: null, words: `no property has a run to draw; ${file} was not written` }
  }
  const { picture } = await import('./pictures.ts')
  return {
    text: picture('svg', property),
    words: `the run of “${printable(property.name)}” is in ${file}`,
  }
}
