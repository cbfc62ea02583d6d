import type { Observation } from '../compile/observation.ts'
import type { ObserverMemo } from '../compile/observer-memo.ts'
import { Kind } from '../compile/outcome-words.ts'
import type { StepResult } from '../compile/step-result.ts'
import type { Tables } from '../compile/tables.ts'
import type { ToldApart } from '../compile/told-apart.ts'
import type { Told } from '../model/observer.ts'
import { describeTold, hears } from '../semantics/observers.ts'
import { whereDifferent } from '../semantics/step-errors.ts'
import { IntList } from '../store/int-list.ts'
import { thrown } from '../value/brief.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import type { Swap } from './swap.ts'

/** What happens, as far as it says what observers are told besides what comes of it. */
interface Event {
  readonly node: number
  /** A kind of outcomes, and its detail. */
  readonly kind: number
  readonly detail: number
  /** The value id of the node's state before. */
  readonly before: number
}

/** What is told instead when two nodes change places. */
interface Image {
  readonly swap: Swap
  readonly telling: number
}

/** Where an observer was told: its state, and the one after it. */
interface Hearing {
  readonly observer: number
  readonly state: number
  readonly after: number
}

/** So many words of each that was told. */
const words = 3

/**
 * Checks that observers treat nodes alike: an observer that comes from a state to another one by what it is told
 * of a step comes from the state in which two nodes have changed places to the other one in which they have, by what
 * it is told of the step in which they have. That is what is really told of that step: the same messages
 * may be sent in another order. What is asked for that is gone through in turn, as questions of nodes are.
 */
export class TellingCheck {
  readonly #tables: Tables
  readonly #observation: Observation
  /** What is checked under these. */
  readonly swaps: readonly Swap[]
  /** By telling all that it becomes, and all who were told. */
  readonly #images = new Map<number, Image[]>()
  readonly #hearings = new Map<number, Hearing[]>()
  /** What tellings become, as far as nobody was asked about that yet. */
  readonly #fresh: (Image & { readonly from: number })[] = []
  /** How much of what was told is known here, by observer; and of the labels of no node's steps. */
  readonly #read: number[]
  #readAlone = 0

  constructor(tables: Tables, observation: Observation, swaps: readonly Swap[]) {
    this.#tables = tables
    this.#observation = observation
    this.swaps = [...swaps]
    this.#read = observation.memos.map(() => 0)
    for (const memo of observation.memos) memo.told = new IntList()
    observation.alone = new IntList()
  }

  /** What is told of a step that comes to something. */
  tellingOf({ node, kind, detail, before }: Event, { state, item, sends }: StepResult): number {
    const own = this.#tables.families.of(detail, item)
    return this.#observation.tellingOf({ node, kind, detail: own, before, after: state, sends })
  }

  /**
   * Takes in what is told of something, and what is told instead when two nodes change places.
   *
   * @returns how the two differ where observers are told of one of them only, in words
   */
  relate(swap: Swap, from: number, telling: number): string | null {
    if ((from === 0) !== (telling === 0)) {
      const [here, there] = from === 0 ? ['not told', 'told'] : ['told', 'not told']
      return `observers are ${here} of it here, and ${there} there`
    }
    if (from === 0) return null
    const images = this.#images.get(from) ?? []
    this.#images.set(from, images)
    if (images.some((known) => known.swap === swap && known.telling === telling)) return null
    images.push({ swap, telling })
    this.#fresh.push({ from, swap, telling })
    return null
  }

  /** Goes through what was told since the last time. @returns what tells nodes apart; null if nothing does */
  run(): ToldApart | null {
    const alone = this.#relateAlone()
    if (alone !== null) return alone
    for (let isDone = false; !isDone;) {
      isDone = true
      for (let next = this.#fresh.pop(); next !== undefined; next = this.#fresh.pop()) {
        for (const hearing of this.#hearings.get(next.from) ?? []) {
          const found = this.#compare(next.from, hearing, next)
          if (found !== null) return found
        }
      }
      for (const [observer, { told }] of this.#observation.memos.entries()) {
        const list = told as IntList
        while ((this.#read[observer] as number) < list.length) {
          isDone = false
          const found = this.#take(observer, list)
          if (found !== null) return found
        }
      }
    }
    return null
  }

  /** Takes in what is told of losses and cuts, which are steps of no node. */
  #relateAlone(): ToldApart | null {
    const { labels } = this.#tables
    const alone = this.#observation.alone as IntList
    while (this.#readAlone < alone.length) {
      const label = alone.data[this.#readAlone++] as number
      const { kind, node, detail } = labels.get(label)
      for (const swap of this.swaps) {
        const image = labels.of(kind, swap.node(node), detailAfter(swap, kind, detail))
        const [from, telling] = [label, image].map((each) => this.#observation.tellingOfLabel(each))
        const difference = this.relate(swap, from as number, telling as number)
        if (difference !== null) {
          const event = kind === Kind.lose ? 'a message is lost' : 'a cut comes or goes'
          const { observers } = this.#tables.system
          const observer = observers.map(({ name }) => name).join(', ')
          return this.#apart(swap, { observer, event, difference })
        }
      }
    }
    return null
  }

  /** The next of what an observer was told. */
  #take(observer: number, { data }: IntList): ToldApart | null {
    const at = this.#read[observer] as number
    this.#read[observer] = at + words
    const [state, telling, after] = [data[at], data[at + 1], data[at + 2]] as [
      number,
      number,
      number,
    ]
    const hearing = { observer, state, after }
    const hearings = this.#hearings.get(telling) ?? []
    this.#hearings.set(telling, hearings)
    hearings.push(hearing)
    for (const image of this.#images.get(telling) ?? []) {
      const found = this.#compare(telling, hearing, image)
      if (found !== null) return found
    }
    return null
  }

  /** Tells an observer in the name of another node: what goes wrong there tells the two apart. */
  #compare(from: number, { observer, state, after }: Hearing, image: Image): ToldApart | null {
    const { swap, telling } = image
    const memo = this.#observation.memos[observer] as ObserverMemo
    let difference: string
    try {
      const told = this.#observation.told(telling)
      const found = memo.after(swap.observed(observer, state), telling, told)
      const wanted = swap.observed(observer, after)
      if (found === wanted) return null
      const { path, ...there } = whereDifferent(memo.get(wanted), memo.get(found))
      difference = `it knows ${there.after} then at ${path}, where ${there.before} was to be expected`
    } catch (error) {
      if (!(error instanceof ModelError) || isImpure(error)) throw error
      difference = `it has an answer here, and none there: ${thrown(error)}`
    }
    const event = `told of ${this.#describe(memo, from)}`
    return this.#apart(swap, { observer: memo.observer.name, event, difference })
  }

  /** The first of a telling that an observer hears, in words. */
  #describe({ observer }: ObserverMemo, telling: number): string {
    const all = [...this.#observation.told(telling)].map(
      (id) => this.#tables.values.get(id) as Told,
    )
    const heard = all.find((told) => hears(observer, told))
    return heard === undefined ? 'nothing' : describeTold(heard)
  }

  #apart(
    { group, names }: Swap,
    by: { readonly observer: string; readonly event: string; readonly difference: string },
  ): ToldApart {
    return { group, nodes: names, by: { kind: 'observer', ...by } }
  }
}

const detailAfter = (swap: Swap, kind: number, detail: number): number => {
  if (kind === Kind.lose) return swap.envelope(detail)
  const isOfCut = kind === Kind.split || (kind === Kind.heal && swap.hasManyCuts)
  return isOfCut ? swap.cut(detail) : detail
}
