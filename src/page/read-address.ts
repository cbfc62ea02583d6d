import {
  beats,
  reserved,
  subjectScreens,
  type CellPlace,
  type Place,
  type Subject,
} from './document.ts'

/** What an address leads to. */
export type Found =
  | { readonly kind: 'place'; readonly place: Place }
  /** Nothing: in sentences, with the way out. */
  | { readonly kind: 'nowhere'; readonly what: string; readonly wayOut: string }

/** Longer addresses are refused: browsers cut them off. */
export const longestAddress = 100_000

/** The place that an address (`#/run/paxos?clients=2`) leads to. The empty one leads to the lesson. */
export const placeAt = (address: string): Found => {
  try {
    return found(read(address))
  } catch (error) {
    if (!(error instanceof Nowhere)) throw error
    return { kind: 'nowhere', what: error.message, wayOut: error.wayOut }
  }
}

const found = (place: Place): Found => ({ kind: 'place', place })

/** Why an address leads nowhere. */
class Nowhere extends Error {
  readonly wayOut: string

  constructor(what: string, wayOut = 'Choose a screen above.') {
    super(what)
    this.wayOut = wayOut
  }
}

const read = (address: string): Place => {
  if (address.length > longestAddress) {
    throw new Nowhere(
      `This address has ${address.length} characters; more than ${longestAddress} do not survive being sent.`,
      'Ask for the model as a file, and open it in Edit.',
    )
  }
  const [way = '', ...rest] = address.replace(/^#?\/?/, '').split('?')
  const [screen = '', ...parts] = way.split('/').map(decoded)
  const query = queryOf(rest.join('?'))
  if (screen === '' && parts.length === 0) return { screen: 'lesson', beat: 1 }
  if (screen === 'lesson') return { screen, beat: beatOf(parts) }
  if (screen === 'cap') return { screen: 'table', cell: cellOf(parts) }
  if (Object.hasOwn(subjectScreens, screen)) {
    return subjectPlace(screen as keyof typeof subjectScreens, parts, query)
  }
  throw new Nowhere(`There is no screen called “${shortened(screen)}”.`)
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Nowhere(
      `The address is damaged: “${shortened(text)}” cannot be read.`,
      'Copy it again, the whole of it.',
    )
  }
}

const spaced = (text: string): string => text.replaceAll('+', ' ')

type Query = readonly (readonly [name: string, value: string])[]

const queryOf = (text: string): Query =>
  text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decoded(spaced(name)), decoded(spaced(value.join('=')))]
    })

const beatOf = ([text, ...more]: readonly string[]): number => {
  const beat = text === undefined ? 1 : wholeNumber(text)
  if (beat !== null && beat >= 1 && beat <= beats && more.length === 0) return beat
  throw new Nowhere(
    `The lesson has the beats 1 to ${beats}, and no “${shortened([text, ...more].join('/'))}”.`,
    'Begin at the first.',
  )
}

const cellOf = (parts: readonly string[]): CellPlace | null => {
  const [row, situation, question, ...more] = parts
  if (row === undefined) return null
  if (situation !== undefined && question !== undefined && more.length === 0) {
    return { row, situation, question }
  }
  throw new Nowhere(
    `“${shortened(parts.join('/'))}” names no cell of the table.`,
    'Name it row, situation, question: #/cap/cp/lasts/served.',
  )
}

const subjectPlace = (
  name: keyof typeof subjectScreens,
  parts: readonly string[],
  query: Query,
): Place => {
  const subject = subjectOf(parts, query)
  const screen = subjectScreens[name]
  switch (screen) {
    case 'run':
      return { screen, subject, property: valueOf(query, 'p'), step: stepOf(valueOf(query, 's')) }
    case 'explore':
      return { screen, subject, path: pathOf(valueOf(query, 'path')) }
    case 'what-if':
    case 'edit':
      return { screen, subject }
  }
}

const subjectOf = (parts: readonly string[], query: Query): Subject | null => {
  const code = valueOf(query, 'code')
  if (parts.length > 1) {
    throw new Nowhere(
      `“${shortened(parts.join('/'))}” is not the name of a model.`,
      'Choose a model below a screen.',
    )
  }
  const name = parts[0] === '' ? undefined : parts[0]
  if (name === undefined && code === null) return null
  if (name !== undefined && code !== null) {
    throw new Nowhere('The address names a model and brings a source, too: one of them is meant.')
  }
  const from = valueOf(query, 'from')
  return {
    model:
      code === null
        ? { kind: 'bundled', name: name ?? '' }
        : { kind: 'packed', code, ...(from !== null && { from }) },
    parameters: parametersOf(query),
    flips: query.filter(([key]) => key === 'flip').map(([, value]) => value),
  }
}

const parametersOf = (query: Query): Readonly<Record<string, string>> => {
  const parameters = new Map<string, string>()
  for (const [key, value] of query) {
    if (reserved.includes(key)) continue
    const name = key.startsWith('set.') ? key.slice(4) : key
    if (parameters.has(name)) {
      throw new Nowhere(`The address sets the parameter “${shortened(name)}” twice.`)
    }
    parameters.set(name, value)
  }
  return Object.fromEntries(parameters)
}

const valueOf = (query: Query, name: string): string | null =>
  query.find(([key]) => key === name)?.[1] ?? null

const stepOf = (text: string | null): number | null => {
  const step = text === null ? null : wholeNumber(text)
  if (text !== null && step === null) {
    throw new Nowhere(`“${shortened(text)}” is not the number of a step.`)
  }
  return step
}

const pathOf = (text: string | null): readonly number[] => {
  if (text === null || text === '') return []
  return text.split('.').map((part) => {
    const choice = wholeNumber(part)
    if (choice !== null) return choice
    throw new Nowhere(
      `“${shortened(text)}” is not a path.`,
      'A path is numbers with dots between them: 2.0.5.',
    )
  })
}

const wholeNumber = (text: string): number | null =>
  /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : null

const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`)
