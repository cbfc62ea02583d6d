import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript-6'
import type { TypeFiles } from './src/page/types/contract.ts'
import { netsplitFolder } from './src/page/types/places.ts'
import { compilerOptions, globalsPath, sourcePath } from './src/page/types/service.ts'

/*
 * The declarations that the page's editor knows types from: those of the language, of netsplit, and of the
 * packages that a model may import; of each what is reached, and no more.
 */

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** The modules that a source on the page may import. */
const modules = ['netsplit', 'netsplit/history', 'ts-pattern', 'immer']

/** What bundled models share or are taken apart into; a source on the page imports it as one of them does. */
const shared = [
  { from: 'models/cap/', name: 'partition.ts' },
  { from: 'models/', name: 'everything.ts' },
  ...readdirSync(file('models/parts')).map((part) => ({ from: 'models/', name: `parts/${part}` })),
]

const globals = `/** Writes to the console of the browser. For looking only: the check may ask code more often than once. */
declare const console: { readonly log: (...values: readonly unknown[]) => void }
`

/** The files, by the paths under which the editor's compiler finds them. */
export const typeFiles = (): TypeFiles => {
  const built = mkdtempSync(path.join(tmpdir(), 'netsplit-types-'))
  try {
    // The declarations of the package: by the compiler that it is built with.
    const compiler = file('node_modules/typescript/bin/tsc')
    const options = ['-p', file('tsconfig.build.json'), '--outDir', built]
    execFileSync(process.execPath, [compiler, ...options], { cwd: file('.'), stdio: 'pipe' })
    const found = reached(built).map(({ fileName, text }) => [placeOf(fileName, built), text])
    return {
      ...(Object.fromEntries(found) as TypeFiles),
      [`${netsplitFolder}package.json`]: JSON.stringify({
        exports: { '.': './src/index.d.ts', './history': './src/history/index.d.ts' },
      }),
      ...Object.fromEntries(['ts-pattern', 'immer'].map(packageOf)),
      ...Object.fromEntries(
        shared.map(({ from, name }) => [besideSource(name), textOf(from + name)]),
      ),
      [globalsPath]: globals,
    }
  } finally {
    rmSync(built, { recursive: true })
  }
}

const textOf = (name: string): string => readFileSync(file(name), 'utf8')

const besideSource = (name: string): string => path.join(path.dirname(sourcePath), name)

/** All files that the compiler reads for a source that imports all it may. */
const reached = (built: string): readonly ts.SourceFile[] => {
  const entry = file('source-of-all.ts')
  const options = {
    ...compilerOptions,
    paths: {
      netsplit: [path.join(built, 'src/index.d.ts')],
      'netsplit/history': [path.join(built, 'src/history/index.d.ts')],
    },
  }
  const text = modules.map((name) => `import '${name}'\n`).join('')
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    getSourceFile: (name, version, ...more) =>
      name === entry
        ? ts.createSourceFile(name, text, version)
        : disk.getSourceFile(name, version, ...more),
  }
  const program = ts.createProgram([entry], options, host)
  return program.getSourceFiles().filter(({ fileName }) => fileName !== entry)
}

/** The path of a file for the editor's compiler. */
const placeOf = (name: string, built: string): string => {
  if (name.startsWith(built)) return netsplitFolder + path.relative(built, name)
  const [, lib] = /\/typescript-6\/lib\/(lib\.[^/]*)$/.exec(name) ?? []
  if (lib !== undefined) return `/${lib}`
  const at = name.lastIndexOf('/node_modules/')
  if (at < 0) throw new Error(`${name} is no file of a package`)
  return name.slice(at)
}

/** What the compiler needs to know of a package: where its declarations begin. */
const packageOf = (name: string): readonly [string, string] => {
  const { types } = JSON.parse(readFileSync(file(`node_modules/${name}/package.json`), 'utf8')) as {
    readonly types: string
  }
  return [`/node_modules/${name}/package.json`, JSON.stringify({ types })]
}
