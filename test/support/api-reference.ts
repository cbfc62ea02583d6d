import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import path from 'node:path'
import { API, SymbolFlags, type Project, type Symbol } from 'typescript/unstable/sync'
import { folderWith } from './cli.ts'
import { root } from './documents.ts'

/*
 * What the package exports, as its declarations and docstrings say it: read by the compiler itself.
 */

/** The entries of the package that have a reference, by what one imports. */
const entries: Readonly<Record<string, string>> = {
  netsplit: 'index.d.ts',
  'netsplit/vitest': 'vitest/index.d.ts',
  'netsplit/fast-check': 'fast-check/index.d.ts',
  'netsplit/browser': 'browser/index.d.ts',
  'netsplit/history': 'history/index.d.ts',
  'netsplit/impossibility': 'impossibility/index.d.ts',
}

/** Something with a docstring. */
export interface Documented {
  readonly name: string
  /** The docstring, without its tags; empty where there is none. */
  readonly text: string
  readonly tags: readonly { readonly name: string; readonly text: string }[]
}

/** Something that the package exports. */
export interface Exported extends Documented {
  readonly kind: 'value' | 'type'
  readonly isFunction: boolean
  /** As it is declared, with the docstrings of its parts. */
  readonly declaration: string
  /** The fields of an interface or a class. */
  readonly members: readonly Documented[]
}

/** What one imports from a place. */
export interface Entry {
  readonly name: string
  readonly exports: readonly Exported[]
}

/** Reads what the package exports. Takes seconds: the compiler runs twice. */
export const readApi = (): readonly Entry[] => {
  const folder = declarations()
  const api = new API({ cwd: folder })
  try {
    const settings = path.join(folder, 'tsconfig.json')
    const project = api.updateSnapshot({ openProject: settings }).getProject(settings)
    if (project === undefined) throw new Error('the compiler has no project')
    return Object.entries(entries).map(([name, file]) => ({
      name,
      exports: exportsOf(path.join(folder, 'src', file), project),
    }))
  } finally {
    api.close()
  }
}

/** A folder with the declarations of src, as the build makes them. */
const declarations = (): string => {
  const folder = folderWith({
    'package.json': '{ "type": "module" }',
    'emit.json': JSON.stringify({
      extends: path.join(root, 'tsconfig.build.json'),
      compilerOptions: { rootDir: root, outDir: '.' },
      include: [path.join(root, 'src')],
    }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        module: 'nodenext',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        types: [],
      },
      files: Object.values(entries).map((file) => `src/${file}`),
    }),
  })
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [compiler, '-p', path.join(folder, 'emit.json')])
  return folder
}

const exportsOf = (file: string, project: Project): readonly Exported[] => {
  const { checker, program } = project
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`the compiler does not know ${file}`)
  return checker.getExportsOfModule(module).map((symbol) => {
    const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0
    return exportOf(isAlias ? checker.getAliasedSymbol(symbol) : symbol, project)
  })
}

const exportOf = (symbol: Symbol, project: Project): Exported => {
  const declaration = symbol.declarations.map((it) => textOf(it.resolve(project))).join('\n\n')
  const members = [...symbol.getMembers().values()].filter(
    ({ name, flags }) =>
      (flags & SymbolFlags.TypeParameter) === 0 && !name.startsWith('__') && !name.startsWith('#'),
  )
  return {
    ...documented(symbol, project),
    kind: (symbol.flags & SymbolFlags.Value) === 0 ? 'type' : 'value',
    isFunction: /^(const \w+: (<[^]*?>)?\(|function )/.test(declaration),
    declaration,
    members: members.map((member) => documented(member, project)),
  }
}

const documented = (symbol: Symbol, { checker }: Project): Documented => ({
  name: symbol.name,
  text: checker.getDocumentationCommentOfSymbol(symbol),
  tags: checker.getJsDocTagsOfSymbol(symbol).map(({ name, text }) => ({ name, text: text ?? '' })),
})

type Declaration = ReturnType<Symbol['declarations'][number]['resolve']>

/** A declaration without what every one has, indented as the sources are. */
const textOf = (node: Declaration): string => {
  if (node === undefined) throw new Error('a declaration is not there')
  const text = node.getSourceFile().text.slice(node.getStart(), node.end)
  return (text.startsWith('export ') ? text : `const ${text}`)
    .replace(/^export (declare )?/, '')
    .replaceAll(/^ +#private;\n/gm, '')
    .replaceAll(/\{@link (\w+)\}/g, '$1')
    .replaceAll(/^( {4})+/gm, (spaces) => ' '.repeat(spaces.length / 2))
}
