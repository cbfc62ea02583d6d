import { randomBytes } from 'node:crypto'
import { Halt } from '../../pace/pace.ts'
import type { Shelf, SqlCheckpoint } from '../../sql/shelf.ts'
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

/** The ending of the states of a part, and of what user code was asked for it. */
const endings = { states: '.parquet', asks: '.asks.json' } as const

/** A folder in which one check leaves checkpoints of its search in a database. */
export class CheckShelf implements Shelf {
  checkpoint: SqlCheckpoint | null
  readonly #place: Place
  readonly #identity: Identity
  readonly #between: number
  /** Nobody else has parts of these names: what another process has begun may still be written to. */
  readonly #own = randomBytes(6).toString('hex')
  /** What the manifest names. */
  #named: readonly string[]
  #next = 0
  #kept = performance.now()

  private constructor(place: Place, manifest: Manifest<SqlCheckpoint>, between: number) {
    this.#place = place
    this.#identity = manifest.identity
    this.#between = between
    this.checkpoint = manifest.checkpoint
    this.#named = manifest.checkpoint?.parts ?? []
  }

  /**
   * A folder for a new check: one that is empty, or that is made.
   *
   * @param between milliseconds between two checkpoints at least
   * @throws ModelError 'bad-disk' where it has something in it, or cannot be written
   */
  static async begin(
    place: Place,
    identity: Identity,
    between = betweenCheckpoints,
  ): Promise<CheckShelf> {
    await place.make()
    insistOnEmpty(place.path, await place.names())
    const empty = { format, identity, hasEnded: false, pages: {}, checkpoint: null }
    await place.write(manifestName, JSON.stringify(empty))
    await place.take()
    return new CheckShelf(place, empty, between)
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
    between = betweenCheckpoints,
  ): Promise<CheckShelf> {
    const file = `${place.path}/${manifestName}`
    const text = await place.read(manifestName)
    const manifest = manifestOf<SqlCheckpoint>(place.path, { file, text }, identity)
    const names = new Set(await place.names())
    for (const part of manifest.checkpoint?.parts ?? []) {
      for (const ending of Object.values(endings)) {
        const name = `${part}${ending}`
        if (!names.has(name)) throw damaged(`${place.path}/${name}`, 'a file is missing')
      }
    }
    await place.take()
    return new CheckShelf(place, manifest, between)
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
    return this.#place.at(`${part}${endings.states}`)
  }

  async asksOf(part: string): Promise<readonly number[]> {
    const name = `${part}${endings.asks}`
    const path = `${this.#place.path}/${name}`
    const text = await this.#place.read(name)
    if (text === null) throw damaged(path, 'a file is missing')
    try {
      const { sum, asks } = JSON.parse(text) as { sum: number; asks: readonly number[] }
      if (sum === sumOf(part, asks)) return asks
    } catch (error) {
      throw damaged(path, (error as Error).message)
    }
    throw damaged(path, 'it is not what was written')
  }

  damaged(part: string, how: string): Error {
    return damaged(`${this.#place.path}/${part}${endings.states}`, how)
  }

  async keep(checkpoint: SqlCheckpoint, asks: readonly number[]): Promise<void> {
    const place = this.#place
    const { parts } = checkpoint
    const part = parts.at(-1) ?? ''
    await place.insist()
    await place.write(`${part}${endings.asks}`, JSON.stringify({ sum: sumOf(part, asks), asks }))
    await place.sync(`${part}${endings.states}`)
    const { identity, ...rest } = { identity: this.#identity, hasEnded: false, pages: {} }
    await place.write(manifestName, JSON.stringify({ format, identity, ...rest, checkpoint }))
    this.#named = parts
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
      if (how === 'refused' && this.#named.length === 0) {
        await this.#removeStrays()
        await place.remove(manifestName)
      }
      if (how !== 'whole') return
      const ended = { hasEnded: true, pages: {}, checkpoint: null }
      await place.write(
        manifestName,
        JSON.stringify({ format, identity: this.#identity, ...ended }),
      )
      this.#named = []
      await this.#removeStrays()
    } catch (error) {
      // What is left on a full disk costs room, and not the report.
      if (!(error instanceof Halt)) throw error
    } finally {
      await place.leave()
    }
  }

  /** Removes parts that the manifest does not name. */
  async #removeStrays(): Promise<void> {
    const named = new Set(
      this.#named.flatMap((part) => Object.values(endings).map((ending) => `${part}${ending}`)),
    )
    for (const name of await this.#place.names()) {
      const isPart = /^[\da-f]{12}-\d+\.(parquet|asks\.json)(\.draft)?$/.test(name)
      if (isPart && !named.has(name)) await this.#place.remove(name)
    }
  }
}

/** A check sum of numbers: of the name of their part, too, so that no other part's pass. */
const sumOf = (part: string, numbers: readonly number[]): number => {
  let hash = 0
  for (let at = 0; at < part.length; at++) hash = mix(hash, part.charCodeAt(at))
  for (const number of numbers) hash = mix(hash, number)
  return avalanche(mix(hash, numbers.length))
}
