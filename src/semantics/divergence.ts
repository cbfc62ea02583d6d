import { someLinks, type LinkKind } from '../model/network-plan.ts'
import { ask } from '../model/question.ts'
import type { System } from '../model/system.ts'
import { keyOf } from '../value/key.ts'
import { transitions, type Action, type World } from './actions.ts'
import { isQueued, type GlobalState, type Mail } from './global-state.ts'
import { plainView } from './plain-view.ts'
import { isFault } from './reference.ts'

/**
 * Proves that the steps of a loop can be taken again and again, each time leaving more messages in
 * flight and nothing else changed: then there is no end of states. Why what is asked here is enough:
 * docs/semantics.md, "Divergence".
 *
 * @param loop the states of one round, in canonical form, each reached from the one before by an
 *   action; the first one is reachable
 * @returns the messages that each round leaves in flight besides what was there; null where that is
 *   not proved, which says nothing
 */
export const provesDivergence = (
  world: World,
  loop: readonly GlobalState[],
): readonly Mail[] | null => {
  const [first] = loop
  const last = loop.at(-1)
  if (first === undefined || last === undefined || localKey(first) !== localKey(last)) return null
  if (boundReadsMail(world.system, loop)) return null
  const second = secondRound(world, loop)
  if (second === null) return null
  const growth = world.system.network.kinds.map((_, kind) =>
    growthOn(world.system, kind, { first, last, second }),
  )
  const all = growth.flatMap((each) => each ?? [])
  return growth.includes(null) || all.length === 0 ? null : all
}

/** Where a loop begins and ends, and the loop once more. */
interface Rounds {
  readonly first: GlobalState
  readonly last: GlobalState
  readonly second: Round
}

/** What each round leaves in flight besides, on links of one kind; null where it is not proved that it always does. */
const growthOn = (
  { network, time }: System,
  kind: number,
  { first, last, second }: Rounds,
): readonly Mail[] | null => {
  const isHere = ({ from, to }: Mail): boolean => (network.of[from]?.[to] ?? 0) === kind
  const on = (state: GlobalState): GlobalState => ({
    ...state,
    inFlight: state.inFlight.filter(isHere),
  })
  switch ((network.kinds[kind] as LinkKind).network.kind) {
    case 'unordered':
      return bagGrowth(on(first), on(last), on(second.end))
    case 'duplicating':
      // A set grows by different messages only, and a round sends the same ones each time.
      return keyOf(on(first).inFlight) === keyOf(on(last).inFlight) ? [] : null
    case 'fifo':
      // With time what waits in a queue grows old on the way round.
      return time === null ? queueGrowth(on(first), on(last), second.actions, isHere) : null
  }
}

/** All of a global state but the messages in flight. */
const localKey = ({ nodes, environment, observed }: GlobalState): string =>
  keyOf([nodes, environment, observed])

/** Whether the bound looks at messages in flight in some of the states: it may then rule more out. */
const boundReadsMail = (system: System, states: readonly GlobalState[]): boolean => {
  let reads = false
  const onMail = (): void => {
    reads = true
  }
  const { within } = system
  if (within === null) return false
  for (const state of states) ask(within, [plainView(system, state, onMail)])
  return reads
}

/** The loop once more, from where it ends: the actions taken, and the state after them. */
interface Round {
  readonly actions: readonly Action[]
  readonly end: GlobalState
}

/** Takes the same actions again; null where one is not possible then, or leads elsewhere. */
const secondRound = (world: World, loop: readonly GlobalState[]): Round | null => {
  const actions: Action[] = []
  let end = loop.at(-1) as GlobalState
  for (const [index, next] of loop.slice(1).entries()) {
    const wanted = actionsBetween(world, loop[index] as GlobalState, next)
    const possible = transitions(world, end)
    const taken = wanted.flatMap(
      (key) => possible.find(({ action }) => keyOf(action) === key) ?? [],
    )
    const [again] = taken.filter((each) => localKey(each.next) === localKey(next))
    if (again === undefined) return null
    actions.push(again.action)
    end = again.next
  }
  return { actions, end }
}

