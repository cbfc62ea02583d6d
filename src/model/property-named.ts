import { brief } from '../value/brief.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'

/** How an error tells of a property that there is not. */
interface Telling {
  /** Who has no such property: `The system lease`. */
  readonly who: string
  readonly where?: readonly string[]
  /** The way out. Default: the names that there are. */
  readonly fix?: string
}

/**
 * The property of a name, among some.
 *
 * @throws ModelError 'unknown-property' when there is none, with the name that may have been meant
 */
export const propertyNamed = <Property extends { readonly name: string }>(
  all: readonly Property[],
  wanted: unknown,
  { who, where, fix }: Telling,
): Property => {
  const found = all.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  const names = all.map(({ name }) => name)
  const asked = typeof wanted === 'string' ? wanted : brief(wanted)
  const known = names.map((name) => `'${name}'`).join(', ')
  const others = names.length === 0 ? 'the model states none' : `there are ${known}`
  throw new ModelError('unknown-property', {
    what: `${who} has no property '${asked}'`,
    ...(where === undefined ? {} : { where }),
    fix: `${didYouMean(asked, names)}${fix ?? others}`,
  })
}
