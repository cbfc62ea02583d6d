import { describe, expect, test } from 'vitest'
import { check, type Report } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import { capTask, solve } from '../../src/impossibility/index.ts'
import { Views } from '../../src/impossibility/view.ts'
import { layOut } from '../../src/diagram/layout.ts'
import { readModule } from '../../src/model/model-module.ts'
import { setParameters } from '../../src/model/parameters.ts'
import type { Subject } from '../../src/page/document.ts'
import type { Answer } from '../../src/page/engine/contract.ts'
import { claimsOf, lesson, sentencesOf } from '../../src/page/screens/lesson/beats.ts'
import { sayingOf, type Claim, type Reports } from '../../src/page/screens/lesson/claims.ts'
import { familiarLanes } from '../../src/page/screens/lesson/lanes.ts'
import { worldsOf } from '../../src/page/screens/lesson/worlds-layout.ts'
import { keyOf } from '../../src/page/subject.ts'

/** What the engine finds out about a system of the lesson. */
const checked = async ({ model, parameters }: Subject): Promise<Report> => {
  const bundled = bundledModels.find(({ name }) => model.kind === 'bundled' && name === model.name)
  if (bundled === undefined) throw new Error('the lesson shows a model that there is not')
  const module = readModule(await bundled.load(), bundled.name)
  return await check(module.make(setParameters(module.parameters, Object.entries(parameters))))
}

const claims = lesson.flatMap(claimsOf)
const sentences = lesson.flatMap(sentencesOf)

const found = async (): Promise<ReadonlyMap<string | null, Answer<Report>>> => {
  const reports = new Map<string | null, Answer<Report>>()
  for (const { system } of claims) {
    const key = keyOf(system)
    if (!reports.has(key)) reports.set(key, { kind: 'found', found: await checked(system) })
  }
  return reports
}

const reports = await found()

/** The same reports, but for one verdict. */
const butFor = (
  { system, property }: Claim,
  change: (report: Report['properties'][number]) => Report['properties'],
): Reports => {
  const key = keyOf(system)
  const answer = reports.get(key)
  if (answer?.kind !== 'found') throw new Error('no such report')
  const properties = answer.found.properties.flatMap((each) =>
    each.name === property ? change(each) : [each],
  )
  return new Map([...reports, [key, { ...answer, found: { ...answer.found, properties } }]])
}

const rests = (sentence: (typeof sentences)[number], claim: Claim): boolean =>
  sentence.rests.some(
    ({ system, property }) => property === claim.property && keyOf(system) === keyOf(claim.system),
  )

describe('the lesson', () => {
  test('has sentences, each of which rests on something', () => {
    expect(sentences.length).toBeGreaterThan(10)
    expect(sentences.filter((sentence) => sentence.rests.length === 0)).toEqual([])
  })

  test('says what the engine finds', () => {
    expect(sentences.map((sentence) => [sentence.text, sayingOf(sentence, reports)])).toEqual(
      sentences.map(({ text }) => [text, { kind: 'true' }]),
    )
  })

  test('shows only runs that there are', () => {
    const runs = claims.filter(({ verdict, short }) => verdict === 'violated' || /can/.test(short))
    expect(runs.length).toBeGreaterThan(8)
    for (const { system, property } of runs) {
      const answer = reports.get(keyOf(system))
      const report = answer?.kind === 'found' ? answer.found : null
      expect(report?.properties.find(({ name }) => name === property)?.trace).not.toBeNull()
    }
  })

  test('shows each cut between its sides', () => {
    const traces = [...reports.values()].flatMap((answer) =>
      answer.kind === 'found' ? answer.found.properties.flatMap(({ trace }) => trace ?? []) : [],
    )
    expect(traces.length).toBeGreaterThan(30)
    expect(new Set(traces.map((trace) => familiarLanes(trace) !== undefined)).size).toBe(2)
    for (const trace of traces) {
      const { lanes } = layOut(trace, familiarLanes(trace))
      expect(lanes.toSorted()).toEqual(trace.initial.nodes.map(({ node }) => node).toSorted())
      for (const cut of [trace.initial.cut, ...trace.steps.map((step) => step.cut)]) {
        const sides = lanes.map((node) => cut?.sides.findIndex((side) => side.includes(node)))
        expect(sides.filter((side, at) => at > 0 && side !== sides[at - 1]).length).toBe(
          cut === null ? 0 : 1,
        )
      }
    }
  })

  test.each(
    sentences.flatMap(({ rests: all }) => all).map((claim) => [claim.place, claim] as const),
  )('does not say what rests on a verdict that came out otherwise: %s', (_, claim) => {
    const otherwise = butFor(claim, (property) => [
      { ...property, verdict: property.verdict === 'holds' ? 'violated' : 'holds' },
    ])
    for (const sentence of sentences) {
      const saying = sayingOf(sentence, otherwise)
      expect(saying.kind).toBe(rests(sentence, claim) ? 'otherwise' : 'true')
      if (saying.kind !== 'otherwise') continue
      expect(saying.found.join()).toContain(claim.place)
      expect(saying.found.join()).toContain(claim.property)
    }
  })

  test('does not say what rests on a verdict that is open, or on a property that there is not', () => {
    for (const claim of sentences.flatMap((sentence) => sentence.rests)) {
      const open = butFor(claim, (property) => [{ ...property, verdict: 'incomplete' }])
      const gone = butFor(claim, () => [])
      for (const sentence of sentences.filter((each) => rests(each, claim))) {
        expect(sayingOf(sentence, open).kind).toBe('otherwise')
        expect(sayingOf(sentence, gone).kind).toBe('otherwise')
        expect(sayingOf(sentence, new Map())).toEqual({ kind: 'open' })
      }
    }
  })
})

describe('the worlds of the proof', () => {
  const task = capTask({ consistency: true, availability: true, partition: true })
  const answer = solve(task)
  const worlds = worldsOf(answer)

  test('stand in a row, neighbours alike to one city, which has decided the same in both', () => {
    const { proof } = answer
    expect(proof).not.toBeNull()
    expect(worlds?.worlds).toHaveLength(3)
    expect(worlds?.bridges.map(({ node }) => node)).toEqual(['Dhaka', 'CTG'])
    worlds?.bridges.forEach(({ node }, index) => {
      const views = new Views()
      const two = worlds.worlds.slice(index, index + 2)
      const [one, other] = two.map(({ run }) => {
        const story = proof?.runs[run - 1]
        return story === undefined ? null : views.along(task.nodes, story).get(node)?.at(-1)
      })
      expect(one).toBeDefined()
      expect(one).toBe(other)
      const lane = task.nodes.indexOf(node)
      const [left, right] = two.map(({ labels }) => labels.filter((each) => each.lane === lane))
      expect(left).toEqual(right)
      expect(left?.some(({ isDecision }) => isDecision)).toBe(true)
    })
  })

  test('do not stand in a row where there is no proof', () => {
    const demands = { consistency: true, availability: false, partition: true }
    expect(worldsOf(solve(capTask(demands)))).toBeNull()
  })
})
