import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'

/** What of a command's options a configuration says. */
export interface Said {
  readonly file: string
  /** Its keys, with the options that they stand for as one writes them: `--coverage`. */
  readonly keys: readonly { readonly key: string; readonly flag: string }[]
}

/** An error about options, with the configuration named for those that it says: nobody wrote them on the command line. */
export const blamed = (error: unknown, { file, keys }: Said): unknown => {
  if (!isInstance(error, ModelError)) return error
  const { what, where, fix } = error
  if (error.code === 'unknown-parameter' || error.code === 'bad-parameter') {
    const places = where.map((place) => parameterIn(file, keys, place) ?? place)
    return new ModelError(error.code, { what, where: places, fix })
  }
  if (error.code === 'unknown-property') {
    const places = where.map((place) => propertyIn(file, keys, place) ?? place)
    return new ModelError(error.code, { what, where: places, fix })
  }
  if (error.code !== 'bad-option') return error
  const meant = keys.filter(({ flag }) =>
    [what, ...where].some((text) => mentioning(flag).test(text)),
  )
  if (meant.length === 0) return error
  const written = meant.reduce<readonly string[]>(
    (places, { flag }) => places.map((it) => without(flag, it)),
    where,
  )
  const places = [
    ...written.filter((it) => it !== ''),
    ...meant.map(({ key }) => `${file}: ${key}`),
  ]
  return new ModelError(error.code, { what, where: places, fix })
}

/** Where a configuration sets the parameter that a place names: `--set servers=…`; null where it does not. */
const parameterIn = (file: string, keys: Said['keys'], place: string): string | null => {
  const [, name] = /^--set ([^=]+)=/.exec(place) ?? []
  const found = keys.find(({ flag }) => flag.startsWith(`--set ${name}=`))
  return name === undefined || found === undefined ? null : `${file}: ${found.key}`
}

/** Where a configuration names the property that a place does: `--property NAME`; null where it does not. */
const propertyIn = (file: string, keys: Said['keys'], place: string): string | null => {
  const [, name] = /^--property (.+)$/s.exec(place) ?? []
  const found = keys.find(({ flag }) => flag === '--property')
  return name === undefined || found === undefined ? null : `${file}: ${found.key}: ${name}`
}

/** A command line without an option and its value. */
const without = (flag: string, place: string): string =>
  place.replaceAll(mentioning(flag, ' *', '( (?!--)\\S+)?'), '').trim()

const mentioning = (flag: string, before = '', after = ''): RegExp =>
  new RegExp(`${before}${flag.replaceAll(/[^\w\s-]/g, '\\$&')}(?![\\w-])${after}`, 'g')
