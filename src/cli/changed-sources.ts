import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

/** The folder of the package, seen from the build. */
const root = new URL('../../../', import.meta.url)

/** What was built: the digest of each source file, by its path. Written by the build. */
type BuiltFrom = Readonly<Record<string, string>>

/**
 * The sources that are not what they were when this build was made, by their paths; none where the
 * package is installed, without its sources. Contents are compared: times say too little where files
 * are copied or branches switched.
 */
export const changedSources = (): readonly string[] => {
  if (!existsSync(new URL('src/', root))) return []
  const list = readFileSync(new URL('dist/built-from.json', root), 'utf8')
  return Object.entries(JSON.parse(list) as BuiltFrom)
    .filter(([path, digest]) => digestOf(new URL(path, root)) !== digest)
    .map(([path]) => path)
}

const digestOf = (file: URL): string | null => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch {
    return null
  }
}
