import { ModelError } from '../value/model-error.ts'

/** The databases that a search can go on in. */
export const engineNames = ['duckdb', 'spark'] as const

export type EngineName = (typeof engineNames)[number]

/** Where Spark is, and where its tables are; nothing for this machine. */
export interface SparkPlace {
  /** What Spark takes for a master: `local[4]`, `spark://host:7077`, `yarn`, `k8s://…`. */
  readonly master?: string
  /** A server of Spark Connect: `sc://host:15002`. */
  readonly remote?: string
  /** A folder, or a URL of one that all machines reach. */
  readonly scratch?: string
}

/** Whether all that a master has work is on this machine. */
export const isOnThisMachine = (master: string): boolean => master.startsWith('local')

export const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(text)

/** A master. */
export const parseMaster = (text: string): string => {
  if (/^(local(\[[\w*]+(, *\d+)?\])?|local-cluster\[.+\]|yarn|(spark|k8s):\/\/.+)$/.test(text))
    return text
  throw new ModelError('bad-option', {
    what: `'${text}' is no master of Spark's`,
    where: [`--master ${text}`],
    fix: 'give local[4], spark://HOST:7077, yarn or k8s://HOST, or name a server of Spark Connect with --remote',
  })
}

/** A server of Spark Connect. */
export const parseRemote = (text: string): string => {
  if (/^sc:\/\/.+/.test(text)) return text
  throw new ModelError('bad-option', {
    what: `'${text}' is no server of Spark Connect`,
    where: [`--remote ${text}`],
    fix: 'give its address, such as sc://HOST:15002',
  })
}

/** A folder for Spark's tables. */
export const parseScratch = (text: string): string => {
  if (text.trim() !== '') return text
  throw new ModelError('bad-option', {
    what: 'The folder has no name',
    where: ['--scratch'],
    fix: 'give a folder, or a URL of one that all machines reach',
  })
}
