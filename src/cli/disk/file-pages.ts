import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { pageBytes, pageWords, type Page, type Pages } from '../../levels/pages.ts'
import { avalanche, mix } from '../../store/hash.ts'
import { damaged, onDiskError } from './errors.ts'

/** Pages are written and read so many at a time. */
const together = 64

/** Pages in a file. Each says which it is, and what it sums up to: what was not written so is refused. */
export class FilePages implements Pages {
  count = 0
  readonly #path: string
  /** Told when the file is given up. */
  readonly #onDrop: (file: string) => void
  /** What is still to be written, or was read ahead; null while neither is under way. */
  #window: Int32Array | null = null
  /** The first page of the window, and how many it holds. */
  #from = 0
  #held = 0
  #handle: number | null = null

  /** @param count how many pages there are, of a file that was written before */
  constructor(path: string, count: number, onDrop: (file: string) => void) {
    this.#path = path
    this.#onDrop = onDrop
    this.count = count
  }

  get file(): string {
    return basename(this.#path)
  }

  get bytes(): number {
    return this.#window?.byteLength ?? 0
  }

  append({ words }: Page, entries: number): void {
    this.#window ??= new Int32Array(together * pageWords)
    words[2] = entries
    words[1] = this.count
    words[0] = sumOf(words, 1, pageWords - 1, this.file)
    this.#window.set(words, this.#held * pageWords)
    this.#held += 1
    this.count += 1
    if (this.#held === together) this.#flush()
  }

  finish(): void {
    this.#flush()
    this.#rest()
  }

  /** What was written outlasts the machine. */
  sync(): void {
    onDiskError(this.#path, () => {
      // One without pages was not made so far.
      const handle = openSync(this.#path, 'a')
      try {
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
    })
  }

  read(index: number, { words }: Page): void {
    if (this.#window === null || index < this.#from || index >= this.#from + this.#held) {
      this.#readAhead(index)
    }
    const window = this.#window ?? new Int32Array(0)
    const at = (index - this.#from) * pageWords
    words.set(window.subarray(at, at + pageWords))
    const isSame = words[1] === index && words[0] === sumOf(words, 1, pageWords - 1, this.file)
    if (!isSame) throw damaged(this.#path, `page ${index} is not what was written`)
    if (index === this.count - 1) this.#rest()
  }

  forgetBefore(): void {
    // A checkpoint may name the file.
  }

  drop(): void {
    this.#rest()
    this.#onDrop(this.file)
  }

  #flush(): void {
    const window = this.#window
    if (window === null || this.#held === 0) return
    const length = this.#held * pageBytes
    onDiskError(this.#path, () => {
      this.#handle ??= openSync(this.#path, 'wx')
      for (let done = 0; done < length;) {
        done += writeSync(this.#handle, new Uint8Array(window.buffer, done, length - done))
      }
    })
    this.#held = 0
  }

  #readAhead(index: number): void {
    this.#window ??= new Int32Array(together * pageWords)
    const window = this.#window
    const held = Math.min(together, this.count - index)
    const length = held * pageBytes
    onDiskError(this.#path, () => {
      this.#handle ??= openSync(this.#path, 'r')
      for (let done = 0; done < length;) {
        const part = new Uint8Array(window.buffer, done, length - done)
        const got = readSync(this.#handle, part, { position: index * pageBytes + done })
        if (got === 0) throw damaged(this.#path, `it ends before page ${index + held - 1}`)
        done += got
      }
    })
    this.#from = index
    this.#held = held
  }

  /** Nobody reads or writes for a while. */
  #rest(): void {
    if (this.#handle !== null) closeSync(this.#handle)
    this.#handle = null
    this.#window = null
    this.#held = 0
  }
}

/** A check sum of words: of the name of their file, too, so that no other file's page passes. */
const sumOf = (words: Int32Array, from: number, count: number, file: string): number => {
  let hash = 0
  for (let at = 0; at < file.length; at++) hash = mix(hash, file.charCodeAt(at))
  for (let at = from; at < from + count; at++) hash = mix(hash, words[at] as number)
  return avalanche(hash)
}
