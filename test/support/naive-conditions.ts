import type { SessionOperation, Sessions } from '../../src/history/sessions.ts'
import type { Specification } from '../../src/history/specification.ts'
import { equal } from '../../src/history/equal.ts'

/*
 * Sequential and causal consistency as they are defined, by trying everything: all orders, and all relations
 * between operations. For histories of a few operations.
 */

interface Placed extends SessionOperation {
  readonly session: number
  readonly at: number
}

const placed = (sessions: Sessions): readonly Placed[] =>
  sessions.flatMap((session, number) =>
    session.map((operation, at) => ({ ...operation, session: number, at })),
  )

/** The histories that there may have been: each operation of which nobody heard has happened, or has not. */
const guesses = (operations: readonly Placed[]): readonly (readonly Placed[])[] =>
  operations.reduce<readonly (readonly Placed[])[]>(
    (all, each) =>
      all.flatMap((before) =>
        each.gave === undefined ? [before, [...before, each]] : [[...before, each]],
      ),
    [[]],
  )

/** Whether operations may come one after the other from a state on, with the results that count. */
const isRun = (
  spec: Specification,
  order: readonly Placed[],
  counts: (operation: Placed) => boolean,
  state: unknown = spec.initial,
): boolean => {
  const [first, ...rest] = order
  if (first === undefined) return true
  const { f, key = null, argument = null, gave = [] } = first
  const call = { f, key, argument }
  return spec
    .apply(state, call)
    .filter(
      ({ result }) =>
        gave.length === 0 ||
        !counts(first) ||
        result === undefined ||
        equal(result, spec.resultOf?.(call, gave[0]) ?? gave[0]),
    )
    .some((outcome) => isRun(spec, rest, counts, outcome.state))
}

type Before = (one: Placed, other: Placed) => boolean

/** All orders of operations that a relation allows. */
const ordersOf = (operations: readonly Placed[], before: Before): readonly (readonly Placed[])[] =>
  operations.length === 0
    ? [[]]
    : operations
        .filter((each) => !operations.some((other) => before(other, each)))
        .flatMap((first) =>
          ordersOf(
            operations.filter((each) => each !== first),
            before,
          ).map((rest) => [first, ...rest]),
        )

const inSession: Before = (one, other) => one.session === other.session && one.at < other.at

/** Whether some order of all, with those of each client in theirs, gives the results. */
export const naiveSequential = (sessions: Sessions, spec: Specification): boolean =>
  guesses(placed(sessions)).some((happened) =>
    ordersOf(happened, inSession).some((order) => isRun(spec, order, () => true)),
  )

/** Whether some relation between the operations is a causal order that explains all results. */
export const naiveCausal = (sessions: Sessions, spec: Specification): boolean =>
  guesses(placed(sessions)).some((happened) =>
    relationsOn(happened).some((before) =>
      happened.every((each) => {
        const past = happened.filter((other) => other === each || before(other, each))
        return ordersOf(past, before).some((order) =>
          isRun(spec, order, ({ session }) => session === each.session),
        )
      }),
    ),
  )

/** All partial orders of operations that contain that of each client. */
const relationsOn = (operations: readonly Placed[]): readonly Before[] => {
  const pairs = operations.flatMap((one, a) =>
    operations.flatMap((other, b) => (one.session === other.session ? [] : [[a, b] as const])),
  )
  const relations: Before[] = []
  for (let bits = 0; bits < 1 << pairs.length; bits++) {
    const holds = operations.map((one) => operations.map((other) => inSession(one, other)))
    for (const [place, [a, b]] of pairs.entries()) {
      const row = holds[a]
      if (row !== undefined && ((bits >> place) & 1) === 1) row[b] = true
    }
    const isTransitive = holds.every((row, a) =>
      row.every(
        (isBefore, b) => !isBefore || (holds[b] ?? []).every((then, c) => !then || holds[a]?.[c]),
      ),
    )
    if (!isTransitive || holds.some((row, a) => row[a])) continue
    relations.push(
      (one, other) => holds[operations.indexOf(one)]?.[operations.indexOf(other)] === true,
    )
  }
  return relations
}
