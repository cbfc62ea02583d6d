import fc from 'fast-check'
import {
  expectHolds,
  expectRunGone,
  machine,
  oneOf,
  type PropertyReport,
  type Trace,
  type TraceStep,
} from 'netsplit'
import { commandsOf, type Part, type Shadow } from 'netsplit/fast-check'
import { describe, expectTypeOf, test } from 'vitest'

class Lamp {
  press(): void {}
}

const model = machine({
  name: 'lamp',
  initial: () => ({ on: false }),
  actions: { press: ({ on }) => ({ on: !on }) },
  properties: ({ reachable }) => ({ 'it can be lit': reachable(({ on }) => on) }),
})

const steps = (step: TraceStep): Part<Lamp> =>
  step.name === 'press' ? { does: (lamp) => lamp.press() } : 'hidden'

describe('commandsOf', () => {
  test('knows the real system', () => {
    const { commands, begin } = commandsOf(model, { steps })
    expectTypeOf(begin).parameter(0).toEqualTypeOf<Lamp>()
    expectTypeOf(begin(new Lamp()).model).toEqualTypeOf<Shadow<Lamp>>()
    void fc.asyncModelRun(() => begin(new Lamp()), fc.sample(fc.commands(commands))[0] ?? [])
    expectTypeOf<Shadow['run']>().toEqualTypeOf<Trace>()
  })

  test('refuses what is no part', () => {
    expectTypeOf<'seen'>().not.toExtend<Part<Lamp>>()
    // @ts-expect-error there is no such word
    commandsOf<Lamp>(model, { steps: () => 'seen' })
    // @ts-expect-error a lamp cannot be pulled
    commandsOf<Lamp>(model, { steps: () => ({ does: (lamp) => lamp.pull() }) })
    // @ts-expect-error each step is something
    commandsOf<Lamp>(model, { shown: () => [] })
  })
})

describe('tests of a property and of a run', () => {
  const module = { default: () => model, parameters: { colour: oneOf('red', 'green'), watts: 40 } }
  const run = { property: 'it can be lit', steps: ['press'], loopsTo: null }

  test('know the parameters of a module, and what they may be', () => {
    const held = expectHolds(module, 'it can be lit', { parameters: { colour: 'green' } })
    expectTypeOf(held).resolves.toEqualTypeOf<PropertyReport>()
    void expectRunGone(module, run, { parameters: { watts: 60 } })
    // @ts-expect-error there is no such colour
    void expectHolds(module, 'it can be lit', { parameters: { colour: 'blue' } })
    // @ts-expect-error there is no such parameter
    void expectRunGone(module, run, { parameters: { volts: 60 } })
  })
})
