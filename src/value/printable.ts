/**
 * A text with nothing in it that a terminal would obey: control characters, line separators and
 * marks that turn the direction of writing are escaped. What is escaped already stays as it is.
 */
export const printable = (text: string): string => text.replace(unprintable, escape)

/** The same for a text of several lines. */
export const printableLines = (text: string): string =>
  text.split(/\r?\n/).map(printable).join('\n')

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const escape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
