import { printable } from '../value/printable.ts'

/** A text inside an element. */
export const text = (value: string): string =>
  printable(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A text of several lines inside an element. */
export const attribute = (value: string): string => value.split('\n').map(text).join('\n')

/** A text of so many characters at most. */
export const clip = (value: string, most: number): string => {
  const characters = Array.from(value)
  const kept = characters.slice(0, Math.floor(most) - 1).join('')
  return characters.length <= most ? value : `${kept}…`
}
