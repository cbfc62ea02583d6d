import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown, type OutputChunk, type Plugin as Bundling } from 'rolldown'
import type { Plugin } from 'vite'
import { later, never, refuseData, type Files } from './worker-parts.config.ts'
import { sandboxDocument, sandboxFile } from './src/page/engine/sandbox-document.ts'

/*
 * The page's workers as text. A worker that is started from a text works from a file, too, where a browser
 * loads no second one, and in a frame that has no origin. Texts import nothing: what all workers share, the
 * engine, is a text of its own, and what a worker adds to it is another, which is put behind it.
 */

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Before the file of a worker: the module that fills all places, and then is the worker. */
const filling = 'netsplit:filling:'

/** The modules that have what workers add to the engine, and the files that these are made from. */
const entries = new Map([
  ['netsplit:first-worker', file('src/page/engine/worker.ts')],
  ['netsplit:whole-worker', filling + file('src/page/engine/whole-worker.ts')],
  ['netsplit:source-worker', filling + file('src/page/engine/source-worker.ts')],
])

/** The module that has the engine: all that the first worker is made of but itself. */
const engineName = 'netsplit:engine'

/** What bundling differs in. */
interface Made {
  readonly plugins?: readonly Bundling[]
  /** The variable that has what the module exports. */
  readonly name?: string
  /** The variables that have what comes from outside. */
  readonly globals?: (module: string) => string
  readonly isReadable?: boolean
}

/** A module and all that it needs as one text: a script, or a module that is to be read here. */
export const bundled = async (
  entry: string,
  { plugins = [], isReadable = false, name, globals }: Made = {},
): Promise<OutputChunk> => {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: {
      alias: {
        'netsplit/history': file('src/history/index.ts'),
        netsplit: file('src/index.ts'),
      },
    },
    // Else immer has numbers for what it says of a handler's mistakes.
    transform: { define: { 'process.env.NODE_ENV': "'development'" } },
    treeshake: { moduleSideEffects: [{ external: true, sideEffects: false }] },
    plugins: [...plugins],
  })
  const { output } = await bundle.generate({
    format: isReadable ? 'es' : 'iife',
    minify: !isReadable,
    codeSplitting: false,
    ...(name !== undefined && { name }),
    ...(globals !== undefined && { globals }),
  })
  await bundle.close()
  return output[0]
}

const left: Files = new Set([...later, ...never])

/** The values that a module exports where it declares them. */
const valuesOf = (id: string): readonly string[] =>
  [
    ...readFileSync(id, 'utf8').matchAll(
      /^export (?:(default)|(?:async )?(?:function\*?|class|const|let|var) (\w+))/gm,
    ),
  ].map(([, asDefault, name = 'default']) => asDefault ?? name)

/** The place of a module that is left out. */
const place = 'netsplit:place:'

/** Knows the places: each has what cannot be made or called, until it is filled with the right thing. */
const places: Bundling = {
  name: 'netsplit-places',
  resolveId: (id) => (id.startsWith(place) ? id : null),
  load: (id) => {
    if (!id.startsWith(place)) return null
    const names = valuesOf(id.slice(place.length))
    if (!id.includes('/node_modules/')) refuseData(id.slice(place.length))
    const named = names.filter((name) => name !== 'default')
    return [
      `import { Absent } from '${file('src/page/engine/absent.ts')}'`,
      ...named.map((name) => `export let ${name} = Absent`),
      `export const fill = (made) => { ({ ${named.join(', ')} } = made) }`,
      ...(named.length < names.length ? ['export default Absent'] : []),
    ].join('\n')
  },
}

/** Leaves places for what is not there from the start. */
const leavesPlaces = (modules: Files): Bundling => ({
  name: 'netsplit-leaves-places',
  async resolveId(name, importer) {
    if (importer === undefined) return null
    const found = await this.resolve(name, importer, { skipSelf: true })
    return found !== null && modules.has(found.id) ? place + found.id : null
  },
})

const fillsPlaces: Bundling = {
  name: 'netsplit-fills-places',
  resolveId: (id, importer) => {
    if (id.startsWith(filling)) return id
    // A worker is there for what it does.
    return importer === filling + id ? { id, moduleSideEffects: true } : null
  },
  load: (id) => {
    if (!id.startsWith(filling)) return null
    const lines = [...later].map(
      (module, at) => `import * as all_${at} from '${module}'
        import { fill as fill_${at} } from '${place}${module}'
        fill_${at}(all_${at})`,
    )
    return [...lines, `import '${id.slice(filling.length)}'`].join('\n')
  },
}

/** Where the modules of the engine are said to be, for what is bundled without them. */
const outside = 'engine:'

