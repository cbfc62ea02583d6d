/** What `netsplit doctor` found out about one thing. */
export interface Diagnosis {
  /** What was looked at, in a word. */
  readonly about: string
  /** What is so. */
  readonly found: string
  /** What to do; null where all is well. */
  readonly toDo: string | null
}

export const well = (about: string, found: string): Diagnosis => ({ about, found, toDo: null })

export const ailing = (about: string, found: string, toDo: string): Diagnosis => ({
  about,
  found,
  toDo,
})

/** The numbers of a version: `4.1.12` is [4, 1, 12]. What comes after a dash is left out. */
const numbersOf = (version: string): readonly number[] =>
  (version.split(/[-+]/)[0] ?? '').split('.').map(Number)

/** Whether a version is this one or a later one. */
export const isAtLeast = (version: string, least: string): boolean => {
  const [have, want] = [numbersOf(version), numbersOf(least)]
  for (const at of [0, 1, 2]) {
    const [a = 0, b = 0] = [have[at], want[at]]
    if (a !== b) return a > b
  }
  return true
}

/** Whether a version is in a range of the form `^3.2.0 || ^4.0.0`, from major version 1 on. */
export const isWithin = (version: string, range: string): boolean =>
  range.split('||').some((part) => {
    const least = part.trim().replace(/^\^/, '')
    return isAtLeast(version, least) && numbersOf(version)[0] === numbersOf(least)[0]
  })
