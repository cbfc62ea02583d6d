import { textOf, type Normal } from './negation-normal.ts'
import { ModelError } from '../value/model-error.ts'

/**
 * A generalised Büchi automaton whose states say what must be true while the automaton is in them. A
 * run of the system is accepted if some path of the automaton fits all of its states and visits each
 * acceptance set again and again.
 */
export interface Buchi {
  /** How many states there are. */
  readonly size: number
  readonly initial: readonly number[]
  /** For each state the atoms that must be true, and those that must be false, as bit sets. */
  readonly positive: readonly number[]
  readonly negative: readonly number[]
  readonly successors: readonly (readonly number[])[]
  /** For each state the acceptance sets that it is in, as a bit set. */
  readonly accepts: readonly number[]
  /** All acceptance sets. */
  readonly all: number
}

/** Acceptance sets are bits of one integer. */
const mostUntils = 30

/** A node of the tableau under construction. */
interface Node {
  readonly incoming: Set<number>
  readonly todo: readonly Normal[]
  readonly old: ReadonlyMap<string, Normal>
  readonly next: ReadonlyMap<string, Normal>
}

interface Finished {
  readonly incoming: Set<number>
  readonly old: ReadonlyMap<string, Normal>
  readonly next: ReadonlyMap<string, Normal>
}

/** The source of the initial states' incoming edges. */
const start = -1

/**
 * The automaton of a formula: R. Gerth, D. Peled, M. Vardi and P. Wolper, "Simple On-the-fly
 * Automatic Verification of Linear Temporal Logic" (1995), figure 1.
 */
export const buchiOf = (formula: Normal): Buchi => {
  const finished: Finished[] = []
  const work: Node[] = [
    { incoming: new Set([start]), todo: [formula], old: new Map(), next: new Map() },
  ]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const [first, ...todo] = node.todo
    if (first === undefined) {
      finish(node, finished, work)
      continue
    }
    if (node.old.has(textOf(first))) work.push({ ...node, todo })
    else work.push(...expand({ ...node, todo }, first))
  }
  return automaton(finished, untilsOf(formula))
}

/** A node with nothing left to do: merged with an equal one, or new, and then its successor. */
const finish = (node: Node, finished: Finished[], work: Node[]): void => {
  const twin = finished.find((it) => sameKeys(it.old, node.old) && sameKeys(it.next, node.next))
  if (twin !== undefined) {
    for (const source of node.incoming) twin.incoming.add(source)
    return
  }
  const id = finished.push(node) - 1
  work.push({
    incoming: new Set([id]),
    todo: [...node.next.values()],
    old: new Map(),
    next: new Map(),
  })
}

/** The nodes that take the place of one, after one formula of it has been dealt with. */
const expand = (node: Node, formula: Normal): readonly Node[] => {
  const old = new Map([...node.old, [textOf(formula), formula]])
  const withOld = { ...node, old }
  const later = new Map([...node.next, [textOf(formula), formula]])
  const doing = (...more: readonly Normal[]): readonly Normal[] => [...more, ...node.todo]
  switch (formula.op) {
    case 'false':
      return []
    case 'true':
      return [withOld]
    case 'literal':
      return old.has(textOf({ ...formula, isPositive: !formula.isPositive })) ? [] : [withOld]
    case 'and':
      return [{ ...withOld, todo: doing(formula.left, formula.right) }]
    case 'or':
      return [
        { ...withOld, incoming: new Set(node.incoming), todo: doing(formula.left) },
        { ...withOld, todo: doing(formula.right) },
      ]
    case 'next':
      return [{ ...withOld, next: new Map([...node.next, [textOf(formula.of), formula.of]]) }]
    case 'until':
      return [
        { ...withOld, incoming: new Set(node.incoming), todo: doing(formula.left), next: later },
        { ...withOld, todo: doing(formula.right) },
      ]
    case 'release':
      return [
        { ...withOld, incoming: new Set(node.incoming), todo: doing(formula.right), next: later },
        { ...withOld, todo: doing(formula.left, formula.right) },
      ]
  }
}

const automaton = (nodes: readonly Finished[], untils: readonly Normal[]): Buchi => {
  const literals = (isPositive: boolean): readonly number[] =>
    nodes.map(({ old }) =>
      [...old.values()].reduce((bits, formula) => {
        const counts = formula.op === 'literal' && formula.isPositive === isPositive
        return counts ? bits | (1 << formula.atom) : bits
      }, 0),
    )
  return {
    size: nodes.length,
    initial: [...nodes.keys()].filter((index) => nodes[index]?.incoming.has(start)),
    positive: literals(true),
    negative: literals(false),
    successors: nodes.map((_, source) =>
      [...nodes.keys()].filter((target) => nodes[target]?.incoming.has(source)),
    ),
    // An until that has been promised must not be put off for ever.
    accepts: nodes.map(({ old }) =>
      untils.reduce((bits, until, index) => {
        const isPutOff = old.has(textOf(until)) && !isFulfilled(old, until)
        return isPutOff ? bits : bits | (1 << index)
      }, 0),
    ),
    all: 2 ** untils.length - 1,
  }
}

const isFulfilled = (old: ReadonlyMap<string, Normal>, until: Normal): boolean =>
  until.op === 'until' && (until.right.op === 'true' || old.has(textOf(until.right)))

const untilsOf = (formula: Normal): readonly Normal[] => {
  const found = new Map<string, Normal>()
  const visit = (inner: Normal): void => {
    if (inner.op === 'until') found.set(textOf(inner), inner)
    if ('left' in inner) {
      visit(inner.left)
      visit(inner.right)
    }
    if (inner.op === 'next') visit(inner.of)
  }
  visit(formula)
  if (found.size > mostUntils) {
    throw new ModelError('too-large', {
      what: `A formula has more than ${mostUntils} different eventualities`,
      fix: 'split it into several properties',
    })
  }
  return [...found.values()]
}

const sameKeys = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key))
