import { spawnSync } from 'node:child_process'
import { ModelError } from 'netsplit'
import { checkIn } from '../../src/check.ts'
import { Spark } from '../../src/cli/spark.ts'
import type { Engine } from '../../src/sql/database.ts'
import type { CheckThere } from './in-database.ts'

/** For a minute's work several threads that look after memory are not worth their start. */
const jvmOptions = '-XX:+UseSerialGC'

/** Spark on this machine, which takes checks one after the other; null where it is not installed. */
export const sparkHere = async (master = 'local[2]'): Promise<Spark | null> => {
  if (
    process.env['JAVA_HOME'] === undefined &&
    spawnSync('java', ['-version']).error !== undefined
  ) {
    process.stderr.write('skipped, as Java is not there, which Spark needs\n')
    return null
  }
  process.env['JDK_JAVA_OPTIONS'] ??= jvmOptions
  const options = { maxMemoryBytes: 2 ** 31, place: { master }, from: 1 }
  try {
    return await Spark.load(options)
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    process.stderr.write(`skipped, as Spark is not installed: ${error.fix}\n`)
    return null
  }
}

/** A check that goes on in a Spark from the first level on. */
export const checkInSpark =
  (spark: Spark | null): CheckThere =>
  (system, options = {}, smallness) => {
    if (spark === null) throw new Error('Spark is not installed')
    const engine: Engine = {
      name: spark.name,
      from: spark.from,
      smallness,
      open: () => spark.open(),
    }
    return checkIn(system, options, engine)
  }
