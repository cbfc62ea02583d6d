import { unwatchFile, watchFile } from 'node:fs'
import { basename, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import { Exit, type Io } from './io.ts'
import { showError } from './errors.ts'
import { checkFile, isFile, loadModel } from './load-model.ts'
import { servePage, type PageServer } from './open-server.ts'
import { ownSource } from './own-source.ts'

/** The options of `netsplit open`, parsed. */
export interface OpenFlags {
  /** The port; any that is free unless given. */
  readonly port?: number
  /** Whether to open a browser. */
  readonly browser?: true
}

/** How often the files of a model are looked at. Editors replace files: only looking finds that out everywhere. */
const lookMilliseconds = 250

/**
 * `netsplit open`: serves the page on this machine, with a model of the user's own, until it is interrupted.
 *
 * @throws ModelError when the model or the port is wrong
 */
export const openCommand = async (
  model: string | undefined,
  flags: OpenFlags,
  io: Io,
): Promise<number> => {
  const own = model !== undefined && isFile(model) ? new OwnModel(model, io) : null
  if (model !== undefined && own === null) await loadModel(model)
  if (own !== null) await checkFile(own.path)
  await own?.read()
  const server = await listening(flags.port ?? 0, own)
  own?.watch(() => server.changed())
  // Whoever has read the address may interrupt at once.
  const end = interrupted(io)
  const address = `http://127.0.0.1:${server.port}/${wayTo(model, own)}`
  io.stdout.write(`${address}\n`)
  io.stderr.write(
    own === null ? 'Ctrl-C ends.\n' : `${model} is checked again when it is saved. Ctrl-C ends.\n`,
  )
  if (flags.browser) await (await import('open')).default(address)
  await end
  own?.unwatch()
  await server.close()
  return Exit.asExpected
}

const wayTo = (model: string | undefined, own: OwnModel | null): string => {
  if (model === undefined) return '#/'
  return `#/run/${encodeURIComponent(own === null ? model : own.name)}`
}

const interrupted = (io: Io): Promise<void> =>
  new Promise((resolve) => {
    const stop = io.onInterrupt(() => {
      stop()
      resolve()
    })
  })

const listening = async (port: number, own: OwnModel | null): Promise<PageServer> => {
  try {
    return await servePage(
      () => Promise.resolve(own === null ? {} : { own: own.given, isWatched: true }),
      port,
    )
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw new ModelError('bad-option', {
      what: `The port ${port} ${code === 'EACCES' ? 'is not allowed' : 'is taken'}`,
      where: [`--port ${port}`],
      fix: 'give another one, or none: then any that is free is taken',
    })
  }
}

/** What the page is given of a model: its source, or why there is none. */
interface Given {
  readonly name: string
  readonly text?: string
  readonly failed?: {
    readonly message: string
    readonly where: readonly string[]
    readonly wayOut: string
  }
}

/** A model file of the user's own, as it is now. */
class OwnModel {
  readonly name: string
  given: Given
  readonly path: string
  readonly #io: Io
  #files: readonly string[]

  constructor(path: string, io: Io) {
    this.path = path
    this.#io = io
    this.name = basename(path)
    this.given = { name: this.name }
    this.#files = [resolve(path)]
  }

  /** @throws ModelError 'bad-model-file' */
  async read(): Promise<void> {
    const { text, files } = await ownSource(this.path)
    this.#files = files
    this.given = { name: this.name, text }
  }

  watch(changed: () => void): void {
    for (const file of this.#files) {
      watchFile(file, { interval: lookMilliseconds }, () => void this.#again(changed))
    }
  }

  unwatch(): void {
    for (const file of this.#files) unwatchFile(file)
  }

  async #again(changed: () => void): Promise<void> {
    this.unwatch()
    try {
      await this.read()
      this.#io.stderr.write(`${this.name} was saved\n`)
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      const { what, where, fix } = error
      this.given = { name: this.name, failed: { message: what, where, wayOut: fix } }
      this.#io.stderr.write(showError(error, this.#io))
    }
    this.watch(changed)
    changed()
  }
}
