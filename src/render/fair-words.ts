import { match } from 'ts-pattern'
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
): string =>
  match(action)
    .with({ kind: 'deliver' }, ({ from, to, message }) => {
      const text = highlight(briefMessage(message))
      return `${showName(to)} receives ${text} from ${showName(from)}`
    })
    .with(
      { kind: 'timeout' },
      ({ node, name }) => `${showName(node)}: timer "${showName(name)}" fires`,
    )
    .with({ kind: 'internal' }, ({ node, name }) =>
      isMachine ? showName(name) : `${showName(node)} does "${showName(name)}"`,
    )
    .with({ kind: 'restart' }, ({ node }) => `${showName(node)} restarts`)
    .with({ kind: 'heal' }, () => 'the network heals')
    .exhaustive()
