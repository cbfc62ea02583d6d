/** How much of what was possible the message tells. */
const mostShown = 12
const widestLine = 300

/**
 * A run that the engine reports cannot be walked through the semantics, or does not show what it
 * should. That is a mistake in netsplit, never in a model, and never a verdict.
 */
export class ReplayError extends Error {
  /** The number of the step that does not replay; 0 is the initial state. */
  readonly step: number
  /** What was possible there, in words. */
  readonly available: readonly string[]

  constructor(step: number, what: string, available: readonly string[] = []) {
    const shown = available.slice(0, mostShown).map((line) => line.slice(0, widestLine))
    const more = available.length - shown.length
    const lines = more > 0 ? [...shown, `… and ${more} more`] : shown
    const list = lines.map((line) => `\n    ${line}`).join('')
    super(
      `${what}\n  This is a bug in netsplit, not in the model: please report it with the model.` +
        (available.length === 0 ? '' : `\n  What was possible there:${list}`),
    )
    this.name = 'ReplayError'
    this.step = step
    this.available = available
  }
}
