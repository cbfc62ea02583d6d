import { applyEdits, modify } from 'jsonc-parser'

/** A JSON document, an object, with entries added to one of its objects, which is made where it is missing. All else stays as it is written. */
export const withEntries = (
  text: string,
  key: string,
  entries: Readonly<Record<string, string>>,
): string => {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  '
  const formattingOptions = {
    insertSpaces: !indent.includes('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
  return Object.entries(entries).reduce(
    (so, [name, value]) => applyEdits(so, modify(so, [key, name], value, { formattingOptions })),
    text,
  )
}
