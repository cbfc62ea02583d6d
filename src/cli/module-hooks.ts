import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { InitializeHook, LoadHook, ResolveFnOutput, ResolveHook } from 'node:module'
import type { MessagePort } from 'node:worker_threads'
import type { HandedOut, Replaced } from './replaced-sources.ts'

/*
 * How the imports of a model file are resolved. Runs in Node's own thread for such hooks.
 *
 * 'netsplit' is always the netsplit that is running: a model may lie outside any package, and must
 * not bring in another copy. The libraries that models are commonly written with are ours where the
 * model's folder has none of its own.
 */

interface Places {
  /** The folder of netsplit's own code. */
  readonly own: string
  /** Where each entry of netsplit is, by what a model calls it. */
  readonly entries: Readonly<Record<string, string>>
  readonly fallbacks: Readonly<Record<string, string>>
  /** Who says which files have other texts than on the disk. */
  readonly replaced: MessagePort | null
}

let places: Places = { own: '', entries: {}, fallbacks: {}, replaced: null }

/** The files that have other texts, and those of them that were loaded. */
let replaced: Replaced['files'] = {}
const handedOut = new Set<string>()

export const initialize: InitializeHook<Places> = (data) => {
  places = data
  const port = data.replaced
  port?.on('message', ({ files }: Replaced) => {
    replaced = files
    port.postMessage({ urls: [...handedOut] } satisfies HandedOut)
    handedOut.clear()
  })
  port?.unref()
}

/** Marks the URLs of a further instance of a model's files, by its number. */
const mark = /[?&](netsplit-instance=\d+)$/

const unmarked = (url: string): string => url.replace(mark, '')

/**
 * What a marked file imports is marked, too, where it is the model's: not of a package, and not
 * netsplit's.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const { parentURL = '' } = context
  const [, instance] = mark.exec(specifier) ?? mark.exec(parentURL) ?? []
  if (instance === undefined) return resolveFirst(specifier, context, next)
  const plain = { ...context, parentURL: unmarked(parentURL) }
  const found = await resolveFirst(unmarked(specifier), plain, next)
  const isTheirs = found.url.startsWith('file:') && !isShared(found.url)
  return isTheirs ? { ...found, url: marked(found.url, instance) } : found
}

export const load: LoadHook = (url, context, next) => {
  const plain = unmarked(url)
  const source = plain === url ? undefined : replaced[plain]
  if (source === undefined) return next(plain, context)
  handedOut.add(plain)
  return { format: 'module', source, shortCircuit: true }
}

const marked = (url: string, instance: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}${instance}`

/** Whether a file is one that all instances share. */
const isShared = (url: string): boolean =>
  !(url in replaced) && (url.includes('/node_modules/') || url.startsWith(places.own))

const resolveFirst: ResolveHook = async (specifier, context, next) => {
  const entry = places.entries[specifier]
  if (entry !== undefined) return next(entry, context)
  const fallback = places.fallbacks[specifier]
  if (fallback === undefined) return asModule(await next(specifier, context))
  try {
    return await next(specifier, context)
  } catch {
    return next(fallback, context)
  }
}

/**
 * Without a package.json that says `"type": "module"` Node takes .ts and .js files for CommonJS, and
 * what they then `require` never passes these hooks. A TypeScript file that is not plainly CommonJS, and
 * a JavaScript file with `import` or `export`, is a module, wherever it lies.
 */
const asModule = async (result: ResolveFnOutput): Promise<ResolveFnOutput> => {
  const { format } = result
  if (format === 'module' || !result.url.startsWith('file:')) return result
  const url = undecorated(result.url)
  if (url.pathname.includes('/node_modules/') || !/\.[jt]s$/.test(url.pathname)) return result
  const source = await readFile(fileURLToPath(url), 'utf8').catch(() => '')
  const isModule = url.pathname.endsWith('.ts')
    ? !/\bmodule\.exports\b|\brequire\(/.test(source)
    : /^\s*(import|export)\b/m.test(source)
  return isModule ? { ...result, url: url.href, format: 'module' } : result
}

/**
 * The URL of a file without what tsx adds for files that it takes for CommonJS and that a module
 * imports: parameters of the query, and the same once more at the end of the path.
 */
const undecorated = (text: string): URL => {
  const url = new URL(text)
  url.pathname = url.pathname.replace(/%3Ftsx-commonjs[^/]*$/, '')
  const parameters = url.search.slice(1).split('&')
  url.search = parameters.filter((it) => !it.startsWith('tsx-commonjs')).join('&')
  return url
}
