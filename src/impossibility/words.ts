import type { FaultModel } from './faults.ts'
import type { Run } from './run.ts'
import { vocabularyOf } from './task.ts'
import type { Task } from './task.ts'
import type { View } from './view.ts'

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`
}

/** What a node has seen, as a phrase with the node as its subject: `has an order and has heard nothing`. */
export function viewWords(task: Task, view: View): string {
  const parts = partsOf(task, view)
  const silent =
    task.faults.kind === 'asynchronous' && !parts.some((part) => part.startsWith('has heard'))
  return listed(silent ? [...parts, 'has heard nothing'] : parts)
}

function partsOf(task: Task, view: View): string[] {
  if (view.seen === null) return []
  const before = view.earlier === null ? [] : partsOf(task, view.earlier)
  if (view.seen.kind === 'input') return [...before, vocabularyOf(task).input(view.seen.input)]
  const place = (one: View): number => task.nodes.indexOf(one.node)
  const senders = view.seen.views.toSorted((one, other) => place(one) - place(other))
  const heard = senders.map((one) => heardWords(task, one))
  const time = timeWords(task.faults, view.length - 1)
  if (heard.length === 0) return [...before, `has heard nothing ${time}`]
  return [...before, `has heard ${time === '' ? '' : `${time} `}that ${listed(heard)}`]
}

/** A sender's view inside a sentence; brackets where it says more than one thing. */
function heardWords(task: Task, view: View): string {
  const parts = partsOf(task, view)
  if (parts.length === 0) return `${view.node} exists`
  return parts.length === 1 ? `${view.node} ${parts.join('')}` : `${view.node} (${listed(parts)})`
}

/** When a node with a clock takes the step after its input that has this number. */
function timeWords(model: FaultModel, number: number): string {
  switch (model.kind) {
    case 'asynchronous':
      return ''
    case 'lossy link':
      return `at its hour ${number}`
    case 'synchronous crashes':
      return `in round ${number}`
  }
}

/** A decision, or its lack, as a phrase with the node as its subject. */
export function decisionWords(task: Task, output: string | null): string {
  return output === null ? vocabularyOf(task).undecided : vocabularyOf(task).output(output)
}

/** What is known about a node's decision at some point, as a phrase. */
export function valuesWords(task: Task, node: string, values: readonly (string | null)[]): string {
  const outputs = values.flatMap((value) => (value === null ? [] : [value]))
  const { undecided } = vocabularyOf(task)
  if (outputs.length === 0) return undecided
  if (outputs.length === values.length && outputs.length === task.outputs[node]?.length) {
    return outputs.length === 1
      ? decisionWords(task, outputs[0] ?? null)
      : 'must decide now, one way or the other'
  }
  const phrases = outputs.map((output) => decisionWords(task, output))
  return listed(values.includes(null) ? [...phrases, undecided] : phrases, 'or')
}

/** The inputs of a run, as sentences. */
export function inputsWords(task: Task, run: Run): string {
  const { input } = vocabularyOf(task)
  const phrases = task.nodes.map((node) => input(run.inputs[node] ?? null))
  const late = task.faults.kind === 'asynchronous' && task.faults.inputs === 'any time'
  if (late) {
    const order = run.steps.flatMap((step) => (step.kind === 'input' ? [step.node] : []))
    const told = order.map((node) => `${node} ${input(run.inputs[node] ?? null)}`)
    if (told.length === 0) return 'Nobody has a request.'
    return told.length === 1 ? `Only ${told.join('')}.` : `First ${told.join('; later ')}.`
  }
  if (new Set(phrases).size > 1 || task.nodes.length === 1) {
    return `${listed(task.nodes.map((node, index) => `${node} ${phrases[index] ?? ''}`))}.`
  }
  return `${task.nodes.length === 2 ? 'Each of the two' : 'Each node'} ${phrases[0] ?? ''}.`
}

/** What goes wrong in a run, as sentences. */
export function faultsWords(task: Task, run: Run): string {
  switch (task.faults.kind) {
    case 'asynchronous':
      return cutWords(run)
    case 'lossy link': {
      const lost = lostNumbers(task, run)
      if (task.faults.timetable.length === 0) return 'There is no messenger.'
      if (lost.length === 0) return 'Every messenger arrives.'
      const all = lost.length > 1 && lost.length === task.faults.timetable.length
      return all ? `All ${lost.length} messengers are lost.` : `${messengers(lost)} lost.`
    }
    case 'synchronous crashes': {
      if (run.crashes.length === 0) return 'Nobody crashes.'
      return run.crashes
        .map(({ node, round, reaches }) => {
          const told = reaches.length === 0 ? 'nobody' : `only ${listed(reaches)}`
          return `${node} crashes in round ${round} and reaches ${told}.`
        })
        .join(' ')
    }
  }
}

function cutWords({ cut, lost, steps }: Run): string {
  if (cut === null) return 'The network is whole: every message arrives.'
  const sides = listed(cut.groups.map((group) => group.join(', ')))
  if (cut.heals !== null) {
    return `A cut between ${sides} holds up all messages across it; it heals, and they arrive late.`
  }
  const fate = lost.length === 0 ? 'stops nothing' : 'lasts: the messages across it are lost'
  const received = steps.slice(0, cut.after).filter((step) => step.kind === 'receive').length
  const when =
    cut.after === 0
      ? 'is there from the start and'
      : `falls after ${received} ${received === 1 ? 'delivery' : 'deliveries'} and`
  return `A cut between ${sides} ${when} ${fate}.`
}

/** The places in the timetable, from 1, of the messages that are lost. */
export function lostNumbers(task: Task, run: Run): number[] {
  return run.steps
    .slice(task.nodes.length)
    .flatMap((step, index) =>
      step.kind === 'receive' && step.messages.length === 0 ? [index + 1] : [],
    )
}

/** `messenger 3 is` or `messengers 2 and 3 are`, with a capital. */
export function messengers(numbers: readonly number[]): string {
  const list = listed(numbers.map(String))
  return numbers.length === 1 ? `Messenger ${list} is` : `Messengers ${list} are`
}
