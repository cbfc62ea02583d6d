import { match } from 'ts-pattern'
import { brief, briefMessage } from '../value/brief.ts'
import { compare, looksSame } from '../value/compare.ts'
import { canonical } from '../value/canonical.ts'
import { briefPath, type PathStep } from '../value/path.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown, isInstance, stackLines } from '../value/thrown.ts'
import type { Event, Outcome } from './step.ts'
import type { Place } from './place.ts'

/** An event in words, for errors: `receiving put(key: 1) from c1`. */
export const describeEvent = (event: Event): string =>
  match(event)
    .with({ kind: 'initial' }, () => 'its initial state')
    .with({ kind: 'start' }, () => 'its start')
    .with(
      { kind: 'receive' },
      ({ from, message }) => `receiving ${briefMessage(message)} from ${from}`,
    )
    .with({ kind: 'timeout' }, ({ timer }) => `its timeout '${timer}'`)
    .with({ kind: 'internal' }, ({ step }) => `its step '${step}'`)
    .with({ kind: 'crash' }, ({ losesDisk }) => `its crash${losesDisk ? ' without its disk' : ''}`)
    .with({ kind: 'restart' }, () => 'its restart')
    .exhaustive()

/** An error out of user code, with the place where it happened. */
export const wrapThrown = (error: unknown, place: Place, event: Event): ModelError => {
  const where = `node '${place.id}', ${describeEvent(event)}`
  if (isInstance(error, ModelError)) return error.at(where)
  const message = describeThrown(error)
  const origin = originOf(error)
  return new ModelError('handler-threw', {
    what: `A handler threw ${message}`,
    where: origin === null ? [where] : [where, origin],
    fix: hintFor(message),
    cause: error,
  })
}

const hintFor = (message: string): string => {
  if (message.includes('returned a new value *and* modified its draft')) {
    return 'change the state or return a new one, not both (an arrow body `=> x = 1` returns)'
  }
  if (/read only|not extensible|object is not extensible/.test(message)) {
    return 'messages and the states that guards see are read-only: change only the draft'
  }
  return 'mend the handler, or make the case that it does not expect impossible'
}

/** The file in a line of a stack. */
const fileIn = (line: string): string | undefined =>
  /^\s*at (?:.*? \()?(?:file:\/\/)?(.+?):\d+:\d+\)?$/.exec(line)?.[1]

/**
 * The folder of netsplit's own code, its sources or its build, by the stack: a bundle that is no
 * module has no other way to know. Null where netsplit is part of somebody's bundle.
 */
const ownFolder = (): string | null => {
  const file = stackLines(new Error('where this is'))
    .map(fileIn)
    .find((it) => it !== undefined)
  return /^(.*\/)(?:semantics\/step-errors\.ts|dist\/src\/.*\.js)/.exec(file ?? '')?.[1] ?? null
}

/** The user's own line that threw, from the stack: the first that is not ours nor a library's. */
const originOf = (error: unknown): string | null => {
  const own = ownFolder()
  const files = stackLines(error).filter((line) => {
    const file = fileIn(line)
    const isForeign = /node_modules|node:internal|\(data:|at data:/.test(line)
    return file !== undefined && !isForeign && (own === null || !file.startsWith(own))
  })
  const place = /^\s*at (?:.*? \()?(.+?:\d+):\d+\)?$/.exec(files[0] ?? '')
  return place?.[1] === undefined ? null : place[1].replace(/^file:\/\//, '').replace(/\?[^:]*/, '')
}

const pureFix = 'no clock, no Math.random, no variable outside the state; use choose() for chance'

/** The error for a handler that answered differently the second time. */
export const notPure = (place: Place, event: Event, difference: string): ModelError =>
  new ModelError('not-pure', {
    what: 'A handler is not pure: run twice on the same input, it gave two results',
    where: [`node '${place.id}', ${describeEvent(event)}`, difference],
    fix: pureFix,
  })

/** The error for user code of a node that answered differently when it was asked once more, later. */
export const answersChanged = (place: Place, where: readonly string[]): ModelError =>
  new ModelError('not-pure', {
    what: 'A handler is not pure: run once more on the same input, it gave another result',
    where: [`node '${place.id}', ${where[0]}`, ...where.slice(1)],
    fix: pureFix,
  })

/** Where two outcomes of the same run differ, in words, or null. */
export const firstDifference = (first: Outcome, second: Outcome): string | null => {
  if (!looksSame(first.state, second.state) && compare(first.state, second.state) !== 0) {
    const { path, before, after } = whereDifferent(canonical(first.state), canonical(second.state))
    return `the next state differs at ${path}: ${before}, then ${after}`
  }
  if (!looksSame(first.sends, second.sends) && compare(first.sends, second.sends) !== 0)
    return 'the messages sent differ'
  const hasTimers = first.timers.size + second.timers.size > 0
  if (hasTimers && compare(first.timers, second.timers) !== 0) return 'the timers set differ'
  if (!looksSame(first.saves, second.saves) && compare(first.saves, second.saves) !== 0)
    return 'what it saves with persist() differs'
  if (compare(first.item ?? null, second.item ?? null) !== 0) return 'the items of `each` differ'
  return looksSame(first.choices, second.choices) || compare(first.choices, second.choices) === 0
    ? null
    : 'the choices differ'
}

/** Where two canonical values that differ first do so, and what they have there, in words. */
export const whereDifferent = (
  before: unknown,
  after: unknown,
): { readonly path: string; readonly before: string; readonly after: string } => {
  const path = pathOfDifference(before, after) ?? []
  return {
    path: briefPath(path),
    before: brief(valueAt(before, path)),
    after: brief(valueAt(after, path)),
  }
}

const pathOfDifference = (a: unknown, b: unknown): readonly PathStep[] | null => {
  if (compare(a, b) === 0) return null
  if (!isRecord(a) || !isRecord(b) || Array.isArray(a) !== Array.isArray(b)) return []
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const inner = pathOfDifference(a[key] ?? null, b[key] ?? null)
    if (inner !== null) return [Array.isArray(a) ? Number(key) : key, ...inner]
  }
  return []
}

const valueAt = (value: unknown, path: readonly PathStep[]): unknown =>
  path.reduce(
    (inner, step) => (isRecord(inner) && typeof step !== 'object' ? inner[step] : undefined),
    value,
  )

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Map) && !(value instanceof Set)
