import fc from 'fast-check'
import { defaultsOf, explore, ModelError, type Stage, type System } from 'netsplit'
import { describe, expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import { reportFromJson, reportToJson } from '../../src/render/report-json.ts'
import { check } from '../../src/check.ts'
import { decidedVerdict } from '../../src/model/property-kinds.ts'
import { transitions } from '../../src/semantics/actions.ts'
import { isTraitor, type GlobalState } from '../../src/semantics/global-state.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { describeAction, nameOf } from '../../src/trace/describe.ts'
import { momentsOf } from '../../src/trace/moments.ts'
import type { Standing } from '../../src/trace/trace.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'
import { quickModels } from '../support/protocols.ts'

/** A walk of random turns, and beside it the states of the semantics. */
const stroll = (
  system: System,
  [start = 0, ...turns]: readonly number[],
): readonly { readonly stage: Stage; readonly state: GlobalState }[] => {
  const world = worldOf(system)
  const walk = explore(system)
  const starts = initialStates(world)
  expect(walk.at('').starts.map(({ standing }) => standing)).toEqual(
    walk.at('').starts.map(({ id }) => walk.at([id]).trace?.final),
  )
  const first = start % starts.length
  let [stage, state] = [walk.at([first]), starts[first] as GlobalState]
  const all = [{ stage, state }]
  for (const turn of turns) {
    const ways = transitions(world, state)
    if (ways.length === 0) break
    const id = turn % ways.length
    stage = walk.take(stage, id)
    state = ways[id]?.next ?? state
    all.push({ stage, state })
  }
  return all
}

/** How a state of the semantics stands, with the messages in no order and by no number. */
const plainly = (system: System, { nodes, inFlight, environment }: GlobalState): object => ({
  nodes: nodes.map((node, at) => ({ node: nameOf(system, at), ...node })),
  // What traitors may say is told when it arrives.
  inFlight: inFlight
    .filter(({ from }) => !isTraitor(system, from))
    .map(({ from, to, message }) => ({
      from: nameOf(system, from),
      to: nameOf(system, to),
      message,
    })),
  cut: environment.cut < 0 ? null : system.faults.cuts[environment.cut]?.sides,
})

const byContent = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

const comparable = ({ nodes, inFlight, cut }: Pick<Standing, 'nodes' | 'inFlight' | 'cut'>) => ({
  nodes,
  inFlight: inFlight.map(({ from, to, message }) => ({ from, to, message })).toSorted(byContent),
  cut: cut?.sides ?? null,
})

const turns = fc.array(fc.nat(), { minLength: 1, maxLength: 12 })

describe('a walk', () => {
  test('offers what the semantics allows, in its order, and leads where that leads', () => {
    let steps = 0
    fc.assert(
      fc.property(systemSpec, turns, (spec, script) => {
        const system = buildSystem(spec)
        for (const { stage, state } of stroll(system, script)) {
          const ways = transitions(worldOf(system), state)
          expect(stage.possible.map(({ step, id }) => [id, step.kind, step.action])).toEqual(
            ways.map(({ action }, id) => [id, action.kind, describeAction(system, action)]),
          )
          const wanted = comparable(plainly(system, state) as Standing)
          expect(comparable(stage.trace?.final as Standing)).toEqual({
            ...wanted,
            cut:
              state.environment.cut < 0 ? null : system.faults.cuts[state.environment.cut]?.sides,
          })
          steps += stage.possible.length
        }
      }),
      { numRuns: 25 },
    )
    expect(steps).toBeGreaterThan(150)
  })

  test('tells every moment with the messages by number', () => {
    fc.assert(
      fc.property(systemSpec, turns, (spec, script) => {
        const system = buildSystem(spec)
        const last = stroll(system, script).at(-1)?.stage.trace
        if (!last) return
        const moments = momentsOf(last)
        const end = moments.at(-1)
        expect(new Set(end?.inFlight.map(({ id }) => id))).toEqual(
          new Set(last.final.inFlight.map(({ id }) => id)),
        )
        expect(end?.nodes).toEqual(last.final.nodes)
      }),
      { numRuns: 25 },
    )
  })

  test('says of each message, timer and internal step either that it can come or why not', () => {
    let impossible = 0
    fc.assert(
      fc.property(systemSpec, turns, (spec, script) => {
        const system = buildSystem(spec)
        for (const { stage } of stroll(system, script)) {
          const can = stage.possible.map(({ step }) => step)
          const cannot = stage.impossible
          for (const mail of stage.trace?.final.inFlight ?? []) {
            const isLike = (other: typeof mail | null): boolean =>
              other?.from === mail.from &&
              other.to === mail.to &&
              JSON.stringify(other.message) === JSON.stringify(mail.message)
            // Of equal messages on a queue the first can come and the others wait behind it.
            const comes = can.some(
              ({ kind, envelope }) => kind === 'deliver' && envelope?.id === mail.id,
            )
            const equalComes = can.some(
              (it) => it.kind === 'deliver' && isLike(it.envelope as typeof mail),
            )
            const waits = cannot.some((it) => it.kind === 'deliver' && it.envelope?.id === mail.id)
            expect(comes && waits).toBe(false)
            expect(equalComes || waits).toBe(true)
          }
          system.nodes.forEach(({ id, role: { handlers } }) => {
            for (const kind of ['timeout', 'internal'] as const) {
              for (const name of Object.keys(handlers[kind] ?? {})) {
                const comes = can.some(
                  (it) => it.kind === kind && it.node === id && it.name === name,
                )
                const waits = cannot.filter(
                  (it) => it.kind === kind && it.node === id && it.action.includes(`"${name}"`),
                )
                expect(waits).toHaveLength(comes ? 0 : 1)
              }
            }
          })
          impossible += cannot.length
        }
      }),
      { numRuns: 25 },
    )
    expect(impossible).toBeGreaterThan(60)
  })
})

describe('the runs that checks of bundled models tell', () => {
  test.each(quickModels.map((model) => [model.name, model] as const))(
    '%s: each can be walked step by step, by numbers, to the same end',
    async (_, model) => {
      const module = await model.load()
      const make = module.default as System | ((parameters: object) => System)
      const system = typeof make === 'function' ? make(defaultsOf(module.parameters ?? {})) : make
      const walk = explore(system)
      const saved = reportToJson(await check(system))
      const report = reportFromJson(JSON.parse(JSON.stringify(saved)))
      const traces = report.properties.flatMap(({ trace }) => trace ?? [])
      const decided = report.properties.filter(
        ({ kind, verdict }) => verdict === decidedVerdict(kind),
      )
      expect(traces).toHaveLength(decided.length)
      for (const trace of traces) {
        const path = walk.pathOf(trace)
        let stage = walk.at(path.slice(0, 1))
        for (const [at, id] of path.slice(1).entries()) {
          expect(stage.possible[id]?.step.action).toBe(trace.steps[at]?.action)
          stage = walk.take(stage, id)
        }
        expect(stage.trace?.final).toEqual(trace.final)
        expect(stage.trace?.steps).toHaveLength(trace.steps.length)
      }
    },
  )
})

test.each(['7', '0.99', 'x', '0.-1', '0.1.99'])(
  'the path %s is refused with the way out',
  (path) => {
    const [model] = bundledModels.filter(({ name }) => name === 'cap-cp')
    return model?.load().then((module) => {
      const walk = explore(
        (module.default as (parameters: object) => System)(defaultsOf(module.parameters ?? {})),
      )
      expect(() => walk.at(path)).toThrow(ModelError)
      expect(() => walk.at(path)).toThrow(/mend/)
    })
  },
)
