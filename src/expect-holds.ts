import { check } from './check.ts'
import { propertyNamed } from './model/property-named.ts'
import type { System } from './model/system.ts'
import { inkOf, type Style } from './render/style.ts'
import { conclusion, growthLines } from './render/report-summary.ts'
import { titleOf, verdicts } from './render/report-text.ts'
import { renderTrace } from './render/trace-text.ts'
import type { PropertyReport, Report } from './report.ts'
import { make, type Subject, type SubjectOptions } from './subject.ts'
import { NotAsExpected } from './tell.ts'

/**
 * Requires that a property of a system, or of the model of a module, holds, whatever the model expects of it. Only
 * this property is checked. For any test runner: to be awaited.
 *
 * @param property the name that the model gives it
 * @param options as of `check`; `parameters` sets those of a module
 * @returns what became of the property: the assumptions that it rests on, of `reachable` a witness
 * @throws NotAsExpected when it is violated, vacuous, or left open by a limit: its message has the run
 *   that shows it, or why it is open
 * @throws ModelError 'unknown-property' when the system has none of that name; what `check` throws
 */
export const expectHolds = async <Of extends Subject>(
  subject: Of,
  property: string,
  options: SubjectOptions<Of> = {},
): Promise<PropertyReport> => {
  const { parameters: given, ...rest } = options
  const { system, parameters } = make(subject, given)
  const report = await check(withOnly(system, property), { ...rest, parameters })
  const [found] = report.properties
  if (found === undefined) throw new Error('the report has no property')
  if (found.verdict === 'holds') return found
  throw new NotAsExpected(storyOf(found, report), report)
}

/** A system that is asked for one of its properties. */
const withOnly = (system: System, wanted: string): System => ({
  ...system,
  properties: [propertyNamed(system.properties, wanted, { who: `The system ${system.name}` })],
})

const style: Style = { columns: 80, colour: false }

/** Why a property does not hold: the run that shows it, or what there is to say without one. */
const storyOf = (property: PropertyReport, report: Report): string => {
  const { trace, ...context } = property
  if (trace !== null) return renderTrace(trace, context, style).trimEnd()
  const ink = inkOf(style)
  const sections = [
    [titleOf(report, ink), '', ...verdicts(report, style, ink)],
    growthLines(report, style, ink),
    report.incomplete === null ? [] : conclusion(report, style, ink),
  ]
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return text.join('\n\n')
}
