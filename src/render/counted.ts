/** A whole number with separators: `12,345`. */
export const count = (number: number): string =>
  // Intl takes ten milliseconds to load.
  String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** A number of things: `1 step`, `12 steps`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`

/** A text that `hang` breaks only where it does not fit on a line of its own. */
export const unbroken = (text: string): string => text.replaceAll(' ', glue)

/** A character that text never has: one for private use. */
export const glue = '\uf8fe'
