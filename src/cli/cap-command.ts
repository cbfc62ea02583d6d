import type { Situation } from '../cap/cells.ts'
import { saveSituation } from '../cap/saved.ts'
import { cap } from './cap.ts'
import { expectWritable, writeWanted, type WantedFile } from './files.ts'
import type { Io } from './io.ts'
import { memoryGauge } from './memory.ts'
import { expectPage, filledPage } from './page-files.ts'
import { styleFor } from './rendering.ts'
import { ModelError } from '../value/model-error.ts'

/** The options of `netsplit cap`, parsed. */
export interface CapFlags {
  readonly show?: string
  readonly maxStates?: number
  readonly maxMemory?: number
  readonly maxSeconds?: number
  readonly json?: true
  readonly linearizable?: true
  /** The file to write the page into. */
  readonly html?: string
}

/** `netsplit cap`: prints the table of CAP or one cell of it, and returns the exit status. */
export const capCommand = async (
  { maxStates, maxMemory, maxSeconds, html, ...flags }: CapFlags,
  io: Io,
): Promise<number> => {
  if (html !== undefined && flags.linearizable === true) {
    throw new ModelError('bad-option', {
      what: 'The page has the table in the own words of each model',
      where: ['--linearizable --html'],
      fix: 'leave one of the two out',
    })
  }
  const page = html === undefined ? null : ({ option: '--html', file: html } as const)
  if (page !== null) {
    await expectWritable(page, io.cwd)
    await expectPage('whole.html')
  }
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const gauge = maxMemory === undefined ? null : memoryGauge(maxMemory)
  const limits = {
    signal: controller.signal,
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxSeconds === undefined ? {} : { maxSeconds }),
    ...(maxMemory === undefined || gauge === null
      ? {}
      : { maxMemoryBytes: maxMemory, memoryInUse: gauge.inUse, collectGarbage: gauge.collect }),
  }
  try {
    const { output, exitCode, table } = await cap({ ...flags, limits, ...styleFor(io.stdout) })
    io.stdout.write(output)
    if (page !== null) await writePage(page, { cell: flags.show ?? null, table }, io)
    return exitCode
  } finally {
    stopListening()
  }
}

/** The page as one file, which begins with the table, or with the cell that was asked for. */
const writePage = async (
  page: WantedFile,
  { cell, table }: { readonly cell: string | null; readonly table: readonly Situation[] | null },
  io: Io,
): Promise<void> => {
  // A table with gaps is made once more by the page, which has no limits.
  const isWhole = table?.every(({ report }) => report.verdict !== 'incomplete') ?? false
  const document = await filledPage('whole.html', {
    start: { cell },
    ...(table !== null && isWhole && { table: table.map(saveSituation) }),
  })
  await writeWanted(page, io.cwd, document)
  io.stderr.write(`--html: the table is in ${page.file}: open it in a browser\n`)
}
