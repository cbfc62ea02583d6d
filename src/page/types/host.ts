import ts from 'typescript-6'
import type { TypeFiles } from './contract.ts'

/** A compiler's files, of which one can be written. */
export interface Host extends ts.LanguageServiceHost {
  /** Replaces the text of the file that is edited. */
  readonly write: (text: string) => void
}

/**
 * Files in memory for a compiler. `@typescript/vfs` does the same, and its types are those of another
 * version of the compiler.
 *
 * @param edited the path of the file that is edited
 * @param options how it is compiled
 */
export const hostOf = (files: TypeFiles, edited: string, options: ts.CompilerOptions): Host => {
  const others = new Map(Object.entries(files))
  const roots = [...others.keys()].filter((name) => name.startsWith('/models/'))
  const folders = new Set([edited, ...others.keys()].flatMap(foldersOf))
  let text = ''
  let version = 0
  const read = (name: string): string | undefined => (name === edited ? text : others.get(name))
  return {
    write: (next) => {
      text = next
      version++
    },
    getCompilationSettings: () => options,
    getScriptFileNames: () => [edited, ...roots],
    getScriptVersion: (name) => (name === edited ? String(version) : '0'),
    getScriptSnapshot: (name) => {
      const found = read(name)
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found)
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib.es2023.d.ts',
    fileExists: (name) => read(name) !== undefined,
    readFile: read,
    directoryExists: (name) => folders.has(name),
    getDirectories: () => [],
  }
}

/** The folders that a file is in. */
const foldersOf = (file: string): readonly string[] => {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/') || '/')
}
