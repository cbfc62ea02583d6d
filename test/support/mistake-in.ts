import { ModelError } from '../../src/value/model-error.ts'

/** What is wrong with a model, as an error says it: its kind and its text; null where nothing is. */
export const mistakeIn = async (
  run: () => unknown,
): Promise<readonly [code: string, text: string] | null> => {
  try {
    await run()
    return null
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return [error.code, error.message]
  }
}