/** Leaves out what is in the engine. */
const without = (modules: ReadonlySet<string>): Bundling => ({
  name: 'netsplit-without-engine',
  async resolveId(name, importer) {
    if (importer === undefined) return null
    const found = await this.resolve(name, importer, { skipSelf: true })
    return found !== null && modules.has(found.id)
      ? { id: outside + found.id, external: true }
      : null
  },
})

/** The engine as a text, and how what is put behind it finds its modules. */
interface Engine {
  readonly text: string
  readonly files: readonly string[]
  readonly modules: ReadonlySet<string>
  readonly globals: (module: string) => string
}

const makeEngine = async (): Promise<Engine> => {
  const whole = await bundled(file('src/page/engine/worker.ts'), {
    plugins: [places, leavesPlaces(left)],
    isReadable: true,
  })
  // What only names others is no part of it.
  const own = new Set([file('src/page/engine/worker.ts'), file('src/index.ts')])
  const modules = new Set(
    Object.entries(whole.modules)
      .filter(([id, { code }]) => (code ?? '') !== '' && !own.has(id))
      .map(([id]) => id),
  )
  const taken = new Map<string, Set<string>>()
  for (const entry of entries.values()) {
    const { code } = await bundled(entry, { plugins: adding(entry, modules), isReadable: true })
    for (const [, names = '', module = ''] of code.matchAll(
      /^import (.+) from "engine:(.+)";$/gm,
    )) {
      const all = taken.get(module) ?? new Set()
      for (const name of namesIn(names)) all.add(name)
      taken.set(module, all)
    }
  }
  const { code, moduleIds } = await bundled(giving, {
    plugins: [gives(taken), places, leavesPlaces(left)],
    name: 'engine',
  })
  const givers = [...taken.keys()]
  return {
    text: code,
    files: moduleIds.filter(existsSync),
    modules,
    globals: (module) => `engine[${givers.indexOf(module.slice(outside.length))}]`,
  }
}

/** How what is put behind the engine is bundled. */
const adding = (entry: string, modules: ReadonlySet<string>): readonly Bundling[] => [
  fillsPlaces,
  leavesPlaces(never),
  without(new Set([...modules].filter((id) => !isTwice(id, entry)))),
  places,
]

/** Whether a module of the engine is in a worker once more: sources may use all of it, and the engine little. */
const isTwice = (id: string, entry: string): boolean =>
  id.includes('/node_modules/ts-pattern/') && entry === entries.get('netsplit:source-worker')

const giving = 'netsplit:giving'

/** The names that an import names; `*` for all of a module. */
const namesIn = (names: string): readonly string[] => {
  if (names.startsWith('* as ')) return ['*']
  const [, list] = /^\{ (.*) \}$/.exec(names) ?? []
  if (list === undefined) throw new Error(`“import ${names}” is not foreseen`)
  return list.split(', ').map((name) => name.split(' as ')[0] ?? name)
}

/** The module that gives what is taken: a list of the modules, each an object. */
const gives = (taken: ReadonlyMap<string, ReadonlySet<string>>): Bundling => ({
  name: 'netsplit-giving',
  resolveId: (id) => (id === giving ? id : null),
  load: (id) => {
    if (id !== giving) return null
    const modules = [...taken].map(([module, names], at) => {
      const list = (sign: string): string =>
        `{ ${[...names].map((name) => `${name} ${sign} ${name}_${at}`).join(', ')} }`
      return names.has('*')
        ? { takes: `import * as all_${at} from '${module}'`, gives: `all_${at}` }
        : { takes: `import ${list('as')} from '${module}'`, gives: list(':') }
    })
    const lines = modules.map(({ takes }) => takes)
    return [...lines, `export default [${modules.map(({ gives }) => gives).join(', ')}]`].join('\n')
  },
})

let made: Promise<Engine> | null = null

/** The module that has a text, and the files that it is made from. */
export const workerModule = async (
  name: string,
): Promise<{ readonly code: string; readonly files: readonly string[] } | null> => {
  const entry = entries.get(name)
  if (entry === undefined && name !== engineName) return null
  made ??= makeEngine()
  const { text, files, modules, globals } = await made
  if (entry === undefined) return { code: textModule(text), files }
  const { code, moduleIds } = await bundled(entry, { plugins: adding(entry, modules), globals })
  return { code: textModule(code), files: moduleIds.filter(existsSync) }
}

const textModule = (text: string): string => `export const text = ${JSON.stringify(text)}`

/** A plugin for vite that knows these modules, and puts the frame for sources beside the page. */
export const workerTexts = (): Plugin => ({
  name: 'netsplit-worker-texts',
  resolveId: (id) => (entries.has(id) || id === engineName ? `\0${id}` : null),
  async load(id) {
    const found = id.startsWith('\0') ? await workerModule(id.slice(1)) : null
    if (found === null) return null
    for (const each of found.files) this.addWatchFile(each)
    return found.code
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: sandboxFile, source: sandboxDocument })
  },
})
