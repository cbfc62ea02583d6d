import type { FaultModel } from './faults.ts'
import type { Task } from './task.ts'

/** A value and "wait" must fit a bit mask of 31 bits. */
const outputsMax = 30

/** @throws an error that names the field and says how to mend it, if the task is malformed. */
export function validate(task: Task): void {
  const wrong = (what: string, mend: string): never => {
    throw new Error(`task ${JSON.stringify(task.name)}: ${what}; ${mend}`)
  }
  if (task.nodes.length === 0) wrong('nodes is empty', 'name at least one node')
  if (new Set(task.nodes).size < task.nodes.length) {
    wrong('nodes names a node twice', 'give every node its own name')
  }
  for (const node of task.nodes) {
    if ((task.inputs[node] ?? []).length === 0) {
      wrong(`inputs has nothing for ${node}`, 'list its inputs, or [null] if it gets no request')
    }
    const outputs = task.outputs[node]
    if (outputs === undefined) {
      wrong(`outputs has nothing for ${node}`, 'list its outputs, or [] if it decides nothing')
    } else if (outputs.length > outputsMax || new Set(outputs).size < outputs.length) {
      wrong(
        `outputs of ${node} repeat or are too many`,
        `list at most ${outputsMax} different ones`,
      )
    }
  }
  for (const [field, record] of Object.entries({ inputs: task.inputs, outputs: task.outputs })) {
    const stranger = Object.keys(record).find((name) => !task.nodes.includes(name))
    if (stranger !== undefined) wrong(`${field} names ${stranger}`, 'add it to nodes or remove it')
  }
  const names = task.conditions.map((condition) => condition.name)
  if (new Set(names).size < names.length) wrong('two conditions share a name', 'rename one')
  const fault = wrongFault(task.faults, task.nodes)
  if (fault !== null) wrong(`faults: ${fault[0]}`, fault[1])
}

/** What is wrong with a fault model and how to mend it. */
function wrongFault(model: FaultModel, nodes: readonly string[]): [string, string] | null {
  switch (model.kind) {
    case 'asynchronous': {
      if (!natural(model.hops)) return ['hops is not a count', 'use 0, 1, 2, …']
      if (model.cut !== 'absent' && model.cuts.length === 0) {
        return ['a cut is asked for but cuts is empty', 'list the groups of each possible cut']
      }
      const whole = model.cuts.every((groups) => {
        const members = groups.flat()
        return members.length === nodes.length && nodes.every((node) => members.includes(node))
      })
      return whole ? null : ['a cut does not put every node into one group', 'list each node once']
    }
    case 'lossy link': {
      if (!natural(model.losses)) return ['losses is not a count', 'use 0, 1, 2, …']
      const known = model.timetable.every(
        ({ from, to }) => from !== to && nodes.includes(from) && nodes.includes(to),
      )
      return known ? null : ['the timetable names unknown nodes', 'use two different nodes']
    }
    case 'synchronous crashes':
      if (!natural(model.rounds)) return ['rounds is not a count', 'use 0, 1, 2, …']
      return natural(model.crashes) ? null : ['crashes is not a count', 'use 0, 1, 2, …']
  }
}

function natural(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}
