import { useEffect, useRef } from 'preact/hooks'

/**
 * Listens to keys wherever the focus is, but not where one types or chooses, nor to those with another key held.
 *
 * @param press what a key does; true when it had a meaning
 */
export const useKeyPress = (press: (key: string) => boolean): void => {
  const latest = useRef(press)
  latest.current = press
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event.target)) return
      if (latest.current(event.key)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

const isTaken = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, select, textarea, [contenteditable], [role="grid"], [role="slider"]') !==
    null
