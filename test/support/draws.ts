import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** What `.draws` says; empty where something is not committed. */
    readonly tested: string
  }
}

/*
 * What is committed draws the same random systems wherever it is tested: what passes here cannot fail by luck
 * elsewhere, and what fails there fails here. What is not committed draws anew each time.
 */

const tested = inject('tested')

beforeEach(() => {
  if (tested === '') return
  const { testPath, currentTestName } = expect.getState()
  const name = `${tested} ${testPath?.split('/test/').at(-1)} ${currentTestName}`
  const seed = createHash('sha256').update(name).digest().readInt32LE()
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
})
