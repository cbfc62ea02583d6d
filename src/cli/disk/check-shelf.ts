import { randomBytes } from 'node:crypto'
import { Halt } from '../../pace/pace.ts'
import type { Shelf, SqlCheckpoint } from '../../sql/shelf.ts'
import { ModelError } from '../../value/model-error.ts'
import { avalanche, mix } from '../../store/hash.ts'
import { damaged } from './errors.ts'
import type { Identity } from './identity.ts'
import {
  betweenCheckpoints,
  format,
  insistOnEmpty,
  manifestName,
  manifestOf,
  type Manifest,
} from './manifest.ts'
import type { Place } from './place.ts'

/** So many numbers are in a file at most: texts have an end. */
const mostAsks = 1 << 22

export interface ShelfOptions {
  /** Milliseconds between two checkpoints at least. */
  readonly between?: number
  /** How many numbers of what user code was asked are in a file at most. */
  readonly mostAsks?: number
}

/** A folder in which one check leaves checkpoints of its search in a database. */
export class CheckShelf implements Shelf {
  checkpoint: SqlCheckpoint | null
  readonly #place: Place
  readonly #identity: Identity
  readonly #between: number
  readonly #mostAsks: number
  /** Nobody else has parts of these names: what another process has begun may still be written to. */
  readonly #own = randomBytes(6).toString('hex')
  /** The parts that the manifest names, with the number of files that each has of what was asked. */
  #named: Readonly<Record<string, number>>
  #next = 0
  #kept = performance.now()

  private constructor(place: Place, manifest: Manifest<SqlCheckpoint>, options: ShelfOptions) {
    this.#place = place
    this.#identity = manifest.identity
    this.#between = options.between ?? betweenCheckpoints
    this.#mostAsks = options.mostAsks ?? mostAsks
    this.checkpoint = manifest.checkpoint
    this.#named = manifest.pages
  }

  /**
   * A folder for a new check: one that is empty, or that is made.
   *
   * @throws ModelError 'bad-disk' where it has something in it, or cannot be written
   */
  static async begin(
    place: Place,
    identity: Identity,
    options: ShelfOptions = {},
  ): Promise<CheckShelf> {
    await place.make()
    insistOnEmpty(place.path, await place.names())
    const empty = { format, identity, hasEnded: false, pages: {}, checkpoint: null }
    await place.write(manifestName, JSON.stringify(empty))
    await place.take()
    return new CheckShelf(place, empty, options)
  }

  /**
   * The folder of a check that was ended before its time. Until the check has come as far again nothing in it
   * is changed.
   *
   * @throws ModelError 'bad-disk' where it is not one of this very check, or damaged
   */
  static async resume(
    place: Place,
    identity: Identity,
    options: ShelfOptions = {},
  ): Promise<CheckShelf> {
    const file = `${place.path}/${manifestName}`
    const text = await place.read(manifestName)
    const manifest = manifestOf<SqlCheckpoint>(place.path, { file, text }, identity)
    const names = new Set(await place.names())
    for (const name of filesOf(manifest.pages)) {
      if (!names.has(name)) throw damaged(`${place.path}/${name}`, 'a file is missing')
    }
    await place.take()
    return new CheckShelf(place, manifest, options)
  }

  get isDue(): boolean {
    return performance.now() - this.#kept >= this.#between
  }

  /** What the manifest names stays until there is something else to go on from. */
  startAfresh(): void {
    this.checkpoint = null
  }

  newPart(): string {
    return `${this.#own}-${this.#next++}`
  }

  statesOf(part: string): string {
    return this.#place.at(statesName(part))
  }

  async asksOf(part: string): Promise<readonly number[]> {
    const chunks: (readonly number[])[] = []
    for (let chunk = 0; chunk < (this.#named[part] ?? 0); chunk++) {
      chunks.push(await this.#readAsks(asksName(part, chunk)))
    }
    return chunks.flat()
  }

  async #readAsks(name: string): Promise<readonly number[]> {
    const path = `${this.#place.path}/${name}`
    const text = await this.#place.read(name)
    if (text === null) throw damaged(path, 'a file is missing')
    try {
      const { sum, asks } = JSON.parse(text) as { sum: number; asks: readonly number[] }
      if (sum === sumOf(name, asks)) return asks
    } catch (error) {
      throw damaged(path, (error as Error).message)
    }
    throw damaged(path, 'it is not what was written')
  }

  damaged(part: string, how: string): Error {
    return damaged(`${this.#place.path}/${statesName(part)}`, how)
  }

  async keep(checkpoint: SqlCheckpoint, asks: readonly number[]): Promise<void> {
    const place = this.#place
    const { parts } = checkpoint
    const part = parts.at(-1) ?? ''
    await place.insist()
    const chunks = Math.max(1, Math.ceil(asks.length / this.#mostAsks))
    for (let chunk = 0; chunk < chunks; chunk++) {
      const name = asksName(part, chunk)
      const some = asks.slice(chunk * this.#mostAsks, (chunk + 1) * this.#mostAsks)
      await place.write(name, JSON.stringify({ sum: sumOf(name, some), asks: some }))
    }
    await place.sync(statesName(part))
    const counts = parts.map((each) => [each, this.#named[each] ?? chunks] as const)
    const pages = Object.fromEntries(counts)
    const manifest = { format, identity: this.#identity, hasEnded: false, pages, checkpoint }
    await place.write(manifestName, JSON.stringify(manifest))
    this.#named = pages
    this.#kept = performance.now()
    await this.#removeStrays()
    this.#kept = performance.now()
  }

  /**
   * The check has ended.
   *
   * @param how whether nothing is left to do: then what was kept is removed; or whether it is refused: then
   *   the folder is as if it had not been named, unless there is something to go on from
   */
  async close(how: 'whole' | 'ended early' | 'refused'): Promise<void> {
    const place = this.#place
    try {
      if (how === 'refused' && Object.keys(this.#named).length === 0) {
        await this.#removeStrays()
        await place.remove(manifestName)
      }
      if (how !== 'whole') return
      const ended = { hasEnded: true, pages: {}, checkpoint: null }
      await place.write(
        manifestName,
        JSON.stringify({ format, identity: this.#identity, ...ended }),
      )
      this.#named = {}
      await this.#removeStrays()
    } catch (error) {
      // What is left costs room, and not the report: on a full disk, or where Spark has ended.
      if (!(error instanceof Halt || error instanceof ModelError)) throw error
    } finally {
      await place.leave()
    }
  }

  /** Removes parts that the manifest does not name. */
  async #removeStrays(): Promise<void> {
    const named = new Set(filesOf(this.#named))
    for (const name of await this.#place.names()) {
      const isPart = /^[\da-f]{12}-\d+\.(parquet|\d+\.json)(\.draft)?$/.test(name)
      if (isPart && !named.has(name)) await this.#place.remove(name)
    }
  }
}

/** The name of the states of a part. */
const statesName = (part: string): string => `${part}.parquet`

/** The name of what user code was asked for it: in several files, where it is much. */
const asksName = (part: string, chunk: number): string => `${part}.${chunk}.json`

const filesOf = (parts: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(parts).flatMap(([part, chunks]) => [
    statesName(part),
    ...Array.from({ length: chunks }, (_, chunk) => asksName(part, chunk)),
  ])

/** A check sum of numbers: of the name of their file, too, so that no other file's pass. */
const sumOf = (name: string, numbers: readonly number[]): number => {
  let hash = 0
  for (let at = 0; at < name.length; at++) hash = mix(hash, name.charCodeAt(at))
  for (const number of numbers) hash = mix(hash, number)
  return avalanche(mix(hash, numbers.length))
}
