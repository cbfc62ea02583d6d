import type { FairAction } from '../model/fairness.ts'
import type { KeptPromise, Trace } from '../trace/trace.ts'
import { describeHeal } from '../trace/describe.ts'
import { showName } from '../value/notation.ts'
import { briefMessage } from './trace-values.ts'

/**
 * What may be promised, in words.
 *
 * @param highlight what is done to the text of a message
 */
export const fairActionWords = (
  action: FairAction,
  isMachine: boolean,
  highlight: (message: string) => string = (message) => message,
): string => {
  switch (action.kind) {
    case 'deliver': {
      const { from, to, message } = action
      return `${showName(to)} receives ${highlight(briefMessage(message))} from ${showName(from)}`
    }
    case 'timeout':
      return `${showName(action.node)}: timer "${showName(action.name)}" fires`
    case 'internal': {
      const name = showName(action.name)
      const item = action.item === undefined ? '' : ` for ${highlight(briefMessage(action.item))}`
      return isMachine ? `${name}${item}` : `${showName(action.node)} does "${name}"${item}`
    }
    case 'restart':
      return `${showName(action.node)} restarts`
    case 'heal':
      return describeHeal(action.cut)
    case 'resume':
      return `${showName(action.node)} goes on`
    case 'tick':
      return 'a unit passes'
  }
}

/** Why an infinite run counts; null of a finite one. */
export const whyItCounts = ({ kept, loopsTo, steps }: Trace): string | null => {
  if (kept === null) return null
  if (loopsTo === steps.length) return 'nothing that is promised can happen any more'
  return kept.length > 0
    ? 'it keeps every promise of fairness'
    : 'nothing that it leaves out is promised'
}

/** Why a promise is kept. */
export const whyKept = ({
  takenInStep,
  notPossibleAfterStep,
  changesNothing = false,
}: KeptPromise): string => {
  if (takenInStep !== null) return `taken in step ${takenInStep}`
  const step = notPossibleAfterStep ?? 0
  const when = step === 0 ? 'at the start' : `after step ${step}`
  return changesNothing
    ? `would change nothing ${when}, and only what changes something is promised`
    : `not possible ${when}`
}
