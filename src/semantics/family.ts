import { brief } from '../value/brief.ts'
import { canonical } from '../value/canonical.ts'
import { keyOf } from '../value/key.ts'
import { ModelError } from '../value/model-error.ts'

/**
 * The items of a family of steps, in canonical form, given what `each` answered.
 *
 * @throws ModelError where these are no items, or two are equal
 */
export const itemsIn = (given: unknown): readonly unknown[] => {
  const items = listOf(given).map((item) => canonical(item))
  const seen = new Set<string>()
  for (const item of items) {
    const key = keyOf(item)
    if (seen.has(key)) {
      throw wrong(
        `\`each\` gives the item ${brief(item)} twice, and the two would be one step`,
        'give each item once, or let items say what makes the two different',
      )
    }
    seen.add(key)
  }
  return items
}

/** Whether there are any items. */
export const areAny = (given: unknown): boolean => listOf(given).length > 0

const listOf = (given: unknown): readonly unknown[] => {
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) {
    return [...(given as Iterable<unknown>)]
  }
  throw wrong(
    `\`each\` answered ${brief(given)}, which is no list of items`,
    'let it return an array or a Set',
  )
}

const wrong = (what: string, fix: string): ModelError =>
  new ModelError('handler-threw', { what, where: ['each'], fix })

/** The item of a step that is one of a family, as a part of what names the step. */
export const ofItem = ({ item }: { readonly item?: unknown }): { readonly item?: unknown } =>
  item === undefined ? {} : { item }

/** The same in words, behind the name of the step: ` for 3`. */
export const forItem = (
  { item }: { readonly item?: unknown },
  show: (item: unknown) => string,
): string => (item === undefined ? '' : ` for ${show(item)}`)
