import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { addressOf, type Place, type ScreenName } from './document.ts'
import { Boundary } from './parts/boundary.tsx'
import { Notice } from './parts/notice.tsx'
import { GoContext, useAddress } from './place.ts'
import { screens } from './screens.tsx'

/** The page: the way between the screens, and the one that the address names. */
export const App = () => {
  const [found, go] = useAddress()
  const place = found.kind === 'place' ? found.place : null
  const screen = place?.screen ?? null
  useTitle(screen)
  return (
    <GoContext.Provider value={go}>
      <Head current={screen} subject={subjectOf(place)} />
      <Main screen={screen}>
        <Boundary at={place === null ? '' : addressOf(place)}>
          {found.kind === 'nowhere' ? (
            <Lost what={found.what} wayOut={found.wayOut} />
          ) : (
            (screens.find(({ name }) => name === screen)?.show(found.place) ?? (
              <Lost what="This page is without that screen." wayOut="Choose one above." />
            ))
          )}
        </Boundary>
      </Main>
    </GoContext.Provider>
  )
}

const subjectOf = (place: Place | null) =>
  place !== null && 'subject' in place ? place.subject : null

/** Puts the focus on what is shown; the address stays as it is. */
const toMain = (event: Event): void => {
  event.preventDefault()
  document.querySelector<HTMLElement>('main')?.focus()
}

const useTitle = (screen: ScreenName | null): void => {
  useEffect(() => {
    const title = screens.find(({ name }) => name === screen)?.title
    document.title = title === undefined ? 'netsplit' : `${title} · netsplit`
  }, [screen])
}

const Head = ({
  current,
  subject,
}: {
  readonly current: ScreenName | null
  readonly subject: ReturnType<typeof subjectOf>
}) => (
  <header class="head">
    <a class="skip" href="#shown" onClick={toMain}>
      Skip to what is shown
    </a>
    <a class="name" href="#/">
      <img src="./icon.svg" alt="" />
      netsplit
    </a>
    <nav aria-label="Screens">
      <ul>
        {screens.map(({ name, title, start }) => (
          <li key={name}>
            <a
              href={addressOf(start(subject))}
              aria-current={name === current ? 'page' : undefined}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  </header>
)

/** Takes the focus when another screen is shown, so that a reader's voice begins there. */
const Main = ({
  screen,
  children,
}: {
  readonly screen: ScreenName | null
  readonly children: ComponentChildren
}) => {
  const main = useRef<HTMLElement>(null)
  const shown = useRef(screen)
  useEffect(() => {
    if (shown.current === screen) return
    shown.current = screen
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [screen])
  return (
    <main id="shown" class="screen" ref={main} tabIndex={-1}>
      {children}
    </main>
  )
}

const Lost = ({ what, wayOut }: { readonly what: string; readonly wayOut: string }) => (
  <>
    <h1>This address leads nowhere</h1>
    <Notice what={what} wayOut={wayOut} />
  </>
)
