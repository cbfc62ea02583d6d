import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint, Disk } from '../../levels/disk.ts'
import { pageBytes, type Pages } from '../../levels/pages.ts'
import { Halt } from '../../pace/pace.ts'
import { damaged, onDiskError, refused } from './errors.ts'
import { FilePages } from './file-pages.ts'
import type { Identity } from './identity.ts'
import { lock } from './lock.ts'
import {
  betweenCheckpoints,
  format,
  insistOnEmpty,
  manifestName,
  manifestOf,
  type Manifest,
} from './manifest.ts'
import { writeWhole } from './write-whole.ts'

/** A folder in which one check keeps its states. */
export class CheckFolder implements Disk {
  checkpoint: Checkpoint | null
  readonly #path: string
  readonly #identity: Identity
  readonly #between: number
  readonly #unlock: () => void
  /** The files that there are, by name; and those that the last checkpoint names. */
  readonly #files = new Map<string, FilePages>()
  #named: ReadonlySet<string> = new Set()
  /** Files that nobody needs but the last checkpoint. */
  #given: string[] = []
  readonly #synced = new Set<string>()
  #next: number
  #kept = performance.now()

  private constructor(path: string, manifest: Manifest<Checkpoint>, between: number) {
    this.#path = path
    this.#identity = manifest.identity
    this.#between = between
    this.checkpoint = manifest.checkpoint
    this.#named = new Set(Object.keys(manifest.pages))
    this.#unlock = lock(path)
    const numbers = readdirSync(path).map((file) => Number(/^(\d+)\.pages$/.exec(file)?.[1] ?? 0))
    this.#next = 1 + Math.max(0, ...numbers)
    for (const [file, count] of Object.entries(manifest.pages)) {
      this.#files.set(file, this.#pages(file, count))
      this.#synced.add(file)
    }
  }

  /**
   * A folder for a new check: one that is empty, or that is made.
   *
   * @param between milliseconds between two checkpoints at least
   * @throws ModelError 'bad-disk' where it has something in it, or cannot be written
   */
  static begin(path: string, identity: Identity, between = betweenCheckpoints): CheckFolder {
    const empty = { format, identity, hasEnded: false, pages: {}, checkpoint: null }
    return onDiskError(path, () => {
      const found = statSync(path, { throwIfNoEntry: false })
      if (found !== undefined && !found.isDirectory()) {
        throw refused(path, 'It is a file', '--disk takes a folder: name another one')
      }
      mkdirSync(path, { recursive: true })
      insistOnEmpty(path, readdirSync(path))
      write(path, empty)
      return new CheckFolder(path, empty, between)
    })
  }

  /**
   * The folder of a check that was ended before its time. Until the check has come as far again nothing in it
   * is changed.
   *
   * @throws ModelError 'bad-disk' where it is not one of this very check, or damaged
   */
  static resume(path: string, identity: Identity, between = betweenCheckpoints): CheckFolder {
    const file = join(path, manifestName)
    const manifest = manifestOf<Checkpoint>(path, { file, text: textOf(file) }, identity)
    for (const [file, count] of Object.entries(manifest.pages)) {
      const size = statSync(join(path, file), { throwIfNoEntry: false })?.size
      if (size === undefined) throw damaged(join(path, file), 'a file is missing')
      if (size !== count * pageBytes) {
        throw damaged(join(path, file), `it has ${size} bytes instead of ${count * pageBytes}`)
      }
    }
    return onDiskError(path, () => new CheckFolder(path, manifest, between))
  }

  get isDue(): boolean {
    return performance.now() - this.#kept >= this.#between
  }

  startAfresh(): void {
    const identity = this.#identity
    write(this.#path, { format, identity, hasEnded: false, pages: {}, checkpoint: null })
    this.checkpoint = null
    this.#clear()
  }

  /** Removes all pages: the manifest names none. */
  #clear(): void {
    this.#named = new Set()
    this.#given = []
    this.#files.clear()
    this.#synced.clear()
    this.#removeStrays()
  }

  make(): Pages {
    const file = `${this.#next++}.pages`
    const pages = this.#pages(file, 0)
    this.#files.set(file, pages)
    return pages
  }

  open(file: string): Pages {
    const pages = this.#files.get(file)
    if (pages === undefined) throw damaged(join(this.#path, manifestName), `it names no '${file}'`)
    return pages
  }

  keep(checkpoint: Checkpoint): void {
    const { known, levels, notes } = checkpoint
    const names = new Set([...known, ...levels, notes])
    const pages: Record<string, number> = {}
    for (const name of names) {
      const file = this.#files.get(name)
      if (file === undefined) continue
      pages[name] = file.count
      if (!this.#synced.has(name)) file.sync()
      this.#synced.add(name)
    }
    const identity = this.#identity
    write(this.#path, { format, identity, hasEnded: false, pages, checkpoint })
    this.#named = names
    for (const file of this.#given) if (!names.has(file)) this.#remove(file)
    this.#given = this.#given.filter((file) => names.has(file))
    this.#removeStrays()
    this.#kept = performance.now()
  }

  /**
   * The check has ended.
   *
   * @param how whether nothing is left to do: then what was kept is removed; or whether it is refused: then
   *   the folder is as if it had not been named, unless there is something to go on from
   */
  close(how: 'whole' | 'ended early' | 'refused'): void {
    try {
      if (how === 'refused' && this.#named.size === 0) {
        this.#files.clear()
        this.#removeStrays()
        rmSync(join(this.#path, manifestName), { force: true })
      }
      if (how !== 'whole') return
      const ended = { hasEnded: true, pages: {}, checkpoint: null }
      write(this.#path, { format, identity: this.#identity, ...ended })
      this.#clear()
    } catch (error) {
      // What is left on a full disk costs room, and not the report.
      if (!(error instanceof Halt)) throw error
    } finally {
      this.#unlock()
    }
  }

  #pages(file: string, count: number): FilePages {
    const onDrop = (dropped: string): void => {
      if (this.#named.has(dropped)) this.#given.push(dropped)
      else this.#remove(dropped)
    }
    return new FilePages(join(this.#path, file), count, onDrop)
  }

  #remove(file: string): void {
    this.#files.delete(file)
    this.#synced.delete(file)
    rmSync(join(this.#path, file), { force: true })
  }

  /** Files of a process that was killed. */
  #removeStrays(): void {
    for (const file of readdirSync(this.#path)) {
      if (/^\d+\.pages$/.test(file) && !this.#files.has(file)) rmSync(join(this.#path, file))
    }
  }
}

const write = (path: string, manifest: Manifest<Checkpoint>): void =>
  writeWhole(path, manifestName, JSON.stringify(manifest))

/** The text of a file; null where it cannot be read. */
const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
