import { auditedBeginnings } from '../compile/begin-audit.ts'
import { coverageNotes } from '../compile/coverage.ts'
import { actionOf, meaningOf } from '../compile/meaning.ts'
import type { Meaning } from '../explore/meaning.ts'
import type { Audited } from '../audit/audited.ts'
import type { Beginning } from '../compile/beginning.ts'
import { mostKept } from '../compile/beginnings.ts'
import { growing, growingField, type Growth, type SizeLog } from '../compile/growth.ts'
import { Kind } from '../compile/outcome-words.ts'
import { StaleCheck } from '../compile/stale-check.ts'
import type { SystemSpace } from '../compile/system-space.ts'
import { Tables } from '../compile/tables.ts'
import type { Facets } from '../explore/facets.ts'
import type { Successors } from '../explore/state-space.ts'
import type { System } from '../model/system.ts'
import type { Origins } from '../explore/share.ts'
import { Components } from '../parts/components.ts'
import { DecisionTree } from '../parts/decision-tree.ts'
import type { Divided } from '../parts/shape.ts'
import type { Action as SystemAction } from '../semantics/action.ts'
import type { Environment, GlobalState } from '../semantics/global-state.ts'
import { initialEnvironments } from '../semantics/initial.ts'
import type { Place } from '../semantics/place.ts'
import { runEach, settle } from '../semantics/run-step.ts'
import type { Outcome } from '../semantics/step.ts'
import { wrapThrown } from '../semantics/step-errors.ts'
import { ModelError } from '../value/model-error.ts'
import { IntList } from '../store/int-list.ts'
import { allOf, type Sized } from '../store/sized.ts'
import type { Shown, Values } from '../value/values.ts'
import { Action } from './action.ts'
import { Actor } from './actor.ts'
import { FirstState } from './first-state.ts'
import { MachineAudit } from './machine-audit.ts'
import { machineOrigins } from './machine-origins.ts'
import { anyMachine, coarser, lessWatched, type MachineWays } from './machine-ways.ts'
import type { Shop } from './shop.ts'
import { Visit } from './visit.ts'

export interface MachineOptions {
  /** The one state to begin in. Default: the initial ones. */
  readonly from?: GlobalState | null
  readonly ways?: MachineWays
  /** The error to throw where a machine has to be taken apart in other ways. */
  readonly afresh: (ways: MachineWays) => Error
}

/**
 * A machine as a state space: its state is divided into components, and what each action comes to is
 * remembered for the components that it read.
 */
export class MachineSpace implements SystemSpace {
  readonly facets: Facets
  readonly tables: Tables
  readonly stale: StaleCheck
  readonly audited: readonly Audited[]
  readonly #components: Components
  readonly #tree = new DecisionTree()
  readonly #sources = new IntList()
  readonly #actions: readonly Action[]
  readonly #first: FirstState
  readonly #visit: Visit
  readonly #audit: MachineAudit
  readonly #environment: Environment
  readonly #from: GlobalState | null
  readonly #onMisfit: (shape: Divided) => never

