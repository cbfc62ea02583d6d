import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** What is tested, by its content; empty where that is not committed. */
    readonly tested: string
  }
}

/*
 * Each state of the program and its tests has random systems of its own, and the same ones wherever it is tested: what
 * passes here cannot fail by luck elsewhere, and what fails there fails here. What is not committed draws anew each time.
 */

const tested = inject('tested')

beforeEach(() => {
  if (tested === '') return
  const { testPath, currentTestName } = expect.getState()
  const name = `${tested} ${testPath?.split('/test/').at(-1)} ${currentTestName}`
  const seed = createHash('sha256').update(name).digest().readInt32LE()
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
})
