import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ModelError } from '../value/model-error.ts'

/** The folder of the page, as it was built: beside the program, or below the sources that run. */
export const pageFolder = (): string => {
  const here = import.meta.url
  const toTop = here.includes('/dist/') ? '../../page/' : '../../dist/page/'
  return fileURLToPath(new URL(toTop, here))
}

/**
 * A document of the page with something for it to show.
 *
 * @param name the file: `index.html`, or `whole.html`, which needs no other
 * @throws ModelError 'no-page' when the page was not built
 */
export const filledPage = async (name: string, given: object): Promise<string> => {
  const document = await readFile(`${pageFolder()}${name}`, 'utf8').catch(() => null)
  if (document === null) {
    throw new ModelError('bad-option', {
      what: 'The page is not there: it was not built',
      where: [pageFolder()],
      fix: 'in a clone of netsplit, run `npm run page`; else install the package again',
    })
  }
  return document.replace('</head>', () => `${block(given)}</head>`)
}

/** The id of the element that holds what the page is given. */
export const givenId = 'given'

/** Data in a document: no text in it ends the element. */
const block = (given: object): string =>
  `<script type="application/json" id="${givenId}">${JSON.stringify(given)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')}</script>`
