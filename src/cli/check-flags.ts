import type { FileFlags } from './check-files.ts'
import type { EngineName, SparkPlace } from './engine-names.ts'
import type { Setting } from './options.ts'
import type { WantedReporter } from './reporter-names.ts'
import type { Shard } from './sweep.ts'

/** The options of `netsplit check`, parsed. */
export interface CheckFlags extends FileFlags, SparkPlace {
  readonly set: readonly Setting[]
  /** The only properties to be judged; empty for all. */
  readonly property: readonly string[]
  readonly shard?: Shard
  readonly watch?: true
  readonly maxStates?: number
  readonly maxSeconds?: number
  readonly maxMemory?: number
  readonly reduction: readonly string[]
  readonly stopAtFirst?: true
  readonly keepGoing?: true
  readonly disk?: string
  readonly resume?: string
  readonly engine?: EngineName
  readonly exhaustive?: true
  readonly profile?: true
  readonly coverage?: true
  readonly witnesses?: true
  readonly unfold?: true
  readonly flip?: true
  readonly workers?: number
  readonly json?: true
  readonly reporter: readonly WantedReporter[]
}
