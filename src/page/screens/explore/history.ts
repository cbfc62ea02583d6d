import type { Trace } from '../../../trace/trace.ts'
import type { Path, Stage } from '../../engine/contract.ts'

/** A state that a walk has come to, or that an adversary would lead it to. */
export interface Visit {
  readonly path: Path
  /** The step that leads there, in words. */
  readonly text: string
  /** Whether a property is broken there or in the step that leads there. */
  readonly isBroken: boolean
  /** A run that goes through it; it ends there where nothing follows. */
  readonly trace: Trace
  /** The numbers of the steps that were taken from there, the first one first. */
  readonly next: readonly number[]
}

/** Where walks of one system have been: going back and taking another step keeps the first. */
export interface History {
  /** By their paths, as text. */
  readonly visits: ReadonlyMap<string, Visit>
  /** The initial states that walks began in. */
  readonly starts: readonly number[]
  /** The walk that is looked at, to its end: the current state is on it. */
  readonly line: Path
}

export const noHistory: History = { visits: new Map(), starts: [], line: [] }

/** A path as text: `0.2.5`. */
export const pathText = (path: Path): string => path.join('.')

/** A run that is known: the path of its last state, and in which of its moments a property breaks. */
interface Known {
  readonly path: Path
  readonly trace: Trace
  readonly broken: readonly boolean[]
}

/** The history when the walk has come to a stage. */
export const visited = (history: History, { path, trace, properties }: Stage): History => {
  if (trace === null) return history
  const breaking = properties.filter(({ light }) => light === 'violated')
  const broken = path.map((_, at) => breaking.some(({ moments }) => moments[at] === true))
  const known = withRun(history, { path, trace, broken })
  return begins(known.line, path) ? known : { ...known, line: toEnd(known.visits, path) }
}

/** The history when a run is known that goes on from the walk; the walk is to follow it. */
export const withRunAhead = (history: History, path: Path, trace: Trace): History => {
  const ends = trace.loopsTo === null
  const broken = path.map((_, at) => ends && at === path.length - 1)
  return { ...withRun(history, { path, trace, broken }), line: path }
}

const withRun = (history: History, { path, trace, broken }: Known): History => {
  const visits = new Map(history.visits)
  path.forEach((_, at) => {
    const here = path.slice(0, at + 1)
    const known = visits.get(pathText(here))
    const step = path[at + 1]
    const next = known?.next ?? []
    // Whoever comes to the end of a run that goes round for ever still sees that it does.
    const isLoop = known !== undefined && loopsAt(known.trace, at) && !loopsAt(trace, at)
    visits.set(pathText(here), {
      path: here,
      text: at === 0 ? 'the start' : (trace.steps[at - 1]?.action ?? ''),
      isBroken: (known?.isBroken ?? false) || (broken[at] ?? false),
      trace: isLoop ? known.trace : trace,
      next: step === undefined || next.includes(step) ? next : [...next, step],
    })
  })
  const [start] = path
  const isNew = start !== undefined && !history.starts.includes(start)
  return { ...history, visits, starts: isNew ? [...history.starts, start] : history.starts }
}

/** Whether a run goes round for ever once it has come so many steps. */
const loopsAt = ({ loopsTo, steps }: Trace, at: number): boolean =>
  loopsTo !== null && steps.length === at

/** Whether a path leads along another one, to its end or not so far. */
export const begins = (whole: Path, part: Path): boolean =>
  part.length <= whole.length && part.every((id, at) => whole[at] === id)

/** The walk through a state, on to its end: of several ways the one that was taken first. */
const toEnd = (visits: History['visits'], path: Path): Path => {
  const [next] = visits.get(pathText(path))?.next ?? []
  return next === undefined ? path : toEnd(visits, [...path, next])
}

/** The states that nothing follows yet: the ends of all walks, the first one first. */
export const endsOf = (history: History): readonly Visit[] =>
  branchesOf(history).flatMap(({ visits }) => visits.slice(-1))

/** A history, and what was walked after it. */
export const joined = (before: History, after: History): History => {
  const both = endsOf(after).reduce((history, { path, trace }) => {
    const isBroken = (at: number): boolean =>
      after.visits.get(pathText(path.slice(0, at + 1)))?.isBroken ?? false
    return withRun(history, { path, trace, broken: path.map((_, at) => isBroken(at)) })
  }, before)
  const line = begins(before.line, after.line) ? before.line : toEnd(both.visits, after.line)
  return { ...both, line }
}

/** A row of the tree: states one after the other. */
export interface Branch {
  /** The first state has that many before it; the others follow one by one. */
  readonly from: number
  /** The row in which the state before the first one is; null of a start. */
  readonly parent: number | null
  readonly visits: readonly Visit[]
}

/** The history as rows: where it branches, another row begins below. No lines between them cross. */
export const branchesOf = (history: History): readonly Branch[] => {
  const rows: Branch[] = []
  for (const start of history.starts) addBranch(history, [start], null, rows)
  return rows
}

const addBranch = (history: History, path: Path, parent: number | null, rows: Branch[]): void => {
  const visits: Visit[] = []
  for (let at = history.visits.get(pathText(path)); at !== undefined;) {
    visits.push(at)
    const [next] = at.next
    at = next === undefined ? undefined : history.visits.get(pathText([...at.path, next]))
  }
  const row = rows.length
  rows.push({ from: path.length - 1, parent, visits })
  for (const { path: fork, next } of visits.toReversed()) {
    for (const other of next.slice(1)) addBranch(history, [...fork, other], row, rows)
  }
}
