/** What one checker took for one task: medians over the runs. */
export interface Row {
  /** The model. */
  readonly family: string
  /** Of how many parts: participants, nodes, … */
  readonly size: number
  readonly checker: Checker
  /** Distinct states. */
  readonly distinct: number
  /** Initial states and every successor, duplicates and self-loops included. */
  readonly transitions: number
  /** User and system time of the whole process, with its children. */
  readonly cpuSeconds: number
  /** Peak resident memory of the largest process, less that of one that does nothing. */
  readonly memoryBytes: number
  readonly runs: number
}

export const checkers = ['netsplit', 'Spin', 'Rumur', 'Stateright'] as const
export type Checker = (typeof checkers)[number]

/** Everything that was measured on one machine. */
export interface Results {
  readonly machine: string
  /** The day, as in 2026-01-31. */
  readonly date: string
  /** What the checkers call themselves, and why one is missing. */
  readonly versions: Readonly<Record<Checker, string>>
  readonly rows: readonly Row[]
}

const taskOf = ({ family, size }: Row): string => `${family}, ${size}`

/** Results with those of an earlier run on the same machine, where they were not measured again. */
export const merged = (now: Results, before: Results | null): Results => {
  if (before === null || before.machine !== now.machine) return now
  const measured = new Set(now.rows.map(taskOf))
  const kept = before.rows.filter((row) => !measured.has(taskOf(row)))
  return { ...now, rows: [...kept, ...now.rows].toSorted(byTask) }
}

const byTask = (a: Row, b: Row): number =>
  a.family === b.family ? a.size - b.size : a.family < b.family ? -1 : 1

/** The rows of each task, netsplit's first. */
export const byTasks = (rows: readonly Row[]): readonly (readonly Row[])[] =>
  [...new Set(rows.map(taskOf))].map((task) => rows.filter((row) => taskOf(row) === task))

/** The eight digits of a count that every checker tells. */
const rounded = (count: number): string => count.toPrecision(8)

/**
 * Refuses results of checkers that did not explore the same graph.
 *
 * @throws Error with the counts
 */
export const insistOnOneGraph = (rows: readonly Row[]): void => {
  for (const group of byTasks(rows)) {
    const counts = group.map((row) => `${row.distinct} states, ${row.transitions} transitions`)
    // Spin rounds what it prints.
    const told = group.map((row) => [row.distinct, row.transitions].map(rounded).join())
    if (new Set(told).size === 1) continue
    const all = group.map(({ checker }, index) => `${checker} has ${counts[index]}`)
    throw new Error(`${group.map(taskOf)[0]}: the graphs differ: ${all.join('; ')}`)
  }
}

/** The middle one of some numbers; of an even number the higher one of two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
