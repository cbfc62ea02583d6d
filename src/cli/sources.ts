import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { System } from '../model/system.ts'
import type { Report, RoleSource, Source } from '../report.ts'
import { placesOf, type AnyFunction, type Place } from './function-places.ts'
import { isOwnCode } from './load-errors.ts'

/** A report that says where the roles and the properties of its system are written, as far as that is known. */
export const withSources = async <Given extends Report>(
  report: Given,
  system: System,
): Promise<Given> => {
  const roles = [...new Set(system.nodes.map(({ role }) => role))].map((role) => ({
    nodes: [
      ...new Set(system.nodes.filter((node) => node.role === role).map(({ group }) => group)),
    ],
    handlers: functionsIn(role.handlers),
  }))
  const properties = system.properties.map(({ name, property }) => ({
    name,
    functions: functionsIn(property).map(({ made }) => made),
  }))
  const all = [
    ...roles.flatMap(({ handlers }) => handlers.map(({ made }) => made)),
    ...properties.flatMap(({ functions }) => functions),
  ]
  const places = new Map<AnyFunction, Place>()
  const found = await placesOf(all)
  all.forEach((each, at) => {
    const place = found[at] ?? null
    if (place !== null && isInReach(place.file)) places.set(each, place)
  })
  const texts = new Texts([...places.values()].map(({ file }) => file))
  const stated = new Map(
    properties.map(({ name, functions }) => {
      const place = functions.flatMap((it) => places.get(it) ?? [])[0] ?? null
      return [name, texts.ofKey(name, place)] as const
    }),
  )
  return {
    ...report,
    properties: report.properties.map((property) => {
      const source = stated.get(property.name) ?? null
      return source === null ? property : { ...property, source }
    }),
    roles: roles.flatMap(({ nodes, handlers }) => roleOf(nodes, handlers, places, texts)),
  }
}

interface Named {
  /** The path to it: `internal.press.do`. */
  readonly path: string
  readonly made: AnyFunction
}

/** So deep do functions lie in roles and properties: `timeout.retry.do`, formulas within formulas. */
const deepest = 12

/** All functions in what a model made. */
const functionsIn = (value: unknown, path: readonly string[] = []): readonly Named[] => {
  if (typeof value === 'function') return [{ path: path.join('.'), made: value as AnyFunction }]
  if (typeof value !== 'object' || value === null || path.length > deepest) return []
  return Object.entries(value).flatMap(([key, part]) => functionsIn(part, [...path, key]))
}

/** What lies outside of the working folder is not shown by its place there, and what is netsplit's is no model. */
const isInReach = (file: string): boolean =>
  !isOwnCode(file) && !/^\.\.|^[A-Za-z]:/.test(relative('.', file))

const sourceAt = (file: string, line: number): Source => ({
  file: relative('.', resolve(file)).replaceAll('\\', '/'),
  line,
})

const roleOf = (
  nodes: readonly string[],
  handlers: readonly Named[],
  places: ReadonlyMap<AnyFunction, Place>,
  texts: Texts,
): readonly RoleSource[] => {
  const known = handlers.flatMap(({ path, made }) => {
    const place = places.get(made)
    return place === undefined ? [] : [{ path, place }]
  })
  const [first] = known.map(({ place }) => place).toSorted((a, b) => a.line - b.line)
  if (first === undefined) return []
  return [
    {
      nodes,
      source: texts.ofCall(first),
      handlers: Object.fromEntries(
        known.map(({ path, place }) => [path, sourceAt(place.file, place.line)]),
      ),
    },
  ]
}

/** The files that functions of a model are in, and what their lines say. */
class Texts {
  readonly #lines = new Map<string, readonly string[]>()

  constructor(files: readonly string[]) {
    for (const file of files) this.#lines.set(file, linesOf(file))
  }

  /**
   * Where a property is stated: at its name as a key in the file of its predicate; of several the nearest before that; else
   * at the predicate. One without a predicate of the model's is looked for in all files, and where its name is there more
   * than once nothing is said.
   */
  ofKey(name: string, place: Place | null): Source | null {
    if (place === null) {
      const found = [...this.#lines.keys()].flatMap((file) =>
        this.#keys(name, file).map((line) => sourceAt(file, line)),
      )
      return found.length === 1 ? (found[0] ?? null) : null
    }
    const keys = this.#keys(name, place.file)
    const before = keys.findLast((line) => line <= place.line)
    return sourceAt(place.file, (keys.length === 1 ? keys[0] : before) ?? place.line)
  }

  /** The lines of a file that have a name as a key. */
  #keys(name: string, file: string): readonly number[] {
    return (this.#lines.get(file) ?? []).flatMap((line, at) => (hasKey(line, name) ? [at + 1] : []))
  }

  /** Where the role begins that a handler is in. */
  ofCall({ file, line }: Place): Source {
    const lines = this.#lines.get(file) ?? []
    const at = lines.findLastIndex(
      (text, at) => at < line && /\b(?:role|client|byzantine|machine)\s*[<(]/.test(text),
    )
    return sourceAt(file, at < 0 ? line : at + 1)
  }
}

const linesOf = (file: string): readonly string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Whether a line has a name as a key, in quotes or without. */
const hasKey = (line: string, name: string): boolean => {
  const escaped = JSON.stringify(name).slice(1, -1)
  const keys = [`'${name.replaceAll("'", String.raw`\'`)}'`, `"${escaped}"`, `\`${name}\``]
  const quoted = keys.some((key) => new RegExp(`${literal(key)}\\]?\\s*:`).test(line))
  return (
    quoted || (/^[\w$]+$/.test(name) && new RegExp(`(?:^|[\\s,{])${literal(name)}\\s*:`).test(line))
  )
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
