import { capModules } from '../../models/bundled-cap.ts'
import type { Parameters } from '../model/parameters.ts'
import type { System } from '../model/system.ts'
import type { Verdict } from '../property/verdicts.ts'
import { check } from '../check.ts'
import type { CheckOptions, PropertyReport, Report } from '../report.ts'
import { partitions, questions, type Partition, type Question, type Row } from './rows.ts'
import { now } from '../pace/real-time.ts'

/** A row in one situation: a system, checked. */
export interface Situation {
  readonly row: Row
  readonly partition: Partition
  /** When the timers of the design fire; null if it has none. */
  readonly timers: System['timers'] | null
  /** On the properties that answer the questions, and no others. */
  readonly report: Report
}

/** What bounds the checks: the time all of them together, everything else each by itself. */
export type CapLimits = Pick<
  CheckOptions,
  'signal' | 'maxStates' | 'maxSeconds' | 'maxMemoryBytes' | 'memoryInUse' | 'collectGarbage'
>

/** Every row in every situation, row by row. */
export const checkRows = async (
  rows: readonly Row[],
  limits: CapLimits = {},
): Promise<readonly Situation[]> => {
  const { maxSeconds } = limits
  const end = now() + (maxSeconds ?? 0) * 1000
  const situations: Situation[] = []
  for (const row of rows) {
    for (const partition of partitions) {
      // Too little time for a check that then ends at once.
      const left = Math.max(0.001, (end - now()) / 1000)
      const own = maxSeconds === undefined ? limits : { ...limits, maxSeconds: left }
      situations.push(await checkSituation(row, partition, questions, own))
    }
  }
  return situations
}

/** A row in one situation, and only some of the questions. */
export const checkSituation = async (
  row: Row,
  partition: Partition,
  asked: readonly Question[],
  limits: CapLimits = {},
): Promise<Situation> => {
  const { system: own, parameters } = await build(row, partition)
  const system = row.recast?.(own) ?? own
  const names = asked.map((question) => row.properties[question])
  const properties = system.properties.filter(({ name }) => names.includes(name))
  const hasTimers = system.nodes.some(({ role }) => role.handlers.timeout !== undefined)
  return {
    row,
    partition,
    timers: hasTimers ? system.timers : null,
    report: await check({ ...system, properties }, { ...limits, model: row.model, parameters }),
  }
}

const build = async (
  row: Row,
  partition: Partition,
): Promise<{ system: System; parameters: Parameters }> => {
  const { default: main, parameters: defaults = {} } = await capModules[row.model]()
  const parameters = { ...defaults, ...row.parameters, partition }
  // The catalogue's models are functions of parameters of which these are all.
  const make = main as System | ((parameters: Parameters) => System)
  return { system: typeof make === 'function' ? make(parameters) : make, parameters }
}

/** What was found out about one question; null where it is not asked. */
export const answerTo = ({ row, report }: Situation, question: Question): PropertyReport | null => {
  const name = row.properties[question]
  if (name === null) return null
  const found = report.properties.find((property) => property.name === name)
  if (found === undefined) throw new Error(`${row.model} has no property '${name}'`)
  return found
}

/** The verdict on one question; null where it is not asked. */
export const verdictOn = (situation: Situation, question: Question): Verdict | null =>
  answerTo(situation, question)?.verdict ?? null
