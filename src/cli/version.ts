import { readFileSync } from 'node:fs'

/** netsplit's own package.json: the build lies one folder deeper than the sources. */
const file = import.meta.url.endsWith('.ts') ? '../../package.json' : '../../../package.json'

/** The version of netsplit that is running. */
export const { version } = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as {
  version: string
}
