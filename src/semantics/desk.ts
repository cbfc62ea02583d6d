import { longestDuration } from '../model/time.ts'
import type { Context, InitialContext, ReceiveContext, SendOptions } from '../model/context.ts'
import { anyone } from '../model/byzantine.ts'
import { checkSettings } from '../model/settings.ts'
import { canonical } from '../value/canonical.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'
import { withoutDrafts } from './drafts.ts'
import { itemsIn } from './family.ts'
import type { Place } from './place.ts'
import type { Save, Sending, TimerSetting } from './step.ts'
import { brief, briefMessage } from '../value/brief.ts'

/** How a message is kept as it was when it was sent. */
export type Snapshot<Kept> = (message: unknown) => Kept

/** What a handler does besides changing its state, while it runs along a script of choices. */
export class Notes<Kept = unknown> {
  readonly sends: Sending<Kept>[] = []
  /** Where the handler saved, as far as somebody wants to know. */
  readonly saves: Save[] = []
  /** Whether it ever did. */
  hasSaved = false
  /** What the handler changes. */
  draft: unknown = null
  /** For each timer that was touched, whether it ends up set, and for how long. */
  timers: ReadonlyMap<string, TimerSetting> = noTimers
  /** The options taken, by their places, and among how many each was. */
  readonly taken: number[] = []
  readonly counts: number[] = []
  /** Of a family of steps the items, once they are known, and the one whose turn it is. */
  items: readonly unknown[] | null
  item: unknown = undefined
  /** What was chosen, in canonical form. */
  readonly choices: unknown[] = []
  /** The options to take; beyond it the first of each. */
  readonly script: readonly number[]
  readonly snapshot: Snapshot<Kept>

  constructor(
    script: readonly number[],
    snapshot: Snapshot<Kept>,
    items: readonly unknown[] | null = null,
  ) {
    this.script = script
    this.items = items
    this.snapshot = snapshot
  }
}

const noTimers: ReadonlyMap<string, TimerSetting> = new Map()

/**
 * A node's contexts. They are made once; what handlers do through them is written into the notes of
 * the run that is going on.
 */
export class Desk {
  readonly context: Context<unknown>
  /** The context of `initial`. */
  readonly initial: InitialContext
  /** The notes of the run that is going on. */
  notes: Notes | null = null
  readonly #place: Place
  readonly #bySender = new Map<string, ReceiveContext<unknown>>()

  constructor(place: Place) {
    this.#place = place
    this.context = Object.freeze({
      self: place.id,
      others: place.others,
      group: (name: string) => groupOf(place, name),
      send: (to: string | readonly string[], message: unknown, options?: SendOptions) =>
        this.#send(to, message, options === undefined ? false : this.#isOnce(options)),
      choose: <Option>(options: readonly Option[]) => this.#choose(options),
      setTimer: (name: string, units?: number) =>
        this.#touch(name, durationOf(this.#place, name, units)),
      clearTimer: (name: string) => this.#touch(name, false),
      persist: () => this.#persist(),
    })
    this.initial = Object.freeze({
      ...this.context,
      ...refusals('`initial`', 'it only makes the state: do it in `start`, which runs next'),
      choose: this.context.choose,
    })
  }

  /** The context for a message from a node. */
  receiving(from: string): ReceiveContext<unknown> {
    const known = this.#bySender.get(from)
    if (known !== undefined) return known
    const context = Object.freeze({ ...this.context, from })
    this.#bySender.set(from, context)
    return context
  }

  /** The item of a family of steps whose turn it is: which is chosen before all else. */
  pick(give: () => unknown): unknown {
    const notes = this.#open()
    notes.items ??= itemsIn(give())
    const index = notes.script[0] ?? 0
    if (index >= notes.items.length)
      throw new OtherOptions('`each` gives other items the second time')
    notes.taken.push(index)
    notes.counts.push(notes.items.length)
    notes.item = notes.items[index]
    return notes.item
  }

