import { didYouMean, ModelError } from '../value/model-error.ts'
import { checkBudget, type Budget } from './network.ts'
import type { NodeDefinition } from './nodes.ts'
import type { Handlers } from './role.ts'

/** How often steps and timers that name the same budget may be taken in a run, all together. */
export interface OwnBudget {
  /** What the system calls it. */
  readonly name: string
  /** How often in a run. */
  readonly times: Budget
}

/** Which of its budgets a step or a timer of a node spends. */
export interface Spender {
  readonly kind: 'timeout' | 'internal'
  /** The timer, or the internal step. */
  readonly name: string
  readonly budget: string
}

/** More could not be kept apart in one word of bits. */
const mostBudgets = 30

/** The steps and timers of a role that spend budgets. */
export const spendersOf = ({ timeout = {}, internal = {} }: Handlers): readonly Spender[] =>
  Object.entries({ timeout, internal }).flatMap(([kind, all]) =>
    Object.entries(all).flatMap(([name, step]): Spender[] => {
      const budget = typeof step === 'function' ? undefined : step.budget
      return budget === undefined ? [] : [{ kind: kind as Spender['kind'], name, budget }]
    }),
  )

/** Refuses timers that spend budgets where there is time: run out, they would have to fire and could not. */
const refuseTimers = (nodes: readonly NodeDefinition[]): void => {
  for (const { id, role } of nodes) {
    const timer = spendersOf(role.handlers).find(({ kind }) => kind === 'timeout')
    if (timer === undefined) continue
    throw new ModelError('unsound', {
      what: `Timer '${timer.name}' spends a budget, and the system has time: run out, it must fire`,
      where: [`node '${id}', its timeout '${timer.name}'`],
      fix: 'let an internal step spend the budget, or set the timer only so often',
    })
  }
}

/**
 * The budgets of a system, complete.
 *
 * @param hasTime whether timers run out
 *
 * @throws ModelError for one that nobody spends, that the system does not have, or that is no number
 */
export const planBudgets = (
  given: Readonly<Record<string, Budget>>,
  nodes: readonly NodeDefinition[],
  hasTime: boolean,
): readonly OwnBudget[] => {
  if (hasTime) refuseTimers(nodes)
  const names = Object.keys(given)
  if (names.length > mostBudgets) {
    throw new ModelError('too-large', {
      what: `The system has ${names.length} budgets (the limit is ${mostBudgets})`,
      where: ['budgets'],
      fix: 'let steps share a budget, or count in the state of a node',
    })
  }
  const spent = new Set<string>()
  for (const { id, role } of nodes) {
    for (const { kind, name, budget } of spendersOf(role.handlers)) {
      spent.add(budget)
      if (names.includes(budget)) continue
      throw new ModelError('not-a-system', {
        what: `There is no budget '${budget}'`,
        where: [`node '${id}', its ${kind === 'timeout' ? 'timeout' : 'step'} '${name}'`],
        fix: `${didYouMean(budget, names)}say how often in the system: \`budgets: { ${budget}: 3 }\``,
      })
    }
  }
  const idle = names.find((name) => !spent.has(name))
  if (idle !== undefined) {
    throw new ModelError('not-a-system', {
      what: `Nobody spends the budget '${idle}'`,
      where: ['budgets'],
      fix: `${didYouMean(idle, [...spent])}name it where it is spent, \`budget: '${idle}'\` of a step or a timer, or leave it out`,
    })
  }
  return names.map((name) => ({
    name,
    times: checkBudget(given[name] as Budget, `budgets.${name}`),
  }))
}
