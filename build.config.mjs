// Bundles the program: what is loaded together is one file, since each file costs a check's start a
// millisecond, and a check starts two processes. There is one copy of each module.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { relative, resolve } from 'node:path'
import { rolldown } from 'rolldown'

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
/** What users have installed, too; the libraries of the command line alone become part of it. */
const installed = new Set(Object.keys({ ...dependencies, ...peerDependencies }))
const packageOf = (id) => /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? ''
const isOutside = (id) =>
  id.startsWith('node:') || builtinModules.includes(id) || installed.has(packageOf(id))

/** These stay files of their own: most do something when they are loaded. */
const entries = [
  'src/index.ts',
  'src/browser/index.ts',
  'src/history/index.ts',
  'src/impossibility/index.ts',
  'src/fast-check/index.ts',
  'src/vitest/index.ts',
  'src/cli/main.ts',
  'src/cli/engine-process.ts',
  'src/cli/mutant-process.ts',
  'src/cli/module-hooks.ts',
  'src/cli/search-thread.ts',
  'src/cli/walk-thread.ts',
  'src/cli/from-sources.ts',
]
const own = new Set(entries.map((entry) => resolve(entry)))
const models = readdirSync('models', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `models/${name}`)

const isSource = (id) => !id.includes('/node_modules/')

/** The modules that are loaded with some. */
const loadedWith = (modules, ids) => {
  const seen = new Set()
  const open = ids.map((id) => resolve(id))
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(modules.getModuleInfo(id)?.importedIds ?? []))
  }
  return seen
}

/** What a model is written with. */
const kit = ['client', 'machine', 'network', 'role', 'system'].map((it) => `src/model/${it}.ts`)
/** The modules of a check's two processes: that of the command line, and that of the engine and a model. */
let processes = null

/**
 * Which part a module is in. What only Node has is apart from what runs anywhere, and what tells a
 * report from what makes it.
 */
const partOf = (id, modules) => {
  processes ??= {
    library: loadedWith(modules, ['src/index.ts']),
    program: loadedWith(modules, ['src/cli/start.ts', 'src/cli/check-command.ts']),
    engine: loadedWith(modules, ['src/cli/engine-process.ts', ...kit]),
    // From where the engine is started, before the rest of the program is loaded.
    start: loadedWith(modules, ['src/cli/main.ts']),
  }
  const { library, program, engine, start } = processes
  const [isProgram, isEngine] = [program.has(id), engine.has(id)]
  if (own.has(id) || !(isProgram || isEngine)) return null
  const isForNode = /\/(src\/cli|models)\//.test(id) || !(isSource(id) || library.has(id))
  if (isProgram && (isEngine || start.has(id))) return isForNode ? 'shared' : 'common'
  if (isEngine) return isForNode ? 'job' : 'engine'
  return isForNode ? 'program' : 'telling'
}
const parts = ['common', 'engine', 'telling', 'shared', 'job', 'program']
const groups = parts.map((name, at) => ({
  debugName: name,
  name: (id, modules) => (partOf(id, modules) === name ? name : null),
  // What a part needs is in it, or in one before it.
  priority: parts.length - at,
}))

const bundle = await rolldown({
  input: Object.fromEntries(
    [...entries, ...models].map((entry) => [entry.replace(/\.ts$/, ''), entry]),
  ),
  platform: 'node',
  // Of a package in two forms the one whose parts are told apart: what is loaded by name alone is not found in a bundle.
  resolve: { mainFields: ['module', 'main'] },
  external: isOutside,
  tsconfig: 'tsconfig.json',
  // A command may need at once what another loads when it is called for.
  checks: { ineffectiveDynamicImport: false },
  treeshake: { moduleSideEffects: (id) => /\/src\/(cli|vitest)\//.test(id) },
})
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  sourcemap: true,
  entryFileNames: '[name].js',
  // Where they are looked for relative to their own place: beside the engine and the hooks.
  chunkFileNames: 'src/cli/[name]-[hash].js',
  codeSplitting: { groups },
})
await bundle.close()
// What `netsplit init` writes, as it is.
cpSync('src/template', 'dist/template', { recursive: true })
// What Python runs, beside the engine that starts it.
cpSync('src/cli/spark_bridge.py', 'dist/src/cli/spark_bridge.py')

/** Every file that a part was made of. */
const files = new Set(
  output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds.filter(existsSync) : [])),
)

// By this the program in a clone notices that its sources were edited (src/cli/changed-sources.ts).
const asBuilt = (file) => {
  // The time first: what is edited in between must not pass for what was built.
  const { ctimeMs: changed } = statSync(file)
  return { digest: createHash('sha256').update(readFileSync(file)).digest('hex'), changed }
}
const sources = [...files].filter(isSource).map((file) => [relative('.', file), asBuilt(file)])
writeFileSync('dist/built-from.json', `${JSON.stringify(Object.fromEntries(sources), null, 2)}\n`)

// The licences of the libraries that became part of it.
const libraries = [...files]
  .filter((file) => !isSource(file))
  .map((file) => relative('node_modules', file))
const licences = [...new Set(libraries.map(packageOf))].toSorted().map((name) => {
  const folder = `node_modules/${name}`
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it))
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`
})
writeFileSync('dist/licences.txt', licences.join('\n---\n\n'))
