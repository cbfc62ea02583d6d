import type { FairAction } from '../model/fairness.ts'
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
      return 'the network heals'
    case 'resume':
      return `${showName(action.node)} goes on`
    case 'tick':
      return 'a unit passes'
  }
}
