import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What a configuration may be called. */
const names = ['ts', 'mts', 'js', 'mjs', 'json'].map((kind) => `netsplit.config.${kind}`)

/** The configurations in a folder, by name: there should be one at most. */
export const configFilesIn = (folder: string): readonly string[] =>
  names.filter((name) => existsSync(join(folder, name)))
