import { describe, expect, test } from 'vitest'
import { atLeast, defaultsOf, machine, oneOf, type Given, type System } from '../../src/index.ts'
import { readModule, type Model } from '../../src/model/model-module.ts'
import { setParameters, withParameters } from '../../src/model/parameters.ts'
import { mistakeIn } from '../support/mistake-in.ts'

const parameters = {
  network: oneOf('fifo', 'bag'),
  servers: atLeast(1, 3),
  isFast: false,
}

const make = ({ network, servers }: Given<typeof parameters>): System =>
  machine({ name: `${network} ${servers}`, initial: () => [0], actions: {} })

const model: Model = readModule({ parameters, default: make }, 'model.ts')

const set = (...settings: readonly (readonly [string, string])[]): string =>
  model.make(setParameters(model.parameters, settings, model.choices)).name

const noServers = (): unknown => withParameters(model.parameters, { servers: 0 }, model.choices)

describe('a parameter with choices', () => {
  test('is the first of them, or the default, unless it is set', () => {
    expect(defaultsOf(parameters)).toEqual({ network: 'fifo', servers: 3, isFast: false })
    expect(set()).toBe('fifo 3')
    expect(set(['network', 'bag'], ['servers', '1'])).toBe('bag 1')
    expect(defaultsOf({ n: atLeast(2) })).toEqual({ n: 2 })
  })

  test('is refused where it is none of them, with the choices', async () => {
    const [code, text] = (await mistakeIn(() => set(['network', 'fifoo']))) ?? []
    expect(code).toBe('bad-parameter')
    expect(text).toMatch(/'network' cannot be "fifoo"[^]*--set network=fifoo[^]*one of fifo, bag/)
    expect(text).toContain('did you mean')
  })

  test('is refused where it is too small, or no whole number', async () => {
    for (const wrong of ['0', '1.5', '-2']) {
      const mistake = await mistakeIn(() => set(['servers', wrong]))
      expect(String(mistake)).toMatch(/'servers' cannot be .*[^]*a whole number from 1 on/)
    }
    expect(String(await mistakeIn(noServers))).toMatch(
      /parameters\.servers[^]*the default is servers=3/,
    )
  })

  test('is listed with its choices where another name was given', async () => {
    const mistake = await mistakeIn(() => set(['net', 'bag']))
    expect(String(mistake)).toContain('network=fifo|bag, servers=3 (at least 1), isFast=false')
  })

  test.each([
    ['no texts', () => oneOf(...([] as unknown as ['a']))],
    ['a text twice', () => oneOf('a', 'b', 'a')],
    ['a default that is too small', () => atLeast(3, 1)],
    ['no whole number', () => atLeast(0.5)],
  ])('is refused with %s', async (_, wrong) => {
    expect((await mistakeIn(wrong))?.[0]).toBe('bad-parameter')
  })
})
