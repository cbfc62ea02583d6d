/*
 * What the page shows, as its address says it. The address is the document: who is given it sees the same.
 */

/** The model of a place: one that comes with netsplit, or a source, packed for an address. */
export type PlaceModel =
  | { readonly kind: 'bundled'; readonly name: string }
  | {
      readonly kind: 'packed'
      readonly code: string
      /** The name of the model that the source began as. */
      readonly from?: string
    }

/** A system: a model, its parameters that are set, and changed assumptions. */
export interface Subject {
  readonly model: PlaceModel
  /** As people write them; what is left out has its default. */
  readonly parameters: Readonly<Record<string, string>>
  /** Changed assumptions, one after the other: `heals: maybe`. */
  readonly flips: readonly string[]
}

/** A cell of the table, by the names of the command line. */
export interface CellPlace {
  readonly row: string
  readonly situation: string
  readonly question: string
}

/** A screen and what it shows. */
export type Place =
  | { readonly screen: 'lesson'; readonly beat: number }
  | { readonly screen: 'table'; readonly cell: CellPlace | null }
  | {
      readonly screen: 'run'
      readonly subject: Subject | null
      /** The property whose run is shown; null: the first one that has a run. */
      readonly property: string | null
      /** The step that is looked at, 0 for the start; null: the last one. */
      readonly step: number | null
    }
  | {
      readonly screen: 'explore'
      readonly subject: Subject | null
      readonly path: readonly number[]
    }
  | { readonly screen: 'what-if'; readonly subject: Subject | null }
  | { readonly screen: 'edit'; readonly subject: Subject | null }

export type ScreenName = Place['screen']

/** The beats of the lesson. */
export const beats = 7

/** The first part of the address of each screen that shows a system. */
export const subjectScreens = {
  run: 'run',
  play: 'explore',
  'what-if': 'what-if',
  edit: 'edit',
} as const satisfies Readonly<Record<string, ScreenName>>

/** What these mean in an address; parameters of the same name are written with `set.` before it. */
export const reserved = ['p', 's', 'path', 'flip', 'from', 'code']

/** The address of a place: `placeAt` leads from there to that place. */
export const addressOf = (place: Place): string => {
  switch (place.screen) {
    case 'lesson':
      return place.beat === 1 ? '#/' : `#/lesson/${place.beat}`
    case 'table': {
      const { cell } = place
      return cell === null ? '#/cap' : `#/cap/${written(cell.row, cell.situation, cell.question)}`
    }
    case 'run': {
      const { property, step } = place
      const looked = [
        ...(property === null ? [] : [['p', property] as const]),
        ...(step === null ? [] : [['s', String(step)] as const]),
      ]
      return subjectAddress('run', place.subject, looked)
    }
    case 'explore': {
      const { path } = place
      const taken = path.length === 0 ? [] : [['path', path.join('.')] as const]
      return subjectAddress('play', place.subject, taken)
    }
    case 'what-if':
    case 'edit':
      return subjectAddress(place.screen, place.subject, [])
  }
}

const written = (...parts: readonly string[]): string => parts.map(encoded).join('/')

const subjectAddress = (
  name: keyof typeof subjectScreens,
  subject: Subject | null,
  rest: readonly (readonly [string, string])[],
): string => {
  const model = subject?.model
  const pairs: readonly (readonly [string, string])[] = [
    ...Object.entries(subject?.parameters ?? {}).map(
      ([key, value]) =>
        [reserved.includes(key) || key.startsWith('set.') ? `set.${key}` : key, value] as const,
    ),
    ...(subject?.flips ?? []).map((flip) => ['flip', flip] as const),
    ...rest,
    ...(model?.kind === 'packed' && model.from !== undefined
      ? [['from', model.from] as const]
      : []),
    ...(model?.kind === 'packed' ? [['code', model.code] as const] : []),
  ]
  const query = pairs.map((pair) => pair.map(readable).join('=')).join('&')
  const way = model?.kind === 'bundled' ? `#/${name}/${encoded(model.name)}` : `#/${name}`
  return query === '' ? way : `${way}?${query}`
}

/** Encoded as little as an address after its # needs, so that people can read it. */
const readable = (text: string): string =>
  encoded(text).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%20', '+')

/** Half a surrogate pair is no character, and has no code in an address. */
const encoded = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'))
