import { unwatchFile, watchFile } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { OwnModel } from '../given.ts'
import { ModelError } from '../value/model-error.ts'
import { showError } from './errors.ts'
import type { Io } from './io.ts'
import { checkFile } from './load-model.ts'
import { ownSource } from './own-source.ts'

/** How often the files of a model are looked at. Editors replace files: only looking finds that out everywhere. */
const lookMilliseconds = 250

/** A model file of the user's own, as it is now. */
export class OwnFile {
  readonly name: string
  given: OwnModel
  readonly #path: string
  readonly #io: Io
  #files: readonly string[]
  #changed: () => void = () => undefined
  #isReading = false
  #isStale = false

  constructor(path: string, io: Io) {
    this.#path = path
    this.#io = io
    this.name = basename(path)
    this.given = { name: this.name }
    this.#files = [resolve(path)]
  }

  /** @throws ModelError 'bad-model-file' */
  async read(): Promise<void> {
    await checkFile(this.#path)
    const { text, files } = await ownSource(this.#path)
    this.#files = files
    this.given = { name: this.name, text }
  }

  /** Reads it again whenever one of its files is saved, and calls back after that. */
  watch(changed: () => void): void {
    this.#changed = changed
    for (const file of this.#files) watchFile(file, { interval: lookMilliseconds }, this.#hear)
  }

  unwatch(): void {
    for (const file of this.#files) unwatchFile(file, this.#hear)
  }

  /** What is saved while it is read is read after that. */
  readonly #hear = async (): Promise<void> => {
    this.#isStale = true
    if (this.#isReading) return
    this.#isReading = true
    while (this.#isStale) {
      this.#isStale = false
      await this.#again()
    }
    this.#isReading = false
    this.#changed()
  }

  async #again(): Promise<void> {
    const before = this.#files
    try {
      await this.read()
      this.#io.stderr.write(`${this.name} was saved\n`)
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      const { what, where, fix } = error
      this.given = { name: this.name, failed: { message: what, where, wayOut: fix } }
      this.#io.stderr.write(showError(error, this.#io))
    }
    const now = this.#files
    for (const file of before) if (!now.includes(file)) unwatchFile(file, this.#hear)
    for (const file of now) {
      if (!before.includes(file)) watchFile(file, { interval: lookMilliseconds }, this.#hear)
    }
  }
}
