import { render } from 'preact'
import { App } from './app.tsx'
import { pageEngine } from './engine/engine.ts'
import { EngineContext } from './parts/asking.tsx'

const page = document.getElementById('page')
if (page === null) throw new Error('the document has no element for the page')
page.replaceChildren()
render(
  <EngineContext.Provider value={pageEngine()}>
    <App />
  </EngineContext.Provider>,
  page,
)
