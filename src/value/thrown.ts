/** A thrown value's text beyond this is cut. */
const longestText = 1000

/**
 * What user code threw, in words: `TypeError: x is not a function`. Anything can be thrown, and some
 * of it cannot be printed (no prototype, a `toString` that throws); this never throws itself.
 */
export const describeThrown = (error: unknown): string => {
  try {
    const text = isError(error) ? `${String(error.name)}: ${String(error.message)}` : String(error)
    const short = text.length > longestText ? `${text.slice(0, longestText)}…` : text
    return short.replaceAll(/\s*\n\s*/g, ' ')
  } catch {
    return `a value that cannot be printed (${typeof error})`
  }
}

/** The lines of an error's stack; none where there is none that can be read. */
export const stackLines = (error: unknown): readonly string[] => {
  try {
    return isError(error) ? String(error.stack ?? '').split('\n') : []
  } catch {
    return []
  }
}

/** `instanceof` for what user code threw: even that question can be answered by throwing. */
export const isInstance = <Kind>(
  thrown: unknown,
  kind: abstract new (...args: never[]) => Kind,
): thrown is Kind => {
  try {
    return thrown instanceof kind
  } catch {
    return false
  }
}

/** The types are a promise that the error of a stranger need not keep. */
const isError = (error: unknown): error is Record<'name' | 'message' | 'stack', unknown> =>
  isInstance(error, Error)
