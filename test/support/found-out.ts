import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect } from 'vitest'

/** Where the runs are kept that failed, by the names of the tests. */
const file = fileURLToPath(new URL('../golden/found-out.json', import.meta.url))

interface Kept {
  readonly seed: number
  /** Which run of those that are drawn from the seed. */
  readonly path: string
}

const keptRuns = (): Readonly<Record<string, Kept>> =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Kept>) : {}

/**
 * Whether a comparison fails, where something was broken for it. What is drawn begins with the run that was seen
 * to fail, so that nobody waits for luck; if that fails no more, others are drawn. `UPDATE_FOUND_OUT=1` keeps what failed.
 *
 * @param most how many runs are drawn at most
 */
export const isFoundOut = async <Drawn>(
  property: fc.IAsyncProperty<Drawn> | fc.IProperty<Drawn>,
  most: number,
): Promise<boolean> => {
  const { testPath = '', currentTestName = '' } = expect.getState()
  const name = `${relative(process.cwd(), testPath)}: ${currentTestName}`
  const isRenewed = process.env['UPDATE_FOUND_OUT'] !== undefined
  const kept = isRenewed ? {} : keptRuns()[name]
  const run = await fc.check(property as fc.IAsyncProperty<Drawn>, {
    numRuns: most,
    endOnFailure: true,
    ...kept,
  })
  if (!isRenewed || run.counterexamplePath === null) return run.failed
  const all = { ...keptRuns(), [name]: { seed: run.seed, path: run.counterexamplePath } }
  const sorted = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
  return true
}
