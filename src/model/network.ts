import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { checkSettings, type Known } from './settings.ts'

/** How often a fault may happen in one run: a number of times, or without limit. */
export type Budget = number | 'unlimited'

/** How messages travel. */
export interface Network {
  /**
   * `unordered`: a bag, any message may be next. `duplicating`: a set, any message may be next and
   * it stays. `fifo`: a queue for each pair of sender and receiver.
   */
  readonly kind: 'unordered' | 'duplicating' | 'fifo'
  /** How many messages the network may lose in one run. */
  readonly loss: Budget
  /** How many times in one run the network may deliver a message and keep it. */
  readonly duplication: Budget
  /** Present, and true, of queues of which the oldest message alone may be lost. */
  readonly losesHead?: boolean
}

/**
 * What a kind of network is like. Whatever goes by a kind asks here, or in a `switch` that names every kind,
 * so that the compiler finds each place that does not know a new one.
 */
export interface NetworkTraits {
  /** Messages from one node to another arrive in the order in which they were sent. */
  readonly isQueue: boolean
  /** A message that is delivered stays in flight, and one that is in flight is not added again. */
  readonly isSet: boolean
  /** Patient timers wait for deliveries without effect, too: others may come after them. */
  readonly awaitsIgnored: boolean
  /** Deliveries without effect may be left out, the messages staying in flight: see `barOf`. */
  readonly mayLeaveIgnored: boolean
  /** Messages that their receivers will never heed again may be taken out of flight: see `staleBarOf`. */
  readonly mayRemoveStale: boolean
  /** Equal messages may pile up in flight. */
  readonly mayPileUp: boolean
  /** Whether it is one of the assumptions that `--flip` tries in place of another. */
  readonly isFlippedTo: boolean
}

const networkTraits: Readonly<Record<Network['kind'], NetworkTraits>> = {
  unordered: {
    isQueue: false,
    isSet: false,
    awaitsIgnored: false,
    mayLeaveIgnored: true,
    mayRemoveStale: true,
    mayPileUp: true,
    isFlippedTo: true,
  },
  duplicating: {
    isQueue: false,
    isSet: true,
    awaitsIgnored: false,
    mayLeaveIgnored: false,
    mayRemoveStale: true,
    mayPileUp: false,
    isFlippedTo: false,
  },
  fifo: {
    isQueue: true,
    isSet: false,
    awaitsIgnored: true,
    mayLeaveIgnored: false,
    mayRemoveStale: false,
    mayPileUp: true,
    isFlippedTo: true,
  },
}

/** The kinds of networks. */
export const networkKinds = Object.keys(networkTraits) as readonly Network['kind'][]

/** What a network is like. */
export const traitsOf = ({ kind }: Pick<Network, 'kind'>): NetworkTraits => networkTraits[kind]

/** How much of what goes wrong on the way a network may do. */
export interface NetworkOptions {
  /** How many messages may be lost in one run. Default 0. */
  loss?: Budget
  /** How many deliveries of one run may leave the message in flight. Default 0. */
  duplication?: Budget
}

/** What may go wrong on links that keep order. */
export interface QueueOptions extends Pick<NetworkOptions, 'duplication'> {
  /**
   * How many messages may be lost in one run, anywhere in a queue; with `at: 'head'` only the oldest of a link,
   * as one is lost when it should arrive. Default 0.
   */
  loss?: Budget | { times: Budget; at: 'head' | 'anywhere' }
}

/**
 * Messages overtake each other freely; each is delivered once.
 *
 * @throws ModelError 'not-a-system' when a budget is no number of times
 */
export const unordered = (options: NetworkOptions = {}): Network => network('unordered', options)

/**
 * A message, once sent, may be delivered any number of times: the set of messages ever sent.
 *
 * @throws ModelError 'not-a-system' when a budget is no number of times
 */
export const duplicating = (options: Pick<NetworkOptions, 'loss'> = {}): Network =>
  network('duplicating', options)

/**
 * Messages from one node to another arrive in the order in which they were sent.
 *
 * @throws ModelError 'not-a-system' when a budget is no number of times
 */
export const fifo = (options: QueueOptions = {}): Network => {
  checkSettings(options, { loss: null, duplication: null }, 'fifo({…})')
  const { loss, ...rest } = options
  if (typeof loss !== 'object' || loss === null) {
    return network('fifo', { ...rest, ...(loss === undefined ? {} : { loss }) })
  }
  const known: Known = { times: null, at: ['head', 'anywhere'] }
  checkSettings(loss, known, 'fifo({ loss })', { required: Object.keys(known) })
  const queues = network('fifo', { ...rest, loss: checkBudget(loss.times, 'fifo({ loss.times })') })
  return loss.at === 'head' ? { ...queues, losesHead: true } : queues
}

const network = (kind: Network['kind'], options: NetworkOptions): Network => {
  checkSettings(options, { loss: null, duplication: null }, `${kind}({…})`)
  return {
    kind,
    loss: checkBudget(options.loss ?? 0, `${kind}({ loss })`),
    duplication: checkBudget(options.duplication ?? 0, `${kind}({ duplication })`),
  }
}

/** Refuses a network that none of the three functions made. */
export const checkNetwork = (network: Network, place = 'network'): Network => {
  const required: Known = { kind: networkKinds, loss: null, duplication: null }
  const known: Known = { ...required, losesHead: 'flag' }
  checkSettings(network, known, place, { required: Object.keys(required) })
  if (network.losesHead === true && !traitsOf(network).isQueue) {
    throw new ModelError('not-a-system', {
      what: `On ${network.kind} links no message is the oldest: \`losesHead\` says nothing there`,
      where: [place],
      fix: "make the network with fifo({ loss: { times: 1, at: 'head' } }), or leave `losesHead` out",
    })
  }
  checkBudget(network.loss, `${place}.loss`)
  checkBudget(network.duplication, `${place}.duplication`)
  return network
}

/** A budget as given by a user, or the error that says what it should have been. */
export const checkBudget = (budget: Budget, place: string): Budget => {
  if (budget === 'unlimited' || (Number.isInteger(budget) && budget >= 0 && budget < 2 ** 20)) {
    return budget
  }
  throw new ModelError('not-a-system', {
    what: `${brief(budget)} is no number of times`,
    where: [place],
    fix: "give a whole number from 0, or 'unlimited'",
  })
}
