import { access, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { givenId, type Given } from '../given.ts'
import { ModelError } from '../value/model-error.ts'

/** A document of the page: the one that is served, and the one that needs no other file. */
type Document = 'index.html' | 'whole.html'

/** The folder of the page, as it was built: beside the program, or below the sources that run. */
export const pageFolder = (): string => {
  const here = import.meta.url
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../../dist/page/' : '../../page/', here))
}

/**
 * Looks whether the page is there, before the work that is to be shown on it is done.
 *
 * @throws ModelError 'bad-option' when it was not built
 */
export const expectPage = async (name: Document): Promise<void> => {
  try {
    await access(`${pageFolder()}${name}`)
  } catch {
    throw new ModelError('bad-option', {
      what: 'The page is not there: it was not built',
      where: [pageFolder()],
      fix: 'in a clone of netsplit, run `npm run page`; else install the package again',
    })
  }
}

/**
 * A document of the page with something for it to show.
 *
 * @throws ModelError 'bad-option' when the page was not built
 */
export const filledPage = async (name: Document, given: Given): Promise<string> => {
  await expectPage(name)
  const document = await readFile(`${pageFolder()}${name}`, 'utf8')
  return document.replace('</head>', () => `${block(given)}</head>`)
}

/** Data in a document: no text in it ends the element. */
const block = (given: Given): string =>
  `<script type="application/json" id="${givenId}">${JSON.stringify(given)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')}</script>`
