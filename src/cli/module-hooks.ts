import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { InitializeHook, ResolveFnOutput, ResolveHook } from 'node:module'

/*
 * How the imports of a model file are resolved. Runs in Node's own thread for such hooks.
 *
 * 'netsplit' is always the netsplit that is running: a model may lie outside any package, and must
 * not bring in another copy. The libraries that models are commonly written with are ours where the
 * model's folder has none of its own.
 */

interface Places {
  /** Where each entry of netsplit is, by what a model calls it. */
  readonly entries: Readonly<Record<string, string>>
  readonly fallbacks: Readonly<Record<string, string>>
}

let places: Places = { entries: {}, fallbacks: {} }

export const initialize: InitializeHook<Places> = (data) => {
  places = data
}

export const resolve: ResolveHook = async (specifier, context, next) => {
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
