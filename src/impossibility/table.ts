import { inputsIn, knowledgeIn, remembered, valuesIn } from './memory.ts'
import type { Memory } from './memory.ts'
import type { Answer } from './solve.ts'
import { decidingViews } from './solve.ts'
import { vocabularyOf } from './task.ts'
import type { Task } from './task.ts'
import type { View } from './view.ts'
import { decisionWords, listed, viewWords } from './words.ts'

/** One rule of a protocol: who, having seen what, while not having decided yet, does what. */
export interface Rule {
  /** The node, or `every node`. */
  readonly node: string
  /** A phrase with the node as its subject. */
  readonly when: string
  /** The decision, `null` for "wait". */
  readonly output: string | null
  /** The decision as a phrase. */
  readonly does: string
}

/** The protocol of an answer as rules, in the order of the task's nodes; none if there is no protocol. */
export function rulesOf({ task, protocol, memory, views }: Answer): Rule[] {
  if (protocol === null || memory === null) return []
  const { table } = protocol
  const rules = new Map<string, Rule>()
  const nodes = new Map(task.nodes.map((node, index) => [node, index]))
  const place = (view: View): number => nodes.get(view.node) ?? 0
  const open = decidingViews(task, views)
    .filter(({ earlier }) => earlier === null || (table.get(earlier) ?? null) === null)
    .toSorted((one, other) =>
      memory === 'values' ? one.length - other.length : place(one) - place(other),
    )
  for (const view of open) {
    const output = table.get(view) ?? null
    const key = remembered(memory, view, task.faults.kind !== 'asynchronous')
    if (rules.has(key)) continue
    const node = memory === 'values' ? 'every node' : view.node
    const when = whenWords(task, memory, view)
    rules.set(key, { node, when, output, does: decisionWords(task, output) })
  }
  return [...rules.values()]
}

function whenWords(task: Task, memory: Memory, view: View): string {
  const { input } = vocabularyOf(task)
  const time = clockWords(task, view)
  switch (memory) {
    case 'values': {
      const values = valuesIn(view).map((value) => value ?? 'none')
      return `${time}, the inputs it knows: ${values.join(', ')}`
    }
    case 'inputs': {
      const known = [...inputsIn(view)].map(([node, value]) => `${node} ${input(value)}`)
      return `${time === '' ? '' : `${time}, `}knows that ${listed(known)}`
    }
    case 'knowledge':
      return `${time === '' ? '' : `${time}, `}${knowledgeWords(task, view)}`
    case 'everything':
      return viewWords(task, view)
  }
}

/** What a node knows of the others, and what it knows each of them to know. */
function knowledgeWords(task: Task, view: View): string {
  const { input, inputLabel } = vocabularyOf(task)
  const others = [...knowledgeIn(view)].flatMap(([node, known]) => {
    if (node === view.node) return []
    const own = known.get(node) ?? null
    const heard = [...known].flatMap(([who, value]) =>
      who === node || value === null ? [] : [`the ${inputLabel(value)}`],
    )
    const knows = heard.length === 0 ? 'knows of no other request' : `knows of ${listed(heard)}`
    return [`${node} ${own === null ? knows : `${input(own)} and ${knows}`}`]
  })
  const told = others.length === 0 ? ['has heard nothing'] : others.toSorted()
  return [input(view.input ?? null), ...told].join('; ')
}

/** How far a node's clock has got; nothing if it has none. */
function clockWords({ faults }: Task, view: View): string {
  const number = view.length - 1
  if (faults.kind === 'asynchronous') return ''
  if (number === 0) return 'at the start'
  return faults.kind === 'lossy link' ? `after its hour ${number}` : `after round ${number}`
}
