import { outputOf } from '../task.ts'
import type { Condition, Outcome, Task, Vocabulary } from '../task.ts'

/** Which of the three are asked for. `validity` off, or `delayed`, are variations on the theme. */
export interface CapDemands {
  /** At most one of the two orders is confirmed. */
  readonly consistency: boolean
  /** Every order is answered, whatever the network does. Without: in runs that lose nothing. */
  readonly availability: boolean
  /** A cut may fall, at any moment. */
  readonly partition: boolean
  /** An order that conflicts with nothing is not refused. Default true. */
  readonly validity?: boolean
  /** What becomes of messages across a cut. Default `lost`. */
  readonly meaning?: 'lost' | 'delayed'
}

const regions = ['Dhaka', 'CTG'] as const
const order = 'order'

/**
 * An order system with two regions and one sack of rice left. The theorem is Gilbert and Lynch,
 * "Brewer's conjecture and the feasibility of consistent, available, partition-tolerant web
 * services", SIGACT News 33(2), 2002: Theorem 1, and for delayed messages Corollary 1.1.
 */
export function capTask(demands: CapDemands): Task {
  const { consistency, availability, partition } = demands
  const meaning = demands.meaning ?? 'lost'
  const validity = demands.validity ?? true
  // What is preferred comes first: without validity, show the cheapest way out.
  const answers = validity ? ['confirm', 'refuse'] : ['refuse', 'confirm']
  const conditions = [
    ...(consistency ? [consistencyOf(meaning)] : []),
    ...(validity ? [validityOf(meaning)] : []),
    availability ? available : served,
  ]
  return {
    name: nameOf(demands),
    title: 'consistency, availability and partition tolerance',
    story:
      'A grocery service takes orders in two regions, Dhaka and CTG (Chattogram). One sack of ' +
      'rice is left. Each region may get an order for it, or none. A region answers an order by ' +
      'confirming or refusing it, once and for all.',
    nodes: regions,
    inputs: { Dhaka: [order, null], CTG: [order, null] },
    outputs: { Dhaka: answers, CTG: answers },
    conditions,
    faults: {
      kind: 'asynchronous',
      inputs: 'start',
      hops: 1,
      answers: 'all',
      cut: partition ? 'either' : 'absent',
      cuts: [[['Dhaka'], ['CTG']]],
      meaning,
    },
    vocabulary,
    expected: consistency && availability && partition && validity ? 'impossible' : 'possible',
  }
}

function nameOf({ consistency, availability, partition, validity, meaning }: CapDemands): string {
  const letters = [consistency ? 'C' : '-', availability ? 'A' : '-', partition ? 'P' : '-'].join(
    '',
  )
  return `cap/${letters}${meaning === 'delayed' ? '/delayed' : ''}${validity === false ? '/no-validity' : ''}`
}

const vocabulary: Vocabulary = {
  input: (input) => (input === null ? 'has no order' : 'has an order'),
  output: (output) => `${output}s its order`,
  undecided: 'waits',
  inputLabel: (input) => (input === null ? 'no order' : 'order'),
}

const asked = ({ run }: Outcome, node: string): boolean => run.inputs[node] === order
const answered = (outcome: Outcome): boolean =>
  regions.every((node) => !asked(outcome, node) || outputOf(outcome, node) !== null)

/** With delayed messages, safety is promised only where no message is lost (Corollary 1.1). */
function excused(meaning: 'lost' | 'delayed', { run }: Outcome): boolean {
  return meaning === 'delayed' && run.lost.length > 0
}

const where = (meaning: 'lost' | 'delayed'): string =>
  meaning === 'delayed' ? ' Asked only of runs in which no message is lost.' : ''

const consistencyOf = (meaning: 'lost' | 'delayed'): Condition => ({
  name: 'consistency',
  text: `The sack is not sold twice: at most one of the two orders is confirmed.${where(meaning)}`,
  holds: (outcome) =>
    excused(meaning, outcome) || !regions.every((node) => outputOf(outcome, node) === 'confirm'),
})

const validityOf = (meaning: 'lost' | 'delayed'): Condition => ({
  name: 'validity',
  text:
    'An order that conflicts with nothing is confirmed: if it is the only order, it is not ' +
    `refused.${where(meaning)}`,
  holds: (outcome) => {
    const orders = regions.filter((node) => asked(outcome, node))
    const [only] = orders
    if (only === undefined || orders.length > 1 || excused(meaning, outcome)) return true
    return outputOf(outcome, only) !== 'refuse'
  },
})

const available: Condition = {
  name: 'availability',
  text: 'Every order is answered, confirmed or refused, whatever the network does.',
  holds: answered,
}

/** Without this floor, "never answer anybody" would do wherever availability is not asked for. */
const served: Condition = {
  name: 'service',
  text: 'Every order is answered in every run in which no message is lost.',
  holds: (outcome) => outcome.run.lost.length > 0 || answered(outcome),
}

/** The eight ways of asking for consistency, availability and partition tolerance, all three last. */
export const capCombinations: readonly CapDemands[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  consistency: (bits & 4) !== 0,
  availability: (bits & 2) !== 0,
  partition: (bits & 1) !== 0,
}))
