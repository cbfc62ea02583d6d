import { render } from 'preact'
import { App } from './app.tsx'

const page = document.getElementById('page')
if (page === null) throw new Error('the document has no element for the page')
page.replaceChildren()
render(<App />, page)
