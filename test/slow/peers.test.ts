import { describe, expect, it } from 'vitest'
import { netsplitFor } from '../../bench/netsplit.ts'
import { peers, runVerifier } from '../../bench/peers.ts'
import { insistOnOneGraph } from '../../bench/results.ts'
import { buildUsage } from '../../bench/run.ts'
import { tasks } from '../../bench/tasks.ts'

/* Needs the built program: `npm run build`. A checker that is not installed is skipped. */

const small = tasks.filter(({ kind }) => kind === 'quick')

/** Why a checker cannot be run here; null when it can. */
const whyMissing = (version: () => string): string | null => {
  try {
    expect(version()).toMatch(/^\d/)
    return null
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
  }
}

buildUsage()

describe.each(peers)('the models for $checker', ({ checker, version, build }) => {
  const missing = whyMissing(version)
  const reason = missing === null ? '' : ` (skipped: ${missing})`

  it.skipIf(missing !== null).for(small)(
    `have the same graph as netsplit's: $family, $size${reason}`,
    { timeout: 120_000 },
    (task) => {
      const verifier = build(task)
      if (verifier === null) return
      const rows = (
        [
          ['netsplit', netsplitFor(task)],
          [checker, verifier],
        ] as const
      ).map(([name, each]) => ({ ...task, checker: name, runs: 1, ...runVerifier(each) }))
      insistOnOneGraph(rows)
      expect(rows[1]?.cpuSeconds).toBeGreaterThan(0)
      expect(rows[1]?.memoryBytes).toBeGreaterThan(100_000)
    },
  )
})
