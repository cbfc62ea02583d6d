import { unwatchFile, watchFile } from 'node:fs'
import { relative, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { bundleOf } from './bundle.ts'
import { configFilesIn } from './config-file.ts'
import { showError } from './errors.ts'
import { Exit, type Io } from './io.ts'
import { isFile } from './load-model.ts'

/** How often files are looked at. Editors replace files: only looking finds that out everywhere. */
const lookMilliseconds = 250

/** How often folders and globs are looked at for files that are new or gone. */
const listMilliseconds = 1000

/**
 * Does something once, and again whenever one of the models' files or the configuration, or what they import of their
 * own, was saved; until the user ends it; and whenever there are other files to be models. What is saved while it is done makes it be done once
 * more.
 *
 * @param list the files that may be models now, where folders and globs say which; else none
 * @param round does it, and says how it ended and which models it was of
 * @returns how it ended the last time
 * @throws ModelError 'bad-option' when there is no file to watch
 */
export const watched = async (
  round: () => Promise<{ readonly status: number; readonly models: readonly string[] }>,
  models: readonly string[],
  list: () => Promise<readonly string[]>,
  io: Io,
): Promise<number> => {
  if (!models.some(isFile)) {
    throw new ModelError('bad-option', {
      what: '--watch has no file to watch: bundled models do not change',
      where: ['--watch', ...models],
      fix: 'name a file, or leave --watch out',
    })
  }
  const watch = new Watch(io.cwd, list)
  const stopListening = io.onInterrupt(() => watch.end())
  /** What is wrong with a later round may be mended by what is saved next. */
  const again = (known: readonly string[]): ReturnType<typeof round> =>
    round().catch((error: unknown) => {
      if (!isInstance(error, ModelError)) throw error
      io.stderr.write(showError(error, io))
      return { status: Exit.mistake, models: known }
    })
  try {
    await watch.follow(models)
    await watch.list()
    for (let ended = await round(); ; ended = await again(ended.models)) {
      const { status } = ended
      if (watch.isEnded) return status
      const files = await watch.follow(ended.models)
      io.stderr.write(
        `netsplit: watching ${files === 1 ? '1 file' : `${files} files`}; Ctrl-C ends\n`,
      )
      const saved = await watch.next()
      if (saved === null) return status
      io.stderr.write(`netsplit: ${saved}\n`)
    }
  } finally {
    watch.end()
    stopListening()
  }
}

/** The files that are watched, and what was saved of them. */
class Watch {
  isEnded = false
  readonly #cwd: string
  readonly #hearing = new Map<string, () => void>()
  readonly #imported = new Map<string, readonly string[]>()
  readonly #list: () => Promise<readonly string[]>
  #listed: ReadonlySet<string> | null = null
  #timer: NodeJS.Timeout | undefined
  /** What happened to which file. */
  #saved: string | null = null
  #wake: () => void = () => undefined

  constructor(cwd: string, list: () => Promise<readonly string[]>) {
    this.#cwd = cwd
    this.#list = list
  }

  /** Looks which files there are to be models, and again from time to time. */
  async list(): Promise<void> {
    const before = this.#listed
    // A folder that cannot be read just now is looked at again.
    const now = await this.#list().then(
      (files) => new Set(files),
      () => before,
    )
    if (this.isEnded) return
    this.#listed = now
    const added = [...(now ?? [])].find((file) => before !== null && !before.has(file))
    const gone = [...(before ?? [])].find((file) => now?.has(file) === false)
    if (added !== undefined) this.#note(`${added} is new`)
    else if (gone !== undefined) this.#note(`${gone} is gone`)
    this.#timer = setTimeout(() => void this.list(), listMilliseconds)
  }

  /** Watches the files of these models, and the configuration, from now on, and says how many there are. */
  async follow(models: readonly string[]): Promise<number> {
    const lists = await Promise.all(
      [...models.filter(isFile), ...configFilesIn(this.#cwd)].map(async (file) => {
        const path = resolve(this.#cwd, file)
        // While something does not parse, it is not known what is imported: what was before is watched on.
        const files = await bundleOf(path).then(
          (bundle) => bundle.files,
          () => this.#imported.get(path) ?? [path],
        )
        this.#imported.set(path, files)
        return files
      }),
    )
    const files = new Set(lists.flat())
    for (const [file, hear] of this.#hearing) {
      if (files.has(file)) continue
      unwatchFile(file, hear)
      this.#hearing.delete(file)
    }
    for (const file of files) {
      if (this.#hearing.has(file) || this.isEnded) continue
      const hear = (): void => {
        this.#note(`${relative(this.#cwd, file)} was saved`)
      }
      watchFile(file, { interval: lookMilliseconds }, hear)
      this.#hearing.set(file, hear)
    }
    return files.size
  }

  /** Waits for a file to be saved, if none was since this was last asked. Null: it has ended. */
  async next(): Promise<string | null> {
    if (this.#saved === null && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const saved = this.#saved
    this.#saved = null
    return this.isEnded ? null : saved
  }

  #note(what: string): void {
    this.#saved = what
    this.#wake()
  }

  end(): void {
    this.isEnded = true
    clearTimeout(this.#timer)
    for (const [file, hear] of this.#hearing) unwatchFile(file, hear)
    this.#hearing.clear()
    this.#wake()
  }
}
