import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { readDocument, root } from './documents.ts'

/** Whether documents are to be rewritten: UPDATE_DOCS=1. */
export const isUpdating = process.env['UPDATE_DOCS'] === '1'

/** What a document shows between `<!-- name: … -->` and `<!-- /name -->`; with UPDATE_DOCS=1 it is rewritten first. */
export const tableIn = (file: string, name: string, made: string): string | undefined => {
  const place = new RegExp(`(?<=<!-- ${name}: [^>]*-->\n\n)[^]*?(?=\n\n<!-- /${name} -->)`)
  if (isUpdating) {
    writeFileSync(
      path.join(root, file),
      readDocument(file).replace(place, () => made),
    )
  }
  return place.exec(readDocument(file))?.[0]
}
