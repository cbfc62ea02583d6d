import type { Subject } from '../../document.ts'
import type { Answer, AskOptions, Described, PageEngine } from '../../engine/contract.ts'
import { asking } from '../../subject.ts'

/** One of the values that an assumption may have. */
export interface Choice {
  /** The value, as flips name it: `maybe`. */
  readonly value: string
  /** The change that it is; null where it is what the model says. */
  readonly flip: string | null
  /** Why it cannot be chosen now; null where it can. */
  readonly refused: string | null
}

/** An assumption and its values. */
export interface Switch {
  readonly assumption: string
  readonly choices: readonly Choice[]
}

/** What a flip is about: of `heals: maybe` it is `heals`. */
export const assumptionOf = (flip: string): string => flip.split(': ')[0] ?? flip

/** The flip of an assumption that is in force; null where the model's own value is. */
export const flipOf = (flips: readonly string[], assumption: string): string | null =>
  flips.findLast((flip) => assumptionOf(flip) === assumption) ?? null

const valueOf = (flip: string): string => flip.slice(assumptionOf(flip).length + 2)

/** The flips when an assumption gets another value; null: the model's own. */
export const flipsWith = (
  flips: readonly string[],
  assumption: string,
  flip: string | null,
): readonly string[] => [
  ...flips.filter((other) => assumptionOf(other) !== assumption),
  ...(flip === null ? [] : [flip]),
]

/** All that may be assumed of a system: what can be chosen together with what is assumed already, and why not. */
export const switchesOf = async (
  engine: PageEngine,
  subject: Subject,
  options: AskOptions,
): Promise<Answer<readonly Switch[]>> => {
  const described = (flips: readonly string[]): Promise<Answer<Described>> =>
    asking({ ...subject, flips }, (ask) => engine.describe(ask, options))
  const isPossible = async (flips: readonly string[]): Promise<boolean> =>
    (await described(flips)).kind === 'found'
  const own = await described([])
  if (own.kind === 'failed') return own
  const refusal = async (flips: readonly string[], wanted: string | null) => {
    if (await isPossible(flips)) return null
    for (const other of flips) {
      if (other === wanted) continue
      const without = flips.filter((flip) => flip !== other)
      if (await isPossible(without)) return refusedWith(other, wanted)
    }
    return 'With the other assumptions that you changed it makes no difference.'
  }
  const found: Switch[] = []
  for (const plan of plansOf(own.found.flips, subject.flips)) {
    const { assumption, was, others, now } = plan
    const choices = [null, ...others].map(async (flip): Promise<Choice> => ({
      value: flip === null ? was : valueOf(flip),
      flip,
      refused:
        flip === now ? null : await refusal(flipsWith(subject.flips, assumption, flip), flip),
    }))
    found.push({ assumption, choices: await Promise.all(choices) })
  }
  return { kind: 'found', found }
}

const refusedWith = (other: string, wanted: string | null): string =>
  wanted === null
    ? `“${other}” makes no difference with it.`
    : `It makes no difference together with “${other}”.`

/** An assumption that can be changed. */
interface Plan {
  readonly assumption: string
  /** What the model says. */
  readonly was: string
  /** The flips that change it. */
  readonly others: readonly string[]
  /** The flip that is in force; null where the model's own value is. */
  readonly now: string | null
}

const plansOf = (own: Described['flips'], flips: readonly string[]): readonly Plan[] =>
  [...new Set(own.map(({ assumption }) => assumption))].map((assumption) => {
    const about = own.filter((flip) => flip.assumption === assumption)
    const now = flipOf(flips, assumption)
    const ids = about.map(({ id }) => id)
    return {
      assumption,
      was: about[0]?.was ?? '',
      // A value that is further from the model's own can stand in an address.
      others: now === null || ids.includes(now) ? ids : [...ids, now],
      now,
    }
  })
