import { readFile } from 'node:fs/promises'
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
  const { url, format } = result
  if (format === 'module' || !url.startsWith('file:') || url.includes('/node_modules/')) {
    return result
  }
  const { pathname } = new URL(url)
  if (!/\.[jt]s$/.test(pathname)) return result
  const source = await readFile(new URL(pathname, 'file:'), 'utf8').catch(() => '')
  const isModule = pathname.endsWith('.ts')
    ? !/\bmodule\.exports\b|\brequire\(/.test(source)
    : /^\s*(import|export)\b/m.test(source)
  return isModule ? { ...result, format: 'module' } : result
}
