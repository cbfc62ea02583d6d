import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Session } from 'node:inspector'

/** A place in a source file, as its author wrote it. */
export interface Place {
  /** An absolute path. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 0. */
  readonly column: number
}

/** A function, whatever it takes. */
export type AnyFunction = (...values: never[]) => unknown

/** What V8 says of where a function begins, from 0. */
interface Location {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber: number
}

interface Script {
  readonly url: string
  readonly sourceMapURL?: string | undefined
}

/** What is handed to V8's inspector under this name. */
const shelf = Symbol.for('netsplit.functions')

/**
 * Where functions begin, by V8's own knowledge, and by the source maps of what was compiled. Of one that is
 * nowhere to be found, null.
 */
export const placesOf = async (
  functions: readonly AnyFunction[],
): Promise<readonly (Place | null)[]> => {
  const nowhere = functions.map(() => null)
  // Takes a while to load, and some builds of Node do without.
  const inspector = await import('node:inspector').catch(() => null)
  if (inspector === null) return nowhere
  const session = new inspector.Session()
  const kept = globalThis as Record<symbol, unknown>
  try {
    session.connect()
    kept[shelf] = functions
    const { locations, scripts } = ask(session)
    const maps = new Map<string, SourceMap | null>()
    return functions.map((_, at) => {
      const location = locations.get(at)
      const script = scripts.get(location?.scriptId ?? '')
      if (location === undefined || script === undefined) return null
      return written(location, script, maps)
    })
  } finally {
    delete kept[shelf]
    session.disconnect()
  }
}

interface Answers {
  readonly locations: ReadonlyMap<number, Location>
  readonly scripts: ReadonlyMap<string, Script>
}

const ask = (session: Session): Answers => {
  const scripts = new Map<string, Script>()
  session.on('Debugger.scriptParsed', ({ params }) => {
    scripts.set(params.scriptId, params)
  })
  session.post('Debugger.enable')
  const expression = 'globalThis[Symbol.for("netsplit.functions")]'
  // In this very thread answers come at once.
  let list = ''
  session.post('Runtime.evaluate', { expression }, (_, answer) => {
    list = answer?.result.objectId ?? ''
  })
  const objects = new Map<number, string>()
  session.post('Runtime.getProperties', { objectId: list, ownProperties: true }, (_, answer) => {
    for (const { name, value } of answer?.result ?? []) {
      if (/^\d+$/.test(name) && value?.objectId !== undefined) {
        objects.set(Number(name), value.objectId)
      }
    }
  })
  const locations = new Map<number, Location>()
  for (const [at, objectId] of objects) {
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_, answer) => {
      const found = answer?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')
      if (found?.value?.value !== undefined) locations.set(at, found.value.value as Location)
    })
  }
  session.post('Debugger.disable')
  return { locations, scripts }
}

/** Where it is in what the author wrote. */
const written = (
  { lineNumber, columnNumber }: Location,
  { url, sourceMapURL = '' }: Script,
  maps: Map<string, SourceMap | null>,
): Place | null => {
  if (!url.startsWith('file:')) return null
  if (sourceMapURL === '') return { file: pathOf(url), line: lineNumber + 1, column: columnNumber }
  if (!maps.has(url)) maps.set(url, mapOf(sourceMapURL, url))
  const entry = maps.get(url)?.findEntry(lineNumber, columnNumber)
  if (entry === undefined || !('originalSource' in entry)) return null
  const { originalSource, originalLine, originalColumn } = entry
  // A URL, or a path beside the file in which `%` and `#` are what they are.
  const file = /^[a-z]{2,}:/i.test(originalSource)
    ? pathOf(originalSource)
    : resolve(dirname(pathOf(url)), originalSource)
  return { file, line: originalLine + 1, column: originalColumn }
}

const pathOf = (url: string): string => fileURLToPath(url.replace(/[?#].*$/, ''))

/** The source map of a script, which it has in itself or beside it; null where it cannot be read. */
export const mapOf = (sourceMapURL: string, url: string): SourceMap | null => {
  try {
    const [, data] = /^data:application\/json[^,]*;base64,(.*)$/.exec(sourceMapURL) ?? []
    const text =
      data === undefined
        ? readFileSync(new URL(sourceMapURL, url), 'utf8')
        : Buffer.from(data, 'base64').toString()
    return new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0])
  } catch {
    return null
  }
}
