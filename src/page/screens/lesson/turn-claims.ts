import type { PropertyReport } from '../../../report.ts'
import { bundled, keyOf } from '../../subject.ts'
import type { Claim, Reports, Sentence } from './claims.ts'

/** What a region does that has an order and has heard nothing. */
export const choices = ['confirm', 'wait'] as const
export type Choice = (typeof choices)[number]

const soldTwice = 'the sack is never sold twice'
const answered = 'every order is answered'

const short: Readonly<Record<string, string>> = {
  [soldTwice]: 'not sold twice',
  [answered]: 'everybody answered',
}

const does: Readonly<Record<Choice, string>> = { confirm: 'confirms', wait: 'waits' }

const systemOf = (dhaka: Choice, ctg: Choice) =>
  bundled('cap-sack', { partition: 'lasts', dhaka, ctg })

const claim = (dhaka: Choice, ctg: Choice, property: string): Claim => ({
  cell: null,
  system: systemOf(dhaka, ctg),
  property,
  verdict: 'violated',
  short: short[property] ?? property,
  place: `Dhaka ${does[dhaka]}, CTG ${does[ctg]}`,
})

/** What the engine says to a choice: the sentences, and whose run punishes it. */
export interface Reply {
  readonly sentence: Sentence
  readonly more: Sentence
  readonly shows: Claim
}

const doubleSale = claim('confirm', 'confirm', soldTwice)
const mitaWaits = claim('confirm', 'wait', answered)
const bothWait = claim('wait', 'wait', answered)
const rahimWaits = claim('wait', 'confirm', answered)

/** What each choice leads to. */
export const replies: Readonly<Record<Choice, Reply>> = {
  confirm: {
    sentence: {
      text: 'You confirm. So does CTG, which has heard nothing either: the sack is sold twice.',
      rests: [doubleSale],
    },
    more: {
      text: 'And if CTG is made to wait for you instead, it leaves somebody waiting for ever.',
      rests: [mitaWaits],
    },
    shows: doubleSale,
  },
  wait: {
    sentence: {
      text: 'You wait, and somebody waits for ever, whatever CTG does.',
      rests: [rahimWaits, bothWait],
    },
    more: {
      text: 'The sack is not sold twice then: that is what the waiting buys.',
      rests: choices.map((ctg) => ({ ...claim('wait', ctg, soldTwice), verdict: 'holds' })),
    },
    shows: rahimWaits,
  },
}

/** That each of the four designs is punished. */
export const allPunished: Sentence = {
  text: 'Whatever you do, and whatever CTG does, a run punishes it. Together these runs are the proof.',
  rests: [doubleSale, mitaWaits, rahimWaits, bothWait],
}

/** What is wrong with one of the four designs, in words out of its report; null until it is there. */
export const faultOf = (
  dhaka: Choice,
  ctg: Choice,
  reports: Reports,
): { readonly isWrong: boolean; readonly words: string } | null => {
  const answer = reports.get(keyOf(systemOf(dhaka, ctg)))
  if (answer?.kind !== 'found') return null
  const wrong = answer.found.properties.filter(
    ({ name, verdict }) => (name === soldTwice || name === answered) && verdict !== 'holds',
  )
  if (wrong.length === 0) return { isWrong: false, words: 'nothing is wrong' }
  return { isWrong: true, words: wrong.map(wrongWords).join(', ') }
}

const wrongWords = ({ name, verdict, trace }: PropertyReport): string => {
  if (verdict !== 'violated') return 'not decided'
  if (name === soldTwice) return 'sold twice'
  const who = trace?.waiting?.node ?? 'somebody'
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} waits for ever`
}
