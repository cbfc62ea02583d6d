import { match } from 'ts-pattern'
import { sidesOf, type CutSides } from '../model/cuts.ts'
import type { Envelope } from '../model/property.ts'
import type { System } from '../model/system.ts'
import type { Action, Middle } from '../semantics/action.ts'
import { forItem } from '../semantics/family.ts'
import { cutsIn, type Mail } from '../semantics/global-state.ts'
import { showMessage, showName } from '../value/notation.ts'
import type { TraceCut } from './trace.ts'

/** An action in words, on one line. A machine's node goes unnamed. */
export const describeAction = (system: System, action: Action): string => {
  const name = (node: number): string => showName(nameOf(system, node))
  return match(action)
    .with({ kind: 'deliver' }, ({ mail }) => receives(system, mail))
    .with({ kind: 'duplicate' }, ({ mail }) => `${receives(system, mail)}; a copy stays in flight`)
    .with({ kind: 'say' }, ({ mail }) => says(system, mail))
    .with(
      { kind: 'timeout' },
      ({ node, timer }) => `${name(node)}: timer "${showName(timer)}" fires`,
    )
    .with({ kind: 'internal' }, (action) => {
      const ofWhat = forItem(action, showMessage)
      const step = showName(action.step)
      return system.isMachine ? `${step}${ofWhat}` : `${name(action.node)} does "${step}"${ofWhat}`
    })
    .with({ kind: 'crash' }, ({ node, losesDisk, middle }) => {
      const lost = losesDisk ? ' and loses its disk' : ''
      const step =
        middle === null ? '' : ` in the middle of its step: ${describeHalf(system, middle)}`
      return `${name(node)} crashes${lost}${step}`
    })
    .with({ kind: 'restart' }, ({ node }) => `${name(node)} restarts`)
    .with({ kind: 'lose' }, ({ mail }) => {
      const { from, to, message } = envelopeOf(system, mail)
      return `the network loses ${showMessage(message)} from ${showName(from)} to ${showName(to)}`
    })
    .with({ kind: 'split' }, ({ cut }) => describeCut(sidesOf(system.faults.cuts, cut)))
    .with({ kind: 'heal' }, ({ cut }) => describeHeal(sidesOf(system.faults.cuts, cut)))
    .with({ kind: 'pause' }, ({ node }) => `${name(node)} pauses`)
    .with({ kind: 'resume' }, ({ node }) => `${name(node)} goes on`)
    .with({ kind: 'tick' }, () => 'a unit passes')
    .exhaustive()
}

/** How far a step has come in the middle of which a node crashes. */
const describeHalf = (system: System, { of, saves, sent }: Middle): string => {
  const done = [
    saves === 0 ? 'nothing saved' : saves === 1 ? 'saved once' : `saved ${saves} times`,
    `${sent} sent`,
  ]
  return `${describeAction(system, of)}; ${done.join(', ')}`
}

const receives = (system: System, mail: Mail): string => {
  const { from, to, message } = envelopeOf(system, mail)
  return `${showName(to)} receives ${showMessage(message)} from ${showName(from)}`
}

const says = (system: System, mail: Mail): string => {
  const { from, to, message } = envelopeOf(system, mail)
  return `traitor ${showName(from)} tells ${showName(to)} ${showMessage(message)}`
}

/** A heal in words. @param cut which cut heals, where several may stand; else nothing */
export const describeHeal = (cut: CutSides | null | undefined): string => {
  if (!cut) return 'the network heals'
  const sides = cut.sides.map((side) => side.map(showName).join(', '))
  return cut.isOneWay
    ? `the one-way cut heals: ${sides[0]} to ${sides[1]}`
    : `the cut heals: ${sides.join(' | ')}`
}

const describeCut = (cut: CutSides | null): string => {
  const sides = (cut?.sides ?? []).map((side) => side.map(showName).join(', '))
  return cut?.isOneWay
    ? `the network splits one way: ${sides[0]} no longer reach ${sides[1]}`
    : `the network splits: ${sides.join(' | ')}`
}

/** The cuts that stand, for people; null for none. */
export const traceCut = (system: System, standing: number): TraceCut | null => {
  const [first, ...others] = cutsIn(system, standing).flatMap(
    (cut) => sidesOf(system.faults.cuts, cut) ?? [],
  )
  if (first === undefined) return null
  return others.length === 0 ? first : { ...first, others }
}

/** Mail under the ids of its sender and receiver. */
export const envelopeOf = (system: System, { from, to, message }: Mail): Envelope => ({
  from: nameOf(system, from),
  to: nameOf(system, to),
  message,
})

/** The id of a node. */
export const nameOf = (system: System, node: number): string => system.nodes[node]?.id ?? '?'
