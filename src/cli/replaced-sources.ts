import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** What the hooks are told: the files that they hand out instead of what is on the disk, by their URLs. */
export interface Replaced {
  readonly files: Readonly<Record<string, string>>
}

/** What they answer: which files they have handed out since they were told last. */
export interface HandedOut {
  readonly urls: readonly string[]
}

/** Has the hooks that load modules hand out other texts than files have. */
export class ReplacedSources {
  /** The end for the hooks. */
  readonly theirs: MessagePort
  readonly #ours: MessagePort

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.theirs = port2
    this.#ours = port1
    // What nobody waits for keeps no process from ending.
    this.#ours.unref()
  }

  /** Replaces these files from now on, and says which of those before were handed out. */
  async replace(files: Replaced['files']): Promise<readonly string[]> {
    this.#ours.ref()
    this.#ours.postMessage({ files } satisfies Replaced)
    const [{ urls }] = (await once(this.#ours, 'message')) as [HandedOut]
    this.#ours.unref()
    return urls
  }
}
