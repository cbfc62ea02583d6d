import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useState } from 'preact/hooks'
import { addressOf, type Place } from './document.ts'
import { placeAt, type Found } from './read-address.ts'

/** Goes to a place; `replace` leaves no trace in the history: for steps within a screen. */
export type Go = (place: Place, how?: 'replace') => void

/** Where the page is, and how to go elsewhere. The browser's back and forward buttons work. */
export const useAddress = (): readonly [found: Found, go: Go] => {
  const [address, setAddress] = useState(() => window.location.hash)
  useEffect(() => {
    const follow = (): void => setAddress(window.location.hash)
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const go = useCallback<Go>((place, how) => {
    const next = addressOf(place)
    if (how === 'replace') window.history.replaceState(null, '', next)
    else window.location.hash = next
    setAddress(next)
  }, [])
  return [placeAt(address), go]
}

export const GoContext = createContext<Go>(() => undefined)

/** How a part of the page goes elsewhere. */
export const useGo = (): Go => useContext(GoContext)
