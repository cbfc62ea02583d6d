import { check } from 'netsplit'
import 'netsplit/vitest'
import { expect, test } from 'vitest'
import * as counter from './counter.ts'
import { endless, mistaken, sound, surprising } from './models.ts'

test('a sound system', async () => {
  await expect(sound).toBeAsExpected()
})
test('a sound system is not', async () => {
  await expect(sound).not.toBeAsExpected()
})
test('a surprising system', async () => {
  await expect(surprising).toBeAsExpected()
})
test('a surprising system is not', async () => {
  await expect(surprising).not.toBeAsExpected()
})
test('a report', async () => {
  await expect(await check(sound)).toBeAsExpected()
})
test('a surprising report', async () => {
  await expect(await check(surprising)).toBeAsExpected()
})
test('a module', async () => {
  await expect(counter).toBeAsExpected()
})
test('a module, set', async () => {
  await expect(counter).toBeAsExpected({ parameters: { steps: 4 } })
})
test('a module, set to what it has not', async () => {
  await expect(counter).toBeAsExpected({ parameters: { stepz: 4 } })
})
test('a limit', async () => {
  await expect(sound).toBeAsExpected({ maxStates: 3 })
})
test('a limit is not', async () => {
  await expect(sound).not.toBeAsExpected({ maxStates: 3 })
})
test('a time-out', { timeout: 4000 }, async () => {
  await expect(endless).toBeAsExpected()
})
test('a mistake', async () => {
  await expect(mistaken).toBeAsExpected()
})
test('a mistake is not', async () => {
  await expect(mistaken).not.toBeAsExpected()
})
test('a number', async () => {
  await expect(1).toBeAsExpected()
})
