import type { Disk } from './disk.ts'
import type { Keeper } from './journal.ts'

export interface LevelOptions {
  readonly mostRows?: number
  readonly wordBits?: number
  readonly disk?: Disk | null
  readonly keeper?: Keeper
}

export const nothing: Keeper = { save: () => null, restore: () => undefined }
