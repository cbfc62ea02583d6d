import type { Growth } from '../compile/growth.ts'
import type { Explorer } from '../explore/explorer.ts'
import type { Halt } from '../pace/pace.ts'
import { divergenceWords } from '../render/divergence-words.ts'
import type { Divergence, Ended, LimitKind, Progress, Report } from '../report.ts'

/**
 * Why a search ended.
 *
 * @param halted what ended a later phase and left properties open, or null
 * @param isOpen whether some property was left open
 */
export const endedOf = (
  { stop, isWhole, cut }: Pick<Explorer, 'stop' | 'cut'> & { readonly isWhole: boolean },
  halted: Halt['kind'] | null,
  isOpen: boolean,
): Ended => {
  switch (stop?.kind ?? halted) {
    case 'states':
      return 'states'
    case 'memory':
      return 'memory'
    case 'disk':
      return 'disk'
    case 'divergence':
      return 'divergence'
    case 'seconds':
      return 'seconds'
    case 'aborted':
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

const during: Readonly<Record<Progress['phase'], string>> = {
  listing: ' while initial states were listed',
  searching: '',
  judging: ' while liveness was judged',
  rebuilding: ' before every run was told',
  telling: ' before every run was told',
  profiling: ' while the profile was counted',
  confirming: ' before the model was asked everything once more',
}

/** What ended a phase, as data and in words. */
export const limitOf = (
  kind: Halt['kind'],
  maxSeconds: number,
  phase: Progress['phase'] = 'searching',
): { readonly kind: LimitKind; readonly reason: string } => {
  const when = during[phase]
  switch (kind) {
    case 'memory':
      return { kind, reason: `the memory limit was reached${when}` }
    case 'disk':
      return { kind, reason: `the disk is full${when}` }
    case 'seconds': {
      const seconds = maxSeconds === 1 ? 'second' : 'seconds'
      return { kind, reason: `the limit of ${maxSeconds} ${seconds} was reached${when}` }
    }
    case 'aborted':
      return { kind: 'interrupted', reason: `the check was interrupted${when}` }
  }
}

/** Why a search that ended so left properties open, in words; null where it saw everything. */
export const incompleteOf = (
  ended: Ended,
  known: {
    readonly maxStates: number | undefined
    readonly maxSeconds: number | undefined
    /** The phase that was ended early, if one was. */
    readonly phase: Progress['phase'] | undefined
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
    case 'walks':
      return null
    case 'states':
      return because(ended, `the limit of ${known.maxStates ?? 0} states was reached`)
    case 'memory':
    case 'disk':
    case 'seconds':
    case 'interrupted': {
      const kind = ended === 'interrupted' ? 'aborted' : ended
      return because(ended, limitOf(kind, known.maxSeconds ?? 0, known.phase).reason)
    }
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
