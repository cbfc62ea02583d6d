import { randomBytes } from 'node:crypto'
import { Halt } from '../../pace/pace.ts'
import { ModelError } from '../../value/model-error.ts'
import { refused } from './errors.ts'
import type { Place } from './place.ts'

/** Has an order carried out where Hadoop is. */
type Order = (
  what: string,
  given: Readonly<Record<string, string>>,
) => Promise<readonly (readonly (number | string | null)[])[]>

/** Says which process has taken a folder last: nobody there knows which of them are alive. */
const ownerName = 'in-use'

/** What is said where there is no room left on a disk, or in a quota. */
const noRoom = /No space left|DSQuotaExceeded|NSQuotaExceeded|disk quota/i

/** A folder in a file system of Hadoop's, by its URL. */
export class HadoopPlace implements Place {
  readonly path: string
  readonly #order: Order
  readonly #own = randomBytes(8).toString('hex')

  constructor(url: string, order: Order) {
    this.path = url
    this.#order = order
  }

  async make(): Promise<void> {
    const [[isFile = 0] = []] = await this.#ask('make')
    if (isFile === 1) {
      throw refused(this.path, 'It is a file', '--disk takes a folder: name another one')
    }
  }

  async names(): Promise<readonly string[]> {
    return (await this.#ask('names')).map(([name]) => String(name))
  }

  async read(name: string): Promise<string | null> {
    const [[text = null] = []] = await this.#ask('load', { name })
    return text === null ? null : String(text)
  }

  async write(name: string, text: string): Promise<void> {
    await this.#ask('store', { name, text })
  }

  async remove(name: string): Promise<void> {
    await this.#ask('remove', { name })
  }

  at(name: string): string {
    return `${this.path}/${name}`
  }

  /** Hadoop has closed what a database has written: that outlasts the machine. */
  async sync(): Promise<void> {}

  async take(): Promise<void> {
    await this.write(ownerName, this.#own)
  }

  async insist(): Promise<void> {
    if ((await this.read(ownerName)) === this.#own) return
    const fix = 'let that one go on, or name another folder'
    throw refused(this.path, 'Another check has taken this folder over', fix)
  }

  /** What is left behind where Spark has ended keeps nobody from taking the folder. */
  async leave(): Promise<void> {
    try {
      if ((await this.read(ownerName)) === this.#own) await this.remove(ownerName)
    } catch {
      // It is left behind.
    }
  }

  async #ask(what: string, given: Readonly<Record<string, string>> = {}): ReturnType<Order> {
    try {
      return await this.#order(what, { folder: this.path, ...given })
    } catch (error) {
      const { message } = error as Error
      if (noRoom.test(message)) throw new Halt('disk')
      const [why = message] = /^: .*/m.exec(message) ?? []
      throw new ModelError('bad-disk', {
        what: `A file of the check cannot be read or written${why.startsWith(':') ? why : `: ${why}`}`,
        where: [this.path],
        fix: 'see that the folder is there and may be written; then go on with --resume',
      })
    }
  }
}
