/** Those of some options that were given. */
export const givenOf = (options: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(options).flatMap(([option, given]) => (given === undefined ? [] : [option]))
