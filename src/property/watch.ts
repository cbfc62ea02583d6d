import { isMailFacet, sourceOf, wholeOf, type Facets } from '../explore/facets.ts'
import { anyBit, touchedBit } from '../explore/state-space.ts'
import { ask } from '../model/question.ts'
import type { System } from '../model/system.ts'
import type { Sized } from '../store/sized.ts'
import { isImpure } from '../value/model-error.ts'
import { areAlike, insistOnSame, neither, type Answer } from './answers.ts'
import { FacetMemo, type SharedKeys } from './facet-memo.ts'
import { Paths } from './paths.ts'
import { TrackedView, type Handing } from './tracked-view.ts'
import { WatchAudit } from './watch-audit.ts'
import type { Watching, WatchOptions } from './watching.ts'

/** Predicates are asked twice, to see that they are pure, so often at first and then now and again. */
const probedAtFirst = 256
const probeEvery = 16

/** Of answers that are known by their paths one in so many is compared with the predicate's. */
const compareEvery = 32

/** Paths are given up if none was met again by so many evaluations. */
const firstMet = 512

/** After so many evaluations it is weighed whether to watch field by field pays; then after twice. */
const firstWeighed = 2048
/** By how much it has to lower the number of evaluations. */
const worthwhile = 16
/** So many fields of each node at most are watched one by one: of records, not of dictionaries. */
const mostFields = 16

/** A predicate over one view, or over two (before and after a step). */
type Predicate = (...views: readonly unknown[]) => unknown

/**
 * A predicate that is watched while it looks: what it reads is recorded, and its answer is
 * remembered for the ids of all facets that it ever read. It runs once for each distinct combination
 * of them.
 *
 * Why that is sound: a predicate is a function of what it reads, so two states that agree on all
 * facets it has ever read up to now agree on what it reads in either.
 *
 * Fields of states are facets, too. Which of them are read is learned from two runs on states in
 * disguise, each of which sees what the other might miss; the answer is that of a run on plain
 * objects. The three have to agree, in what they answer and in what they read (docs/engine.md). Two
 * states of a step may be compared by identity, part by part, which depends on more than the parts:
 * there, states are read as a whole.
 */
export class Watch implements Watching {
  /** The bits of `touched` that may change the answer. Grows as the predicate reads more. */
  interest = 0
  /** For how many states, or steps, the predicate was asked. */
  evaluated = 0
  /** What it was asked, to be asked once more; null if nobody wants to. */
  readonly audit: WatchAudit | null
  readonly #system: System
  readonly #facets: Facets
  readonly #predicate: Predicate
  readonly #views: readonly TrackedView[]
  /** The facets read so far, by the predicate on any of its views. */
  readonly #read = new Set<number>()
  /** Those that the answers remembered do not know of yet. */
  #unread: number[] = []
  #answers: FacetMemo
  readonly #shared: SharedKeys
  readonly #options: WatchOptions
  #isByField: boolean
  /** What was answered where states are watched field by field; null where that is of no use. */
  #paths: Paths | null
  #weighAt: number
  /** The facets read in the run that is going on; null if nobody wants to know. */
  #reads: number[] | null = null
  /** The number of that run, and for each facet the last run that read it. */
  #run = 0
  readonly #readIn: number[] = []
  /** Whether a state in disguise was printed. */
  #isPrinted = false
  /** What was read on the way to the last answer, in order. */
  #path: readonly number[] = []
  /** How often a path was met again. */
  #met = 0

