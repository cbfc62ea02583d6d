import type { Growth } from '../compile/growth.ts'
import type { Search } from '../explore/search.ts'
import type { Halt } from '../pace/pace.ts'
import { divergenceWords } from '../render/divergence-text.ts'
import type { Divergence, Ended, LimitKind, Report } from '../report.ts'

/**
 * Why a search ended.
 *
 * @param halted what ended a later phase and left properties open, or null
 * @param isOpen whether some property was left open
 */
export const endedOf = (
  { stop, isWhole, cut }: Pick<Search, 'stop' | 'cut'> & { readonly isWhole: boolean },
  halted: Halt['kind'] | null,
  isOpen: boolean,
): Ended => {
  switch (stop?.kind ?? halted) {
    case 'states':
      return 'states'
    case 'memory':
      return 'memory'
    case 'divergence':
      return 'divergence'
    case 'aborted':
    case 'seconds':
      return 'interrupted'
    case null:
      break
  }
  if (!isWhole) return isOpen ? 'first-violation' : 'everything-decided'
  return cut > 0 ? 'bound' : 'everything-seen'
}

/** Where the limits did not allow to tell the loop, it is known all the same that there is one. */
const wordsOf = (divergence: Divergence | null): string =>
  divergence === null ? 'messages pile up in flight' : divergenceWords(divergence.growth)

/** Why a search that ended so left properties open, in words; null where it saw everything. */
export const incompleteOf = (
  ended: Ended,
  known: {
    readonly maxStates: number | undefined
    /** How many steps the bound cut off. */
    readonly cut: number
    readonly growth: () => readonly Growth[]
    readonly divergence: Divergence | null
  },
): Report['incomplete'] => {
  const { divergence } = known
  const because = (
    kind: LimitKind,
    reason: string,
    growth: readonly Growth[] = known.growth(),
  ): Report['incomplete'] => ({ kind, reason, growth, divergence })
  switch (ended) {
    case 'everything-seen':
    case 'everything-decided':
      return null
    case 'states':
      return because(ended, `the limit of ${known.maxStates ?? 0} states was reached`)
    case 'memory':
      return because(ended, 'the memory limit was reached')
    case 'interrupted':
      return because(ended, 'the check was interrupted')
    case 'divergence':
      return because(ended, `there is no end of states: ${wordsOf(divergence)}`)
    case 'first-violation':
      return because(ended, 'the search ended at the first violation, as asked', [])
    case 'bound': {
      const steps = known.cut === 1 ? 'step' : 'steps'
      return because(ended, `the bound \`within\` cut off ${known.cut} ${steps}`, [])
    }
  }
}
