import type { System } from '../model/system.ts'
import type { Action } from '../semantics/action.ts'
import type { Mail } from '../semantics/global-state.ts'
import type { Values } from '../value/values.ts'
import type { FamilyLabels } from './family-labels.ts'
import type { HalfLabels } from './half-labels.ts'
import type { Envelopes } from './envelopes.ts'
import type { Label } from './labels.ts'
import { kindNames, lostDisk } from './outcome-words.ts'

/** What the details of labels stand for. */
interface Shelf {
  readonly system: System
  readonly envelopes: Envelopes
  readonly halves: HalfLabels
  readonly families: FamilyLabels
  readonly values: Values
}

/** An action on plain objects, given by the parts of its label. */
export const actionFor = (
  shelf: Shelf,
  { kind, node, detail }: Pick<Label, 'kind' | 'node' | 'detail'>,
): Action => {
  const { system, envelopes } = shelf
  const mail = (): Mail => ({
    from: envelopes.from.data[detail] as number,
    to: node,
    message: envelopes.message(detail),
  })
  const name = kindNames[kind] ?? 'heal'
  switch (name) {
    case 'deliver':
    case 'duplicate':
    case 'say':
      return { kind: name, mail: mail(), choices: [] }
    case 'timeout':
      return { kind: name, node, timer: nameIn(system, node, 'timeout', detail), choices: [] }
    case 'internal':
      return internalFor(shelf, node, detail)
    case 'crash':
      return crashFor(shelf, node, detail)
    case 'restart':
      return { kind: name, node, choices: [] }
    case 'lose':
      return { kind: name, mail: mail() }
    case 'split':
      return { kind: name, cut: detail }
    case 'heal':
      return { kind: name, ...(system.faults.cutsAtOnce > 1 ? { cut: detail } : {}) }
    case 'tick':
      return { kind: name }
    case 'pause':
    case 'resume':
      return { kind: name, node }
  }
}

/** The name of a timer or a step, by its place in the role. */
const nameIn = (
  { nodes }: System,
  node: number,
  which: 'timeout' | 'internal',
  at: number,
): string => Object.keys(nodes[node]?.role.handlers[which] ?? {})[at] ?? ''

/** An internal step, given by the detail of its label. */
const internalFor = ({ system, families, values }: Shelf, node: number, detail: number): Action => {
  const [at, item] = families.get(detail)
  const step = nameIn(system, node, 'internal', at)
  const own = item < 0 ? {} : { item: values.get(item) }
  return { kind: 'internal', node, step, ...own, choices: [] }
}

/** A crash, given by the detail of its label. */
const crashFor = (shelf: Shelf, node: number, detail: number): Action => {
  const half = shelf.halves.get(detail)
  const crash = { kind: 'crash', node, choices: [] } as const
  if (half === null) return { ...crash, losesDisk: detail === lostDisk, middle: null }
  const [kind, step, saves, sent, plain] = half
  const of = actionFor(shelf, { kind, node, detail: step })
  if (!('choices' in of) || of.kind === 'crash') throw new Error('a crash in the middle of no step')
  return { ...crash, losesDisk: plain === lostDisk, middle: { of, saves, sent } }
}