/** The keys of the actions that lead from one state to the next, those that are no faults first. */
const actionsBetween = (
  world: World,
  before: GlobalState,
  after: GlobalState,
): readonly string[] => {
  const key = keyOf(after)
  return transitions(world, before)
    .filter(({ action, next }) => !spoilsQueues(world.system, action) && keyOf(next) === key)
    .map(({ action }) => action)
    .toSorted((a, b) => Number(isFault(a)) - Number(isFault(b)))
    .map(keyOf)
}

/** Whether an action takes messages out of the middle of queues: nothing is claimed of those. */
const spoilsQueues = (system: System, action: Action): boolean =>
  (action.kind === 'lose' && isQueued(system, action.mail)) ||
  (action.kind === 'split' &&
    system.faults.acrossCut === 'dropped' &&
    someLinks(system.network, 'isQueue'))

/** What both rounds add to a bag; null unless it is the same. */
const bagGrowth = (
  first: GlobalState,
  last: GlobalState,
  end: GlobalState,
): readonly Mail[] | null => {
  const growth = excess(last.inFlight, first.inFlight)
  const again = excess(end.inFlight, last.inFlight)
  if (growth === null || again === null) return null
  return keyOf(growth) === keyOf(again) ? growth : null
}

/** What a bag has besides what is in another one; null if it does not have all of that. */
const excess = (more: readonly Mail[], fewer: readonly Mail[]): readonly Mail[] | null => {
  const left = new Map<string, number>()
  for (const mail of fewer) left.set(keyOf(mail), (left.get(keyOf(mail)) ?? 0) + 1)
  const rest = more.filter((mail) => {
    const count = left.get(keyOf(mail)) ?? 0
    left.set(keyOf(mail), count - 1)
    return count <= 0
  })
  return rest.length === more.length - fewer.length ? rest : null
}

/** What a round adds to the queues; null if some queue may stop it in a later round. */
const queueGrowth = (
  first: GlobalState,
  last: GlobalState,
  actions: readonly Action[],
  isHere: (mail: Mail) => boolean,
): readonly Mail[] | null => {
  const delivered = actions.flatMap((action) => {
    const step = action.kind === 'crash' ? action.middle?.of : action
    return step?.kind === 'deliver' && isHere(step.mail) ? [step.mail] : []
  })
  const links = new Map([...first.inFlight, ...last.inFlight, ...delivered].map(linkOf))
  const growth = [...links.values()].map((isOn): readonly Mail[] | null => {
    const before = first.inFlight.filter(isOn)
    const after = last.inFlight.filter(isOn)
    const taken = delivered.filter(isOn).map(keyOf)
    // What came in is what is there now or was taken, without what was there before.
    const all = [...taken, ...after.map(keyOf)]
    const old = before.map(keyOf)
    const added = all.slice(old.length)
    if (old.some((key, at) => key !== all[at]) || added.length < taken.length) return null
    return repeats(old, added, taken) ? after.slice(old.length) : null
  })
  return growth.includes(null) ? null : growth.flatMap((each) => each ?? [])
}

/** The link of a message, by name, with whether a message is on it. */
const linkOf = ({ from, to }: Mail): readonly [string, (mail: Mail) => boolean] => [
  `${from} ${to}`,
  (mail) => mail.from === from && mail.to === to,
]

/** Whether the endless sequences `old added added …` and `taken taken …` are one, or nothing is taken. */
const repeats = (
  old: readonly string[],
  added: readonly string[],
  taken: readonly string[],
): boolean => {
  if (taken.length === 0) return true
  // Where two periods meet for so long, they go on to (Fine and Wilf 1965).
  const length = old.length + added.length + taken.length
  return Array.from({ length }).every((_, at) => {
    const comes = at < old.length ? old[at] : added[(at - old.length) % added.length]
    return comes === taken[at % taken.length]
  })
}
