import { describeSystem } from 'netsplit/vitest'
import * as counter from './counter.ts'
import { endless, mistaken, sound, surprising } from './models.ts'

describeSystem(sound)
describeSystem(surprising)
describeSystem(counter)
describeSystem(counter, { parameters: { steps: 4 }, model: 'longer' })
describeSystem(endless, { timeout: 500 })
describeSystem(mistaken)
describeSystem(sound, { timeout: Infinity, model: 'unhurried' })
