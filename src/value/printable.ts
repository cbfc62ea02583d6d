/**
 * A text with nothing in it that a terminal would obey: control characters, line separators and
 * marks that turn the direction of writing are escaped.
 */
export const printable = (text: string): string => text.replace(unprintable, escape)

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

const escape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
