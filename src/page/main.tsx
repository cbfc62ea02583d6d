import { render } from 'preact'
import { App } from './app.tsx'
import { pageEngine } from './engine/engine.ts'
import { withOwn } from './engine/own-engine.ts'
import type { Given } from '../given.ts'
import { givenByDocument, onChange, startAddress } from './given.ts'
import { EngineContext, OwnContext, TableContext } from './parts/asking.tsx'

const page = document.getElementById('page')
if (page === null) throw new Error('the document has no element for the page')
page.replaceChildren()

const engine = pageEngine()

/** Shows the page. An engine with another model is another one: all that is shown is asked for again. */
const show = ({ own, table }: Given): void =>
  render(
    <EngineContext.Provider value={own === undefined ? engine : withOwn(engine, own)}>
      <OwnContext.Provider value={own}>
        <TableContext.Provider value={table}>
          <App />
        </TableContext.Provider>
      </OwnContext.Provider>
    </EngineContext.Provider>,
    page,
  )

const given = givenByDocument()
if (location.hash === '') history.replaceState(null, '', startAddress(given))
show(given)
if (given.isWatched) onChange(show)