  constructor(system: System, options: MachineOptions) {
    const { ways = anyMachine, afresh, from = null } = options
    this.#from = from
    this.tables = new Tables(system, { leavesIgnored: false })
    this.stale = new StaleCheck(this.tables)
    this.#environment = from?.environment ?? (initialEnvironments(system)[0] as Environment)
    const place = this.tables.world.places[0] as Place
    this.#first = new FirstState(place, from)
    this.#components = new Components(this.#first.shape(ways), this.tables.values)
    this.#visit = new Visit(this.#components, this.tables.values)
    this.#onMisfit = (shape) => {
      throw afresh(coarser(ways, shape))
    }
    const shop: Shop = {
      place,
      components: this.#components,
      tree: this.#tree,
      sources: this.#sources,
      onOpaque: (action) => {
        throw afresh(lessWatched(ways, action))
      },
      onLearned: (action, source) => this.#audit.noteLearned(action, source),
      onRun: (action, state, answer) => this.#audit.note(action, state, answer),
      onFirst: (action, item) => this.#labelOf(action, item),
    }
    this.#actions = Object.keys(place.handlers.internal ?? {}).map((step, index) => {
      const actor = new Actor(place, step, this.#components, this.#onMisfit)
      return new Action(index, actor, shop, ways.opaque.has(step))
    })
    this.#audit = new MachineAudit(place, this.#components, this.#actions, this.#sources)
    this.audited = [...auditedBeginnings(this.tables), this.#audit]
    this.facets = facetsOf(this.#components, this.#tree)
  }

  get values(): Values {
    return this.tables.values
  }

  get notes(): readonly string[] {
    return coverageNotes(this.tables)
  }

  /** Its actions read more than tables. */
  get news(): null {
    return null
  }

  get pieces(): null {
    return null
  }

  /** A machine has no messages. */
  get piling(): null {
    return null
  }

  get origins(): Origins {
    return machineOrigins({
      tables: this.tables,
      components: this.#components,
      actions: this.#actions,
      others: { 'what actions read': this.#tree, 'answers of actions': this.#audit.answers },
    })
  }

  actionOf(label: number): SystemAction {
    return actionOf(this.tables, label)
  }

  meaning(): Meaning {
    return meaningOf(this.tables)
  }

  get width(): number {
    return this.#components.width
  }

  get sizes(): Int32Array {
    return this.#components.sizes
  }

  get revision(): number {
    return this.#components.revision
  }

  get evaluated(): number {
    return this.#actions.reduce((sum, { evaluated }) => sum + evaluated, 0)
  }

  get sized(): Sized {
    const { entries, answers } = this.#audit
    return allOf([this.tables, this.#components, this.#tree, this.#sources, entries, answers])
  }

  get shown(): readonly Shown[] {
    return this.tables.values.haveCollections ? this.tables.values.shown : []
  }

  *initial(): Generator<Int32Array> {
    if (this.#from !== null) {
      yield this.encode(this.#from)
      return
    }
    this.#first.insist()
    const { begun, world } = this.tables
    const kept = begun[0] as Beginning[]
    const place = world.places[0] as Place
    const isFirst = kept.length === 0
    const event = { kind: 'initial' } as const
    const all = runEach(place, undefined, event)
    const next = (): IteratorResult<Outcome> => all.next()
    for (let each = this.#first.again(next); each.done !== true; each = next()) {
      const isKept = isFirst && kept.length < mostKept
      const outcome = isKept ? settle(place, event, each.value) : each.value
      if (isKept)
        kept.push({ node: 0, initial: outcome.state, is: { outcome }, cell: -1, telling: -1 })
      if (isKept) this.#first.compare(outcome.state)
      yield this.#encode(outcome.state)
    }
  }

  successors(state: Int32Array, out: Successors): void {
    const visit = this.#visit
    visit.begin(state, out)
    for (let index = 0; index < this.#actions.length; index++) this.#actions[index]?.visit(visit)
    visit.end()
  }

  readonly pin = (state: Int32Array): readonly Int32Array[] => {
    const whole = this.#components.decode(state)
    return this.#actions.flatMap((action, index) => {
      const answer = action.actor.runAll(whole)
      this.#audit.keep(index, state, answer)
      return answer
    })
  }

  encode({ nodes }: GlobalState): Int32Array {
    return this.#encode(nodes[0]?.state)
  }

  #encode(whole: unknown): Int32Array {
    const into = new Int32Array(this.width)
    let misfit: Divided | null
    try {
      misfit = this.#components.encode(whole, into)
    } catch (error) {
      const place = this.tables.world.places[0] as Place
      throw error instanceof ModelError ? wrapThrown(error, place, { kind: 'initial' }) : error
    }
    return misfit === null ? into : this.#onMisfit(misfit)
  }

  decode(state: Int32Array): GlobalState {
    const node = { up: true, state: this.#components.decode(state), timers: [] }
    return { nodes: [node], inFlight: [], environment: this.#environment, observed: [] }
  }

  *told(run: readonly Int32Array[]): Generator<GlobalState> {
    for (const state of run) yield this.decode(state)
  }

  growth(sizes: SizeLog): readonly Growth[] {
    const { paths } = this.#components
    const all = paths.map((path, component) => {
      const field = growingField(this.tables.values, this.#components.contentsOf(component))
      const name = [path, field].filter((part) => part !== '').join('.')
      return {
        component: name === '' ? 'the state' : `the state, field ${name}`,
        valuesByDepth: sizes.last.map((each) => each[component] ?? 0),
      }
    })
    return growing(all, sizes.depth)
  }

  #labelOf(action: number, item: number): number {
    const { event } = this.#actions[action]?.actor ?? {}
    if (event !== undefined) this.tables.memos[0]?.done.note(event, 0, [])
    return this.tables.labels.of(Kind.internal, 0, this.tables.families.of(action, item))
  }
}

const facetsOf = (components: Components, tree: DecisionTree): Facets => ({
  nodes: 1,
  width: components.width,
  components: new Int32Array(0),
  tables: [],
  stateOf: () => null,
  observedOf: () => null,
  freshState: () => null,
  mailOf: () => [],
  fields: null,
  parts: { components, tree },
})
