import { hang } from '../render/style.ts'
import type { Progress } from '../report.ts'
import type { Sink } from './io.ts'
import { styleFor } from './rendering.ts'

/**
 * Says on standard error that a search will never see everything, as soon as that is known: once for
 * each reason, as a check with changed assumptions is several searches.
 *
 * @param clear takes away what else stands there
 */
export const earlyWarning = (stderr: Sink, clear: () => void): ((progress: Progress) => void) => {
  const told = new Set<string>()
  return ({ divergence }) => {
    if (divergence === null || told.has(divergence)) return
    told.add(divergence)
    const text = `There is no end of states: ${divergence}. The search goes on, as a violation may be found yet; Ctrl-C ends it.`
    clear()
    stderr.write(`${hang(styleFor(stderr), '', '  ', text).join('\n')}\n`)
  }
}
