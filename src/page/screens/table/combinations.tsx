import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Combination } from '../../../cap/letters.ts'
import { capCombinations, capTask, solve, type CapDemands } from '../../../impossibility/index.ts'

/**
 * The eight combinations of C, A and P, each answered here and now for all protocols: by one that does it, or
 * by a proof that none can.
 */
export const Combinations = ({
  chosen,
  of,
}: {
  /** Those that a design has, which are to be shown. */
  readonly chosen: readonly Combination[]
  /** The name of that design, or null. */
  readonly of: string | null
}) => {
  const answers = useMemo(
    () => capCombinations.map((demands) => ({ demands, answer: solve(capTask(demands)) })),
    [],
  )
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (of !== null) list.current?.querySelector<HTMLElement>('.chosen')?.focus()
  }, [chosen, of])
  return (
    <ul ref={list}>
      {answers.map(({ demands, answer: { possible, runs, proof } }) => {
        const isChosen = chosen.some((combination) => combination === lettersOf(demands))
        return (
          <li
            key={lettersOf(demands)}
            class={[possible ? 'good' : 'bad', isChosen ? 'chosen' : ''].join(' ')}
            tabIndex={-1}
          >
            <span class="letters">{lettersOf(demands)}</span>
            <span>
              <span class="mark">{possible ? '✓ possible' : '✗ impossible'}</span>:{' '}
              {proof === null
                ? `a protocol was found that is correct in all ${runs.length} runs`
                : `proved from ${proof.runs.length} of ${runs.length} runs that the regions cannot tell apart`}
              {isChosen && <strong>. {ownWords(of ?? '', possible)}</strong>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** What a design has, by the table. Whoever has what is impossible has nothing that can be cut. */
const ownWords = (design: string, isPossible: boolean): string =>
  isPossible ? `${design} has it.` : `${design} seems to have it: nothing of it can be cut.`

/** Three letters, a dash for what is not asked. */
const lettersOf = ({ consistency, availability, partition }: CapDemands): string =>
  [consistency ? 'C' : '-', availability ? 'A' : '-', partition ? 'P' : '-'].join(' ')
