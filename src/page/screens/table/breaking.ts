import type { Subject } from '../../document.ts'
import type { Answer, AskOptions, FlipEntry, PageEngine } from '../../engine/contract.ts'
import { asking } from '../../subject.ts'

/** The first change of an assumption that breaks a property, and how many were tried, and left open. */
export interface Breaker {
  readonly flip: FlipEntry | null
  readonly tried: number
  /** Those that were not decided in the time that there is for it. */
  readonly open: number
}

/** Tries one changed assumption after the other until one breaks the property. */
export const breaking = async (
  engine: PageEngine,
  subject: Subject,
  property: string,
  options: AskOptions,
): Promise<Answer<Breaker>> => {
  const described = await asking(subject, (ask) => engine.describe(ask, options))
  if (described.kind === 'failed') return described
  const { flips } = described.found
  let tried = 0
  let open = 0
  for (const flip of flips) {
    const answer = await asking({ ...subject, flips: [flip.id] }, (ask) =>
      engine.check({ ...ask, limits: { seconds: 2 } }, options),
    )
    // A change that makes no sense for the model is no way to break it.
    if (answer.kind === 'failed' && answer.cause !== 'mistake') return answer
    if (answer.kind === 'found') tried += 1
    const verdict =
      answer.kind === 'found'
        ? answer.found.properties.find(({ name }) => name === property)?.verdict
        : undefined
    if (verdict === 'violated') return { kind: 'found', found: { flip, tried, open } }
    if (verdict === 'incomplete') open += 1
  }
  return { kind: 'found', found: { flip: null, tried, open } }
}
