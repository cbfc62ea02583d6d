import { promiseOf as promisedBy } from '../model/fairness.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/actions.ts'
import { fairActionOf } from '../semantics/fair-action.ts'
import type { Promised, StepGroup } from './stage.ts'

/**
 * What is promised of an action by the system: its fairness, its faults, its roles.
 *
 * @param changesNothing whether this step of it leads to the state that it begins in
 */
export const promiseOf = (system: System, action: Action, changesNothing: boolean): Promised => {
  const fair = fairActionOf(system, action)
  if (fair === null) return { degree: 'none', text: whyNone(action) }
  const { degree, moves } = promisedBy(system.fairness, fair)
  if (moves && changesNothing) {
    const text = 'It changes nothing, and only steps of it that change something are promised.'
    return { degree: 'none', text }
  }
  switch (degree) {
    case 'none':
      return { degree, text: 'The fairness of the system promises nothing of it.' }
    case 'weak':
      return { degree, text: `Weak fairness promises it: ${keptWeakly(action)}` }
    case 'strong':
      return {
        degree,
        text: 'Strong fairness promises it: if it is possible again and again, it happens.',
      }
  }
}

const keptWeakly = ({ kind }: Action): string =>
  kind === 'heal' || kind === 'restart'
    ? 'the system says that it happens eventually, at no known time.'
    : 'if it stays possible, it happens some time.'

const whyNone = ({ kind }: Action): string => {
  switch (kind) {
    case 'deliver':
    case 'timeout':
    case 'resume':
    case 'tick':
      return 'Nobody promises it.'
    case 'internal':
      return 'Nobody promises it: the role says that the step is optional.'
    case 'restart':
      return 'Nobody promises it: a crashed node may restart, and may stay down for ever.'
    case 'heal':
      return 'Nobody promises it: the cut may heal, and may last for ever.'
    case 'crash':
    case 'duplicate':
    case 'say':
    case 'lose':
    case 'split':
    case 'pause':
      return 'A fault: it may happen, and nobody promises that it does.'
  }
}

/** What brings a kind of action about. */
export const groupOf = (kind: Action['kind']): StepGroup => {
  switch (kind) {
    case 'deliver':
      return 'delivery'
    case 'timeout':
      return 'timer'
    case 'internal':
      return 'internal'
    case 'restart':
    case 'heal':
    case 'resume':
      return 'repair'
    case 'tick':
      return 'timer'
    case 'crash':
    case 'duplicate':
    case 'say':
    case 'lose':
    case 'split':
    case 'pause':
      return 'fault'
  }
}
