import { briefMessage } from '../../../render/trace-values.ts'
import { brief } from '../../../render/trace-values.ts'
import type { Change, TraceStep } from '../../../trace/trace.ts'
import { showName } from '../../../value/notation.ts'

/** What a step would do, in a few lines: what it changes, and what it sends. */
export const Changes = ({ step }: { readonly step: TraceStep }) => (
  <>
    {step.changes.map((change) => (
      <span key={`${change.node} ${change.path}`} class="more">
        {changeWords(change, step.node)}
      </span>
    ))}
    {step.sent.map((message) => (
      <span key={message.id} class="more">
        sends {briefMessage(message.message)} to {showName(message.to)}
        {message.isHeld ? ', which waits for the cut to heal' : ''}
      </span>
    ))}
    {step.dropped.map((message) => (
      <span key={message.id} class="more">
        the cut swallows {briefMessage(message.message)} to {showName(message.to)}
      </span>
    ))}
  </>
)

const changeWords = ({ node, path, before, after, elements }: Change, actor: string | null) => {
  const where = [...(node === actor ? [] : [showName(node)]), ...(path === '' ? [] : [path])]
  const name = where.length === 0 ? '' : `${where.join('.')}: `
  if (elements === null) return `${name}${value(before)} → ${value(after)}`
  const gained = elements.gained.map((element) => `+ ${brief(element)}`)
  const lost = elements.lost.map((element) => `− ${brief(element)}`)
  return name + [...lost, ...gained].join(', ')
}

const value = (of: unknown): string => (of === undefined ? 'absent' : brief(of))