  #open(): Notes {
    if (this.notes !== null) return this.notes
    throw new ModelError('handler-threw', {
      what: 'A context is used after its handler has returned',
      fix: 'send, choose and set timers in the handler itself, not later',
    })
  }

  #isOnce(options: SendOptions): boolean {
    checkSettings(options, { once: 'flag' }, 'send(to, message, {…})')
    return options.once ?? false
  }

  #send(to: string | readonly string[], message: unknown, once: boolean): void {
    const notes = this.#open()
    const kept = notes.snapshot(withoutDrafts(message))
    const ids =
      to === anyone ? this.#anyone() : Array.isArray(to) ? (to as readonly unknown[]) : [to]
    for (const id of ids) {
      const receiver = this.#receiver(id, message)
      if (once) this.#insistOnBag(receiver)
      notes.sends.push({ to: receiver, message: kept, once })
    }
  }

  /** What is sent once looks at what is in flight: refused on a queue. */
  #insistOnBag(to: number): void {
    const { id, indices, areQueues } = this.#place
    if (areQueues[to] !== true) return
    const receiver = [...indices.keys()][to] ?? ''
    throw new ModelError('unsound', {
      what: `A message is sent once on a fifo link, from '${id}' to '${receiver}', where it would be known what is in the queue`,
      where: ['send(to, message, { once: true })'],
      fix: "use unordered() or duplicating(), or leave `once` out and note in the node's state what is sent",
    })
  }

  /** Everybody else who can receive. */
  #anyone(): readonly string[] {
    const { indices, receives, index } = this.#place
    return [...indices].filter(([, at]) => at !== index && receives[at]).map(([id]) => id)
  }

  #receiver(id: unknown, message: unknown): number {
    const { indices, receives } = this.#place
    const to = typeof id === 'string' ? indices.get(id) : undefined
    if (typeof id !== 'string' || to === undefined) {
      const [name, hint] =
        typeof id === 'string' ? [`'${id}'`, didYouMean(id, [...indices.keys()])] : [brief(id), '']
      throw new ModelError('unknown-node', {
        what: `A message is sent to ${name}, which is no node`,
        where: [`message ${briefMessage(withoutDrafts(message))}`],
        fix: `${hint}the nodes are ${[...indices.keys()].join(', ')}`,
      })
    }
    if (!receives[to]) {
      throw new ModelError('cannot-receive', {
        what: `A message is sent to '${id}', whose role has no \`receive\``,
        where: [`message ${briefMessage(withoutDrafts(message))}`],
        fix: `give the role of '${id}' a receive handler`,
      })
    }
    return to
  }

  #choose<Option>(options: readonly Option[]): Option {
    const { taken, counts, choices, script } = this.#open()
    const index = script[taken.length] ?? 0
    const isList = Array.isArray(options)
    if (!isList || options.length === 0) {
      throw new ModelError('empty-choice', {
        what: isList
          ? 'choose([]) has nothing to choose from'
          : `choose() takes a list of options, and was given ${brief(options)}`,
        fix: 'guard the step so that it is enabled only where there is a choice',
      })
    }
    if (index >= options.length)
      throw new OtherOptions('choose() is offered other options the second time')
    taken.push(index)
    counts.push(options.length)
    const chosen = options[index] as Option
    choices.push(canonical(withoutDrafts(chosen)))
    return chosen
  }

  #persist(): void {
    const notes = this.#open()
    if (this.#place.handlers.durable === undefined) {
      throw new ModelError('handler-threw', {
        what: 'A handler calls persist(), and nothing of its node is durable',
        where: ['persist()'],
        fix: 'say with `durable` in the role what is on the disk, or leave persist() out',
      })
    }
    notes.hasSaved = true
    if (!this.#place.mayHalt) return
    notes.saves.push({ state: withoutDrafts(notes.draft), sent: notes.sends.length })
  }

  #touch(name: string, setting: TimerSetting): void {
    const notes = this.#open()
    const known = Object.keys(this.#place.handlers.timeout ?? {})
    if (!known.includes(name)) {
      throw new ModelError('unknown-timer', {
        what: `Timer '${name}' has no timeout handler`,
        fix: `${didYouMean(name, known)}write \`timeout: { ${name}: (state, context) => … }\``,
      })
    }
    notes.timers = new Map([...notes.timers, [name, setting]])
  }
}

/** What a timer is set to: in a system with time, how long it runs. */
const durationOf = ({ hasTime }: Place, name: string, units: unknown): TimerSetting => {
  const isDuration =
    Number.isInteger(units) && Number(units) >= 1 && Number(units) <= longestDuration
  if (hasTime && isDuration) return Number(units)
  if (!hasTime && units === undefined) return true
  throw new ModelError('handler-threw', {
    what: hasTime
      ? `Timer '${name}' is set for ${units === undefined ? 'no duration' : brief(units)}`
      : `Timer '${name}' is set for a duration, and the system has no time`,
    fix: hasTime
      ? `with \`time\` a timer runs for a whole number of units: setTimer('${name}', 5)`
      : `say how long messages take, \`time: { delay: { min: 1, max: 2 } }\`, or leave the duration out`,
  })
}

/** Thrown where a script of choices does not fit: the handler is not pure. */
export class OtherOptions extends Error {}

/**
 * What a context lacks, for models that no compiler has seen: each call is an error.
 *
 * @param who that may not do it, as the beginning of a sentence
 */
export const refusals = (
  who: string,
  fix: string,
): Record<'send' | 'setTimer' | 'clearTimer' | 'choose' | 'persist', () => never> => {
  const refuse = (what: string) => (): never => {
    throw new ModelError('handler-threw', { what: `${who} ${what}`, fix })
  }
  return {
    send: refuse('sends a message'),
    setTimer: refuse('sets a timer'),
    clearTimer: refuse('clears a timer'),
    choose: refuse('chooses'),
    persist: refuse('calls persist()'),
  }
}

const desks = new WeakMap<Place, Desk>()

/** The desk of a place. */
export const deskOf = (place: Place): Desk => {
  const known = desks.get(place)
  if (known !== undefined) return known
  const desk = new Desk(place)
  desks.set(place, desk)
  return desk
}

/** The members of a group, or the error that lists the groups. */
export const groupOf = (place: Place, name: string): readonly string[] => {
  const group = place.groups.get(name)
  if (group !== undefined) return group
  const known = [...place.groups.keys()]
  throw new ModelError('unknown-node', {
    what: `There is no group '${name}'`,
    fix: `${didYouMean(name, known)}the groups are ${known.join(', ')}`,
  })
}

/** Refuses another state than the draft, where that was saved. */
export const refuseOther = ({ notes }: Desk, returned: unknown): unknown => {
  if (returned === undefined || notes === null || !notes.hasSaved) return returned
  throw new ModelError('handler-threw', {
    what: 'A handler calls persist(), which saves the draft, and returns another state',
    fix: 'change the draft of the state, and return nothing',
  })
}
