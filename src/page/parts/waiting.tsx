import { useEffect, useState } from 'preact/hooks'
import type { Progress } from '../../report.ts'
import { count } from '../words.ts'

/** After so many seconds a reader is told how far a check is, and may end it. */
const budget = 2

/** Nothing for a moment; then how far the engine is, and a button that ends it. */
export const Waiting = ({
  what = 'Checking',
  progress,
  stop,
}: {
  readonly what?: string
  readonly progress: Progress | null
  readonly stop: () => void
}) => {
  const seconds = useSeconds()
  if (seconds < budget) return <p class="waiting quiet">{seconds === 0 ? '' : `${what} …`}</p>
  return (
    <div class="waiting notice" role="status">
      <p>
        {what} for {seconds} seconds
        {progress === null ? '' : `: ${farOf(progress)}`}.
      </p>
      <button type="button" onClick={stop}>
        Stop
      </button>
    </div>
  )
}

const useSeconds = (): number => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}

const phases: Readonly<Record<Progress['phase'], string>> = {
  listing: 'listing the initial states',
  searching: 'searching',
  judging: 'judging endless runs',
  rebuilding: 'finding the shortest run again',
  telling: 'telling the runs',
  confirming: 'asking the model once more',
  profiling: 'counting for the profile',
}

const farOf = ({ states, depth, phase, divergence }: Progress): string =>
  [
    `${count(states)} states, ${count(depth)} deep, ${phases[phase]}`,
    ...(divergence === null ? [] : [divergence]),
  ].join('; ')
