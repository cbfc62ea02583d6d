import type { ComponentType, FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Notice } from './notice.tsx'

/** A component of which the code is loaded when it is first shown. */
export const lazily = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> => {
  let loaded: ComponentType<Props> | null = null
  return (props) => {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>(
      loaded === null ? 'loading' : 'loaded',
    )
    useEffect(() => {
      if (state !== 'loading') return
      load().then(
        (component) => {
          loaded = component
          setState('loaded')
        },
        () => setState('failed'),
      )
    }, [state])
    if (loaded !== null) {
      const Loaded = loaded
      return <Loaded {...props} />
    }
    if (state === 'loading') return <p class="quiet">Loading …</p>
    return (
      <Notice
        what="A part of the page could not be loaded."
        wayOut="Look whether the network is there, then try again."
      >
        <button type="button" onClick={() => setState('loading')}>
          Try again
        </button>
      </Notice>
    )
  }
}
