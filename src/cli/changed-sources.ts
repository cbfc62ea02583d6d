import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { packageRoot as root } from './version.ts'

/** A source file as it was built. */
interface Built {
  readonly digest: string
  /** When the system last saw it change, in milliseconds. */
  readonly changed: number
}

/** What was built: each source file by its path. Written by the build. */
type BuiltFrom = Readonly<Record<string, Built>>

/**
 * The sources that are not what they were when this build was made, by their paths; none where the
 * package is installed, without its sources. A file that the system has not seen change since is what
 * it was; of the others contents are compared, since files are copied and branches switched.
 */
export const changedSources = async (): Promise<readonly string[]> => {
  if (!existsSync(new URL('src/', root))) return []
  const list = readFileSync(new URL('dist/built-from.json', root), 'utf8')
  // There are a thousand files: a URL for each takes longer than to look at it.
  const folder = fileURLToPath(root)
  const moved = Object.entries(JSON.parse(list) as BuiltFrom).filter(
    // Unlike the time of modification, nobody can set this one.
    ([path, { changed }]) => statSync(folder + path, ifAny)?.ctimeMs !== changed,
  )
  if (moved.length === 0) return []
  // Takes a moment to load.
  const { createHash } = await import('node:crypto')
  const digestOf = (file: string): string | null => {
    try {
      return createHash('sha256').update(readFileSync(file)).digest('hex')
    } catch {
      return null
    }
  }
  return moved
    .filter(([path, { digest }]) => digestOf(folder + path) !== digest)
    .map(([path]) => path)
}

const ifAny = { throwIfNoEntry: false } as const
