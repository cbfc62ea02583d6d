import { useEffect, useRef } from 'preact/hooks'
import { useKeyPress } from '../../parts/keys.ts'

/** The keys that take steps, in the order of the list; `f` has another meaning. */
export const keysOfPage: readonly string[] = Array.from('123456789abcdeghijklmnopqrstuvwxyz')

/** What a key does: true when it had a meaning. */
export type Press = (key: string) => boolean

/**
 * Listens to keys wherever the focus is, but not where one types or chooses. Keys that come while the page
 * is not ready wait until it is: who types fast does not lose any.
 */
export const useKeys = (isReady: boolean, press: Press): void => {
  const waiting = useRef<string[]>([])
  const latest = useRef({ isReady, press })
  latest.current = { isReady, press }
  useKeyPress((key) => {
    if (key === 'Enter' || key === ' ' || key === 'Tab') return false
    const { isReady: isNow, press: act } = latest.current
    if (isNow && waiting.current.length === 0) return act(key)
    if (waiting.current.length < mostWaiting) waiting.current.push(key)
    return false
  })
  // After each drawing: one key may lead to another state, in which the next one means something else.
  useEffect(() => {
    while (latest.current.isReady) {
      const key = waiting.current.shift()
      if (key === undefined || latest.current.press(key)) return
    }
  })
}

const mostWaiting = 50
