/** What a page has that is one file: with the compiler it would be five times as large. */
export const types = null
