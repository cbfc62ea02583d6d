import type { Report } from '../../src/index.ts'

/** What became of each property of a report. */
export const verdictsOf = ({ properties }: Report): Readonly<Record<string, string>> =>
  Object.fromEntries(properties.map(({ name, verdict }) => [name, verdict]))

/** The run that breaks a property: what happens up to the cycle, and in it. */
export const runOf = (
  { properties }: Report,
  name: string,
): { stem: readonly string[]; cycle: readonly string[] } => {
  const trace = properties.find((each) => each.name === name)?.trace
  if (trace === undefined || trace === null) throw new Error(`there is no run for '${name}'`)
  const steps = trace.steps.map(({ action }) => action)
  const loopsTo = trace.loopsTo ?? steps.length
  return { stem: steps.slice(0, loopsTo), cycle: steps.slice(loopsTo) }
}
