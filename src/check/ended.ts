import type { Growth } from '../compile/growth.ts'
import type { Search } from '../explore/search.ts'
import type { Halt } from '../pace/pace.ts'
import type { Ended, Report } from '../report.ts'

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
    case 'aborted':
    case 'seconds':
      return 'interrupted'
    case null:
      break
  }
  if (!isWhole) return isOpen ? 'first-violation' : 'everything-decided'
  return cut > 0 ? 'bound' : 'everything-seen'
}

/** Why a search that ended so left properties open, in words; null where it saw everything. */
export const incompleteOf = (
  ended: Ended,
  known: {
    readonly maxStates: number | undefined
    /** How many steps the bound cut off. */
    readonly cut: number
    readonly growth: () => readonly Growth[]
  },
): Report['incomplete'] => {
  switch (ended) {
    case 'everything-seen':
    case 'everything-decided':
      return null
    case 'states': {
      const reason = `the limit of ${known.maxStates ?? 0} states was reached`
      return { kind: ended, reason, growth: known.growth() }
    }
    case 'memory':
      return { kind: ended, reason: 'the memory limit was reached', growth: known.growth() }
    case 'interrupted':
      return { kind: ended, reason: 'the check was interrupted', growth: known.growth() }
    case 'first-violation': {
      const reason = 'the search ended at the first violation, as asked'
      return { kind: ended, reason, growth: [] }
    }
    case 'bound': {
      const steps = known.cut === 1 ? 'step' : 'steps'
      const reason = `the bound \`within\` cut off ${known.cut} ${steps}`
      return { kind: ended, reason, growth: [] }
    }
  }
}
