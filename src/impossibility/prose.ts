import { partitionWords } from './bound.ts'
import { element } from './entry.ts'
import { stepsOf } from './proof.ts'
import type { Argument, CaseSplit, Link, Proof, ProofStep } from './proof.ts'
import type { Run } from './run.ts'
import type { Task } from './task.ts'
import { Views } from './view.ts'
import {
  faultsWords,
  inputsWords,
  listed,
  lostNumbers,
  messengers,
  valuesWords,
  viewWords,
} from './words.ts'

/** A paragraph of a proof: what it is about, and its sentences. `depth` counts the cases around it. */
export interface Paragraph {
  /** The run or the case that it is about: `Run 2`. */
  readonly label: string
  /** Its sentences. */
  readonly text: string
  /** How many cases are around it; 0 for none. */
  readonly depth: number
}

/** A view longer than this in words is not spelt out in a proof. */
const viewWordsMax = 90

/**
 * The argument in words, run by run.
 *
 * @throws an error if the proof refers to a step that it has not: {@link checkProof} finds that, too
 */
export function proseOf(task: Task, proof: Proof): Paragraph[] {
  return new Teller(task, proof).argument(proof.argument, 0)
}

/** Everything that a proof assumes and what it covers, in sentences. */
export function scopeWords(task: Task, runs: number, views: number): string[] {
  const conditions = task.conditions.map(({ name }) => name)
  const partition =
    task.faults.kind === 'asynchronous' && task.faults.cut !== 'absent'
      ? [partitionWords(task.faults)]
      : []
  return [
    `All protocols within the bound were considered: ${runs} runs with ${views} different views.`,
    `Assumed: ${listed(conditions)}, as stated above.`,
    ...partition,
  ]
}

class Teller {
  readonly #task: Task
  readonly #proof: Proof
  readonly #views = new Views()
  readonly #told = new Set<number>()
  /** Where each fact was learnt, and what it says. */
  readonly #facts = new Map<number, { run: number | null; values: readonly (string | null)[] }>()

  constructor(task: Task, proof: Proof) {
    this.#task = task
    this.#proof = proof
    for (const { id, run, concludes } of stepsOf(proof.argument)) {
      if (concludes !== null) this.#facts.set(id, { run, values: concludes.values })
    }
  }

  argument({ steps, cases }: Argument, depth: number): Paragraph[] {
    const paragraphs: Paragraph[] = []
    let last: ProofStep | null = null
    for (const step of steps) {
      const again = last?.run === step.run
      const told = this.#stepWords(step)
      const previous = paragraphs.at(-1)
      if (again && previous !== undefined) {
        paragraphs[paragraphs.length - 1] = { ...previous, text: `${previous.text} ${told}` }
      } else {
        const scene = this.#sceneWords(step.run)
        const text = scene === '' ? `Once more: ${told}` : `${scene} ${told}`
        paragraphs.push({ label: `Run ${step.run + 1}`, text, depth })
      }
      last = step
    }
    return cases === null ? paragraphs : [...paragraphs, ...this.#cases(cases, depth)]
  }

  #cases({ run, node, at, cases }: CaseSplit, depth: number): Paragraph[] {
    const seen = this.#viewWords(run, node, at)
    return cases.flatMap(({ id, value, argument }) => {
      this.#facts.set(id, { run: null, values: [value] })
      const does = valuesWords(this.#task, node, [value])
      const text = `Suppose that ${node}, having seen what it has in run ${run + 1}${seen}, ${does}.`
      return [{ label: 'Case', text, depth }, ...this.argument(argument, depth + 1)]
    })
  }

  /** What the run is like; nothing the second time. */
  #sceneWords(index: number): string {
    if (this.#told.has(index)) return ''
    this.#told.add(index)
    const run = element(this.#proof.runs, index)
    const like = likeBefore(this.#task, this.#proof.runs, index)
    if (like !== null && this.#told.has(like.run)) return `As run ${like.run + 1}, but ${like.but}.`
    return `${inputsWords(this.#task, run)} ${faultsWords(this.#task, run)}`
  }

  #stepWords({ run: index, links, conditions, concludes }: ProofStep): string {
    const run = element(this.#proof.runs, index)
    const carried = links
      .map((link) => this.#linkWords(index, link))
      .filter((words) => words !== '')
    const texts = this.#task.conditions.filter(({ name }) => conditions.includes(name))
    if (concludes === null) {
      const clash = texts.map(({ name, text }) => `${name}: "${text}"`)
      const end =
        clash.length === 0
          ? 'But above it was found otherwise: a contradiction.'
          : `That contradicts ${listed(clash)}`
      return [...carried, end].join(' ')
    }
    const { node, at, values } = concludes
    const final = at === run.steps.filter((step) => step.node === node).length
    const seen = this.#viewWords(index, node, at)
    const what = valuesWords(this.#task, node, values)
    const lastView =
      final && seen !== '' && links.length === 0
        ? `${node} will see no more than this${seen}. `
        : ''
    const by = conditions.length === 0 ? 'So' : `By ${listed(conditions)},`
    return [...carried, `${lastView}${by} ${node} ${what}.`].join(' ')
  }

  #linkWords(index: number, { step, node, at }: Link): string {
    const fact = this.#facts.get(step)
    if (fact === undefined) throw new Error(`the proof links to an unknown step ${step}`)
    const does = valuesWords(this.#task, node, fact.values)
    if (fact.run === null) return `${node} sees what the case is about, so it ${does}.`
    if (fact.run === index) return ''
    const seen = this.#viewWords(index, node, at)
    const verb = `cannot tell this from run ${fact.run + 1}`
    return `${node} ${verb}${seen}, so again it ${does}.`
  }

  /** What a node has seen, in brackets, if that is short enough to help. */
  #viewWords(index: number, node: string, at: number): string {
    const run = element(this.#proof.runs, index)
    const view = this.#views.along(this.#task.nodes, run).get(node)?.[at]
    const words = view === undefined ? '' : viewWords(this.#task, view)
    return words === '' || words.length > viewWordsMax ? '' : ` (it ${words})`
  }
}

/** An earlier run of the proof that differs in one input or one lost message only, and how. */
function likeBefore(
  task: Task,
  runs: readonly Run[],
  index: number,
): { run: number; but: string } | null {
  const own = element(runs, index)
  const faults = JSON.stringify([own.steps, own.lost, own.cut, own.crashes])
  for (let run = index - 1; run >= 0; run--) {
    const other = element(runs, run)
    const changed = task.nodes.filter((node) => own.inputs[node] !== other.inputs[node])
    const [node] = changed
    const same = JSON.stringify([other.steps, other.lost, other.cut, other.crashes]) === faults
    if (same && node !== undefined && changed.length === 1) {
      const { inputs } = own
      return { run, but: `${node} ${inputPhrase(task, inputs[node] ?? null)}` }
    }
    if (task.faults.kind === 'lossy link' && changed.length === 0) {
      const before = new Set(lostNumbers(task, other))
      const more = lostNumbers(task, own).filter((number) => !before.has(number))
      if (more.length === 1 && before.size + 1 === own.lost.length) {
        const verb = before.size === 0 ? 'lost' : 'lost as well'
        return { run, but: `${messengers(more).replace('M', 'm')} ${verb}` }
      }
    }
  }
  return null
}

function inputPhrase(task: Task, input: string | null): string {
  return task.vocabulary?.input(input) ?? `has input ${input ?? 'none'}`
}
