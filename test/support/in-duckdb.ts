import { ModelError } from 'netsplit'
import { checkIn } from '../../src/check.ts'
import { DuckDb } from '../../src/cli/duckdb.ts'
import type { CheckThere } from './in-database.ts'

/** Whether DuckDB is installed: it need not be. */
export const hasDuckDb = await DuckDb.load({ maxMemoryBytes: 1 }).then(
  () => true,
  (error: unknown) => {
    if (error instanceof ModelError) return false
    throw error
  },
)
if (!hasDuckDb) {
  process.stderr.write('skipped, as DuckDB is not installed: npm install @duckdb/node-api\n')
}

/** A check that goes on in DuckDB from the first level on. */
export const checkInDuckDb: CheckThere = async (system, options = {}, smallness) => {
  const engine = await DuckDb.load({ maxMemoryBytes: 2 ** 31, from: 1, smallness })
  try {
    return await checkIn(system, options, engine)
  } finally {
    await engine.close()
  }
}
