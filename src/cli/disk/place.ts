import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onDiskError, refused } from './errors.ts'
import { lock } from './lock.ts'
import { syncFile, writeWhole } from './write-whole.ts'

/** A folder that checkpoints are left in: on this machine, or where a database has its files. */
export interface Place {
  /** As people call it. */
  readonly path: string
  /** Makes it, where it is not there. @throws ModelError 'bad-disk' where it is a file */
  make(): Promise<void>
  /** The names of what is in it. */
  names(): Promise<readonly string[]>
  /** The text of a file; null where there is none. */
  read(name: string): Promise<string | null>
  /** Writes a file so that there is always a whole one, the old or the new, whatever comes between. */
  write(name: string, text: string): Promise<void>
  /** Removes a file, or a folder with all that is in it. */
  remove(name: string): Promise<void>
  /** Where a database finds a file, or a folder. */
  at(name: string): string
  /** What a database has written there outlasts the machine. */
  sync(name: string): Promise<void>
  /** Takes it for this process. @throws ModelError 'bad-disk' where another process has it */
  take(): Promise<void>
  /** @throws ModelError 'bad-disk' where another process has taken it since */
  insist(): Promise<void>
  /** Gives it free. */
  leave(): Promise<void>
}

/** A folder of this machine. */
export class LocalPlace implements Place {
  readonly path: string
  readonly #prefix: string
  #unlock: () => void = () => undefined

  /** @param prefix what a database wants to read before a path */
  constructor(path: string, prefix = '') {
    this.path = path
    this.#prefix = prefix
  }

  async make(): Promise<void> {
    onDiskError(this.path, () => {
      const found = statSync(this.path, { throwIfNoEntry: false })
      if (found !== undefined && !found.isDirectory()) {
        throw refused(this.path, 'It is a file', '--disk takes a folder: name another one')
      }
      mkdirSync(this.path, { recursive: true })
    })
  }

  async names(): Promise<readonly string[]> {
    return onDiskError(this.path, () => readdirSync(this.path))
  }

  async read(name: string): Promise<string | null> {
    try {
      return readFileSync(join(this.path, name), 'utf8')
    } catch {
      return null
    }
  }

  async write(name: string, text: string): Promise<void> {
    writeWhole(this.path, name, text)
  }

  async remove(name: string): Promise<void> {
    onDiskError(this.path, () => rmSync(join(this.path, name), { recursive: true, force: true }))
  }

  at(name: string): string {
    return `${this.#prefix}${resolve(this.path, name)}`
  }

  async sync(name: string): Promise<void> {
    const path = join(this.path, name)
    onDiskError(path, () => {
      if (statSync(path).isDirectory()) {
        for (const file of readdirSync(path)) syncFile(join(path, file))
      }
      syncFile(path)
    })
  }

  async take(): Promise<void> {
    this.#unlock = onDiskError(this.path, () => lock(this.path))
  }

  /** Nobody takes what belongs to a process that is alive. */
  async insist(): Promise<void> {}

  async leave(): Promise<void> {
    this.#unlock()
  }
}
