import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')

/** What is wrong with a document by the schema of JUnit's XML. */
const faults = async (contents: string): Promise<readonly string[]> => {
  const { errors } = await validateXML({
    xml: [{ fileName: 'report.xml', contents }],
    schema: [{ fileName: 'junit.xsd', contents: read('../support/schemas/junit.xsd') }],
  })
  return errors.map(({ message }) => message)
}

// That it is what the reporter writes is tested in reporters.test.ts.
const written = read('../golden/cli/reporter-junit.txt')

test('what the reporter writes for JUnit is valid by the published schema', async () => {
  expect(await faults(written)).toEqual([])
  expect(written).toContain('tests="7" failures="4" errors="0"')
})

test('and what is not, is told', async () => {
  expect(await faults(written.replace('<testsuite ', '<testsuite open="1" '))).toHaveLength(1)
  expect(await faults(written.replace('<failure ', '<broken/><failure '))).not.toEqual([])
  expect(await faults(written.replace('&lt;c&gt;', '<c>'))).not.toEqual([])
})