  constructor(system: System, facets: Facets, predicate: Predicate, options: WatchOptions = {}) {
    const { views = 1, onOpaque, shared = new Map(), weighAfter = firstWeighed } = options
    this.#weighAt = weighAfter
    this.audit = options.audit === undefined ? null : new WatchAudit(predicate, options.audit)
    this.#shared = shared
    this.#system = system
    this.#facets = facets
    this.#predicate = predicate
    this.#options = options
    this.#isByField = onOpaque !== undefined && views === 1 && facets.fields !== null
    this.#paths = this.#isByField ? new Paths(facets) : null
    this.#answers = new FacetMemo(facets, views, this.#shared)
    this.#views = Array.from(
      { length: views },
      () =>
        new TrackedView(
          system,
          facets,
          (facet) => this.#note(facet),
          () => {
            this.#isPrinted = true
          },
        ),
    )
  }

  /** What is remembered. */
  get tables(): readonly Sized[] {
    const others = [this.#paths, this.audit?.entries ?? null].filter((it) => it !== null)
    return [...this.#answers.tables, ...others]
  }

  /** Whether the predicate has looked at anything at all so far. */
  get hasRead(): boolean {
    return this.#read.size > 0
  }

  get reads(): ReadonlySet<number> {
    return this.#read
  }

  /**
   * The answer for one state, or for the two states of a step, if it is known: 1 for yes, 0 for no,
   * -1 where the predicate has to be asked.
   *
   * @param moment a number for the state, or the states, which no others had; negative if there is none
   */
  recall(state: Int32Array, after: Int32Array | null, moment: number): number {
    return this.#answers.get(state, after, moment)
  }

  /**
   * The answer for a state, or for the two states of a step, that {@link recall} does not know. The predicate is
   * asked unless it took the same path before.
   */
  evaluate(state: Int32Array, after: Int32Array | null): boolean {
    const known = this.#paths?.find(state) ?? -1
    if (known >= 0 && !this.#isCompared) {
      this.#answers.add(state, null, known === 1)
      return known === 1
    }
    this.evaluated += 1
    if (this.#isByField) this.#weigh()
    const states = after === null ? [state] : [state, after]
    let answer: unknown
    try {
      answer = this.#isByField ? this.#askByField(states) : this.#askWhole(states)
    } finally {
      // Also after a throw: whoever catches it may go on asking.
      if (this.#unread.length > 0) this.#answers.watch(this.#unread)
      this.#unread = []
    }
    if (typeof answer !== 'boolean') throw neither(answer)
    if (this.#paths !== null && known < 0) this.#addPath(state, answer)
    else if (this.#paths !== null && (known === 1) !== answer) this.#readWhole()
    this.#answers.add(state, after, answer)
    this.audit?.note(state, after, answer)
    return answer
  }

  /** Whether an answer that is known by its path is compared with that of the predicate: a sample. */
  get #isCompared(): boolean {
    this.#met += 1
    return this.#met % compareEvery === 0
  }

  /** A predicate that keeps what it saw may take ways that do not fit together. */
  #addPath(state: Int32Array, answer: boolean): void {
    const isUseless = this.evaluated === firstMet && this.#met === 0
    if (isUseless || this.#paths?.add(state, this.#path, answer) === false) this.#paths = null
  }

  /** It was wrong to look at fields: begin anew. */
  #readWhole(): void {
    this.#isByField = false
    this.#paths = null
    this.#options.onOpaque?.()
  }

  /**
   * Reads states as a whole from now on where watching them field by field does not pay: where many fields are read,
   * or where there are hardly fewer combinations of them than of states and paths are hardly met again.
   */
  #weigh(): void {
    const isDictionary = this.#read.size > mostFields * (this.#facets.nodes + 1)
    if (!isDictionary && this.evaluated !== this.#weighAt) return
    this.#weighAt *= 2
    if (!this.#views[0]?.hasRecords) return
    const whole = new FacetMemo(this.#facets, 1, this.#shared)
    const facets = [...this.#read].map((facet) => wholeOf(this.#facets, facet))
    whole.watch([...new Set(facets)])
    const combined = whole.combinations / this.#answers.combinations
    const followed = (this.evaluated + this.#met) / this.evaluated
    const isWorthwhile = !isDictionary && Math.max(combined, followed) >= worthwhile
    const given = isWorthwhile ? whole : this.#answers
    given.dispose()
    if (isWorthwhile) return
    this.#isByField = false
    this.#paths = null
    this.#answers = whole
    // Of the same components as their fields, so that nothing else is of interest.
    for (const facet of facets) this.#read.add(facet)
  }

  #askWhole(states: readonly Int32Array[]): unknown {
    if (!this.#isProbed) {
      try {
        return this.#ask(states, 'whole')
      } catch (error) {
        if (isImpure(error)) throw error
        return this.#twice({ value: null, error, hasThrown: true, reads: null }, states, 'whole')
      }
    }
    return this.#twice(this.#try(states, 'whole'), states, 'whole')
  }

  /** Whether the predicate is asked a second time, as it is now and then, to see that it is pure. */
  get #isProbed(): boolean {
    return this.evaluated <= probedAtFirst || this.evaluated % probeEvery === 0
  }

  /** The answer of a first run, once a second one has come to the same. */
  #twice(first: Answer, states: readonly Int32Array[], handing: Handing): unknown {
    insistOnSame(this.#system, this.#facets, first, this.#try(states, handing))
    if (first.hasThrown) throw first.error
    return first.value
  }

  /** On plain objects first: what a predicate remembers by content must not come from a disguise. */
  #askByField(states: readonly Int32Array[]): unknown {
    const [view] = this.#views as readonly [TrackedView]
    view.hasRecords = false
    this.#isPrinted = false
    const plain = this.#try(states, 'plain')
    this.#path = plain.reads ?? []
    // Without a record nothing is disguised: what was read was noted.
    if (!view.hasRecords && !plain.hasThrown) {
      return this.#isProbed ? this.#twice(plain, states, 'plain') : plain.value
    }
    const first = this.#try(states, 'traps')
    // Who takes another way where a disguise shows, with the same answer, would be remembered without what it did not
    // read there; so a second disguise shows otherwise, each time: a way may be met for the first time late.
    const second = this.#try(states, 'getters')
    if (!this.#isPrinted && areAlike(this.#facets, plain, first, second)) {
      if (plain.hasThrown) throw plain.error
      this.#path = first.reads ?? []
      return plain.value
    }
    this.#refuseImpure(states, [plain, first, second])
    this.#readWhole()
    return this.#askWhole(states)
  }

  /** Runs that differ may be alike each time: else the predicate is to blame, not the disguise. */
  #refuseImpure(states: readonly Int32Array[], answers: readonly Answer[]): void {
    const handings = ['plain', 'traps', 'getters'] as const
    for (const [index, handing] of handings.entries()) {
      const [first, second] = [answers[index] as Answer, this.#try(states, handing)]
      // What it remembers of a state it need not read.
      const isPlain = handing === 'plain'
      insistOnSame(this.#system, this.#facets, isPlain ? first : { ...first, reads: null }, second)
    }
  }

  #ask(states: readonly Int32Array[], handing: Handing): unknown {
    this.#run += 1
    const views = states.map((state, at) => this.#views[at]?.of(state, handing))
    const answer = ask(this.#predicate, views)
    // Refused later; its own failure must not surface besides.
    if (answer instanceof Promise) answer.catch(() => undefined)
    return answer
  }

  #try(states: readonly Int32Array[], handing: Handing): Answer {
    const reads: number[] = []
    this.#reads = reads
    try {
      return { value: this.#ask(states, handing), error: null, hasThrown: false, reads }
    } catch (error) {
      if (isImpure(error)) throw error
      return { value: null, error, hasThrown: true, reads }
    } finally {
      this.#reads = null
    }
  }

  #note(facet: number): void {
    // A predicate that goes through pairs of nodes looks at the same again and again.
    if (this.#readIn[facet] === this.#run) return
    this.#readIn[facet] = this.#run
    this.#reads?.push(facet)
    if (this.#read.has(facet)) return
    this.#read.add(facet)
    this.#unread.push(facet)
    const isMail = isMailFacet(facet, this.#facets.nodes)
    this.interest |= isMail ? anyBit : touchedBit(sourceOf(this.#facets, facet).component)
    if (isMail) this.#options.onMail?.()
  }
}
