import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { capModules } from '../../models/bundled-cap.ts'
import type { BundledName } from '../../models/names.ts'
import type { NewFile } from './new-files.ts'
import { packageRoot, version } from './version.ts'

/** What a file of models/ imports from beside it, or from among the parts that models are taken apart into. */
const beside = /(?<=\bfrom ')\.\/(?:parts\/)?([\w-]+)\.ts(?=')/g

/**
 * The source of a bundled model under another name, with the files beside it that it imports. These get names of
 * their own, after the model's, so that two copies never share a file.
 *
 * @param path of the copy, relative to the working folder
 */
export const copiedModel = async (from: BundledName, path: string): Promise<readonly NewFile[]> => {
  const source = new URL(`models/${sourceOf(from)}.ts`, packageRoot)
  const name = basename(path, '.ts')
  const fileOf = (part: string): string => `${partName(name, part, from)}.ts`
  const files: NewFile[] = []
  const open = [{ source, to: path, isModel: true }]
  const seen = new Set([source.href])
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const { to, isModel } = file
    const here = file.source
    const text = await readFile(here, 'utf8')
    for (const [specifier, part = ''] of text.matchAll(beside)) {
      const next = new URL(specifier, here)
      if (seen.has(next.href)) continue
      seen.add(next.href)
      open.push({ source: next, to: join(dirname(path), fileOf(part)), isModel: false })
    }
    const own = text.replace(beside, (_, part: string) => `./${fileOf(part)}`)
    // Reports of a copy and of what it was made from can be told apart.
    const named = isModel ? own.replace(`name: '${from}'`, `name: '${name}'`) : own
    files.push({ path: to, text: `${headOf(from)}\n${named}` })
  }
  return files
}

/** Of `raft-state` in a copy of raft: `mine-state`. */
const partName = (name: string, part: string, from: string): string =>
  `${name}-${part.startsWith(`${from}-`) ? part.slice(from.length + 1) : part}`

const headOf = (from: string): string =>
  `// Begun as a copy of the model ${from} of netsplit ${version} (licence: MIT).`

/** The file of a model, below models/. */
const sourceOf = (name: BundledName): string =>
  name in capModules ? name.replace('cap-', 'cap/') : name
