import type { System } from '../model/system.ts'
import type { Action, Middle, StepAction } from '../semantics/action.ts'
import type { Mail } from '../semantics/global-state.ts'
import { envelopeOf } from './describe.ts'
import type { HaltedStep } from './trace.ts'

/** The step that an action is, or in the middle of which it is a crash. */
export const stepOf = (action: Action): Action =>
  action.kind === 'crash' && action.middle !== null ? action.middle.of : action

/** What was chosen in an action. */
export const choicesOf = (action: Action): readonly unknown[] =>
  'choices' in action ? action.choices : []

const nodeOf = (step: StepAction): number => ('mail' in step ? step.mail.to : step.node)

/** Where in a step a node crashes, for people. */
export const haltedStep = (
  system: System,
  { of, saves, sent }: Middle,
  outgoing: readonly Mail[],
): HaltedStep => ({
  kind: of.kind,
  saves: system.nodes[nodeOf(of)]?.role.handlers.durable === undefined ? null : saves,
  unsent: outgoing.slice(sent).map((mail) => envelopeOf(system, mail)),
})
