import { describeSystem } from 'netsplit/vitest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as counter from '../vitest/project/counter.ts'
import { sound } from '../vitest/project/models.ts'

describe('netsplit/vitest is typed', () => {
  test('the matcher is one of vitest', () => {
    expectTypeOf(expect(sound).toBeAsExpected).returns.resolves.toBeVoid()
    expectTypeOf(expect(sound).not.toBeAsExpected).toBeCallableWith({ maxStates: 3 })
    // @ts-expect-error there is no such option
    void expect(sound).toBeAsExpected({ maxState: 3 })
  })

  test('parameters are those of the module', () => {
    expectTypeOf(describeSystem<typeof counter>).toBeCallableWith(counter, {
      parameters: { steps: 4 },
    })
    // @ts-expect-error there is no such parameter
    describeSystem(counter, { parameters: { stepz: 4 } })
    // @ts-expect-error it is a number
    describeSystem(counter, { parameters: { steps: '4' } })
    // @ts-expect-error a function is no system
    describeSystem(counter.default)
  })
})
