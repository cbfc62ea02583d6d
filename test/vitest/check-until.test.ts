import { expect, test } from 'vitest'
import { checkUntil } from '../../src/vitest/check-until.ts'
import { endless } from './project/models.ts'

test.each([
  ['of the test', (ends: AbortSignal) => [ends, undefined]],
  ['of the options', (ends: AbortSignal) => [undefined, ends]],
])('a check ends with the signal %s, and reports what is known', async (_, signalsOf) => {
  const controller = new AbortController()
  const onProgress = ({ states }: { states: number }): void => {
    if (states > 100) controller.abort()
  }
  const made = { system: endless, parameters: {} }
  const until = { timeout: 0, signals: signalsOf(controller.signal) }
  const report = await checkUntil(made, { onProgress }, until)
  expect(report.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'incomplete'])
})
