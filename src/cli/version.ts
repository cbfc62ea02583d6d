import { readFileSync } from 'node:fs'

/** The folder of netsplit's own package: the build lies one folder deeper than the sources. */
export const packageRoot = new URL(
  import.meta.url.endsWith('.ts') ? '../../' : '../../../',
  import.meta.url,
)

/** The version of netsplit that is running. */
export const { version } = JSON.parse(
  readFileSync(new URL('package.json', packageRoot), 'utf8'),
) as {
  version: string
}
