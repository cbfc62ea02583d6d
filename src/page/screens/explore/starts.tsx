import { brief, briefMessage } from '../../../render/trace-values.ts'
import type { RunMessage, Standing } from '../../../trace/trace.ts'
import { equal } from '../../../value/compare.ts'
import { isRecord, showName } from '../../../value/notation.ts'
import type { Start } from '../../../walk/stage.ts'
import { keysOfPage } from './keys.ts'

/** The initial states of a system, to choose the one that a walk begins in. */
export const Starts = ({
  starts,
  hasMore,
  onStart,
}: {
  readonly starts: readonly Start[]
  readonly hasMore: boolean
  readonly onStart: (id: number) => void
}) => {
  const differences = differencesOf(starts.map(({ standing }) => standing))
  return (
    <section class="next starts" aria-labelledby="next">
      <h2 id="next" tabIndex={-1}>
        Where to begin
      </h2>
      <p>The model can begin in several states. This is in what they differ:</p>
      <ul>
        {starts.map(({ id }, at) => (
          <li key={id}>
            <button type="button" class="take" data-id={id} onClick={() => onStart(id)}>
              <kbd class={keysOfPage[at] === undefined ? 'none' : undefined}>
                {keysOfPage[at] ?? '·'}
              </kbd>
              <span class="what">
                {(differences[at] ?? []).map((line) => (
                  <span key={line} class="words">
                    {line}
                  </span>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {hasMore && (
        <p class="quiet">
          There are more; only these are listed. Others are reached by their number in the address,
          as in path=200.
        </p>
      )}
    </section>
  )
}

/** Of each state what is not the same in all of them, a line each. */
const differencesOf = (standings: readonly Standing[]): readonly (readonly string[])[] => {
  const facts = standings.map(factsOf)
  const names = [...new Set(facts.flatMap((each) => [...each.keys()]))]
  const differing = names.filter((name) => {
    const [first, ...rest] = facts.map((each) => each.get(name))
    return rest.some((other) => !equal(first, other))
  })
  return facts.map((each) =>
    differing.map((name) => {
      const value = each.get(name)
      if (!each.has(name)) return `no ${name}`
      return `${name}: ${inWords.includes(name) ? String(value) : brief(value)}`
    }),
  )
}

/** Facts that are words already, not values. */
const inWords: readonly string[] = ['messages in flight', 'the cut']

const mailWords = ({ from, to, message }: RunMessage): string =>
  `${briefMessage(message)} from ${showName(from)} to ${showName(to)}`

/** What can be said of a state, by name. */
const factsOf = ({ nodes, inFlight, cut }: Standing): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ...nodes.flatMap(({ node, state, timers }): readonly (readonly [string, unknown])[] => [
      ...(isRecord(state) && !(state instanceof Map) && !(state instanceof Set)
        ? Object.entries(state).map(([key, value]) => [`${showName(node)}.${key}`, value] as const)
        : [[showName(node), state] as const]),
      [`timers of ${showName(node)}`, timers],
    ]),
    ['messages in flight', inFlight.map(mailWords).join('; ') || 'none'],
    [
      'the cut',
      cut === null
        ? 'none'
        : cut.sides.map((side) => side.map(showName).join(', ')).join(cut.isOneWay ? ' ↛ ' : ' ∦ '),
    ],
  ])
