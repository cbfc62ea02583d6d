import { ModelError } from '../value/model-error.ts'
import { Exit, type Io } from './io.ts'
import { isFile, loadModel } from './load-model.ts'
import { servePage, type PageServer } from './open-server.ts'
import { OwnFile } from './own-file.ts'

/** The options of `netsplit open`, parsed. */
export interface OpenFlags {
  /** The port; any that is free unless given. */
  readonly port?: number
  /** Whether to open a browser. */
  readonly browser?: true
}

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
  const own = model !== undefined && isFile(model) ? new OwnFile(model, io) : null
  if (model !== undefined && own === null) await loadModel(model)
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

const wayTo = (model: string | undefined, own: OwnFile | null): string => {
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

const listening = async (port: number, own: OwnFile | null): Promise<PageServer> => {
  try {
    return await servePage(() => (own === null ? {} : { own: own.given, isWatched: true }), port)
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
