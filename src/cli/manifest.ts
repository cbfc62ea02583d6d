import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { describeThrown } from '../value/thrown.ts'

/** A package.json that cannot be read, and why. */
export interface BrokenManifest {
  readonly path: string
  readonly why: string
}

/**
 * The package.json that a file belongs to, where it cannot be read: then nothing in its folder can be
 * imported. Null where there is none, or where it can be read.
 */
export const brokenManifest = async (file: string): Promise<BrokenManifest | null> => {
  const folder = dirname(resolve(file))
  const path = join(folder, 'package.json')
  try {
    JSON.parse(await readFile(path, 'utf8'))
    return null
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing) return { path, why: describeThrown(error) }
    return dirname(folder) === folder ? null : brokenManifest(folder)
  }
}
