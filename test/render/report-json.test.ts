import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import { loadModel } from '../../src/cli/load-model.ts'
import {
  check,
  flipCheck,
  ModelError,
  type FlipReport,
  type Report,
  type System,
} from '../../src/index.ts'
import { reportSchema } from '../../src/render/report-codec.ts'
import { renderReport } from '../../src/render/report-text.ts'
import { reportFromJson, reportToJson } from '../../src/render/report-json.ts'
import { canonical } from '../../src/value/canonical.ts'
import { encodeValue, valueCodec } from '../../src/render/encode-value.ts'
import { endless } from '../support/endless.ts'
import { blocks } from '../support/blocks.ts'
import { anyValue } from '../support/random-value.ts'
import * as storybook from '../support/storybook.ts'

/** A report as it comes out of a file. */
const throughText = (report: Report | FlipReport): unknown =>
  JSON.parse(JSON.stringify(reportToJson(report)))

/** What the published schema says of JSON, read by a validator that is not ours. */
const schemaAllows = new Ajv2020({ allowUnionTypes: true }).compile(reportSchema)

const faultsBySchema = (json: unknown): unknown => {
  schemaAllows(json)
  return schemaAllows.errors
}

const mistake = (run: () => unknown): ModelError => {
  try {
    run()
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a report that goes through JSON', () => {
  test.each(bundledModels.map(({ name }) => name))('comes back as it was: %s', async (name) => {
    const { make, parameters } = await loadModel(name)
    const report = await check(make(parameters), { maxStates: 400 })
    expect(faultsBySchema(throughText(report))).toBe(null)
    expect(reportFromJson(throughText(report))).toEqual(report)
  })

  test.each(['cap-cp', 'lease', 'raft'])('with all that is turned: %s', async (name) => {
    const { make, parameters } = await loadModel(name)
    const report = await flipCheck(make(parameters), { maxStates: 400 })
    expect(faultsBySchema(throughText(report))).toBe(null)
    expect(reportFromJson(throughText(report))).toEqual(report)
  })

  test.each(Object.entries<System>(storybook))(
    'with all that runs can hold: %s',
    async (_, system) => {
      const report = await check(system)
      expect(faultsBySchema(throughText(report))).toBe(null)
      expect(reportFromJson(throughText(report))).toEqual(report)
    },
  )

  test('with the proof that there is no end of states', async () => {
    const report = await check(endless(), { maxStates: 50 })
    expect(report.incomplete?.divergence).not.toBeNull()
    expect(faultsBySchema(throughText(report))).toBe(null)
    expect(reportFromJson(throughText(report))).toEqual(report)
  })

  test('leaves out what nests very deep, says how deep, and reads the same', async () => {
    const report = await check(blocks)
    const text = JSON.stringify(reportToJson(report))
    expect(text).toContain('"previous":{"#deeper":17}')
    expect(text.length).toBeLessThan(1_000_000)
    const style = { columns: 80, colour: false }
    expect(renderReport(reportFromJson(JSON.parse(text)), style)).toBe(renderReport(report, style))
  })

  test('keeps every value apart from every other', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const json: unknown = JSON.parse(JSON.stringify(encodeValue(canonical(value))))
        expect(valueCodec.decode(json, [])).toEqual(canonical(value))
      }),
    )
  })
})

type Place = readonly (string | number)[]

const placesIn = (json: unknown, place: Place): readonly Place[] => {
  if (typeof json !== 'object' || json === null) return [place]
  const inside = Object.entries(json).flatMap(([key, inner]) =>
    placesIn(inner, [...place, Array.isArray(json) ? Number(key) : key]),
  )
  return place.length === 0 ? inside : [place, ...inside]
}

/** The same JSON with something at a place that can stand nowhere. */
const damagedAt = (json: unknown, [step, ...rest]: Place): unknown => {
  if (step === undefined) return { '#nothing': [] }
  const copy: unknown = structuredClone(json)
  Reflect.set(copy as object, step, damagedAt(Reflect.get(json as object, step), rest))
  return copy
}

const show = (place: Place): string =>
  place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1)

describe('JSON that is no report', () => {
  test('of another version is refused by its version', async () => {
    const json = { ...(throughText(await check(storybook.jugs)) as object), schemaVersion: 2 }
    const { code, message } = mistake(() => reportFromJson(json))
    expect(code).toBe('bad-report')
    expect(message).toContain('schema version 2, this netsplit reads 1')
  })

  test.each([
    [[], 'it has no `schemaVersion`'],
    ['a report', 'it has no `schemaVersion`'],
    [{ schemaVersion: 1 }, 'at model'],
  ])('is refused: %j', (json, words) => {
    const { code, message } = mistake(() => reportFromJson(json))
    expect(code).toBe('bad-report')
    expect(message).toContain(words)
  })

  test('is refused with the place of the damage, wherever that is, and by the published schema', async () => {
    const whole = throughText(await check(storybook.relay))
    const places = placesIn(whole, []).filter(([first]) => first !== 'schemaVersion')
    expect(places.length).toBeGreaterThan(300)
    for (const place of places) {
      const damaged = damagedAt(whole, place)
      expect(faultsBySchema(damaged)).not.toBe(null)
      const error = mistake(() => reportFromJson(damaged))
      expect(error.code).toBe('bad-report')
      expect(error.where[0]?.startsWith(`at ${show(place)}`)).toBe(true)
    }
  })
})

test('the JSON Schema is the one that the package has', async () => {
  await expect(`${JSON.stringify(reportSchema, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/report.schema.json',
  )
})
