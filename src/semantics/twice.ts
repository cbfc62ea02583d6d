import { thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'

/**
 * What two runs of user code come to. What throws has to throw both times.
 *
 * @param blame the error for code that throws only once
 */
export const twice = <Result>(
  run: () => Result,
  again: () => Result,
  blame: (difference: string) => ModelError,
): readonly [Result, Result] => {
  let first: Result
  try {
    first = run()
  } catch (error) {
    try {
      again()
    } catch {
      throw error
    }
    throw blame(`it throws the first time only: ${thrown(error)}`)
  }
  try {
    return [first, again()]
  } catch (error) {
    if (error instanceof ModelError && error.code === 'not-pure') throw error
    throw blame(`it throws the second time only: ${thrown(error)}`)
  }
}
