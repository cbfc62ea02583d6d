import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ModelError } from 'netsplit'
import { Spark } from '../../src/cli/spark.ts'
import type { SparkPlace } from '../../src/cli/engine-names.ts'
import { thrownBy } from '../support/thrown.ts'

afterEach(() => vi.unstubAllEnvs())

/** What is said where Python is a program that does this. */
const saidWhere = async (script: string | null, place: SparkPlace = {}): Promise<string> => {
  const python = join(mkdtempSync(join(tmpdir(), 'netsplit-python-')), 'python')
  if (script !== null) {
    writeFileSync(python, `#!/bin/sh\n${script}\n`)
    chmodSync(python, 0o755)
  }
  vi.stubEnv('PYSPARK_PYTHON', python)
  const error = await thrownBy(Spark.load({ maxMemoryBytes: 2 ** 30, place }))
  expect(error).toBeInstanceOf(ModelError)
  return (error as ModelError).message.replaceAll(python, 'PYTHON')
}

describe.skipIf(process.platform === 'win32')('Spark is refused, with what to install', () => {
  test('without Python', async () => {
    expect(await saidWhere(null)).toBe(`Python is not there as 'PYTHON'
  where: --engine spark
  mend:  install Python 3, and pip install pyspark; PYSPARK_PYTHON says which one to take`)
  })

  test('with a Python that does not work', async () => {
    expect(await saidWhere('echo "no library" >&2; exit 1')).toBe(`Python does not start: no library
  where: --engine spark
  mend:  install Python 3, and pip install pyspark; PYSPARK_PYTHON says which one to take`)
  })

  test('without pyspark, or what it needs to reach a server', async () => {
    const script = `echo '{"missing": "pyspark", "error": "No module named pyspark"}'`
    expect(await saidWhere(script))
      .toBe(`pyspark is not there for 'PYTHON' (No module named pyspark)
  where: --engine spark
  mend:  pip install pyspark; or leave --engine out`)
    const there = await saidWhere(script, { remote: 'sc://host' })
    expect(there).toContain('pip install "pyspark[connect]"')
  })
})
