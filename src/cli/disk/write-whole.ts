import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onDiskError } from './errors.ts'

/** Writes a file so that there is always a whole one: the old or the new. */
export const writeWhole = (path: string, name: string, text: string): void => {
  const [file, draft] = [join(path, name), join(path, `${name}.draft`)]
  onDiskError(file, () => {
    const handle = openSync(draft, 'w')
    try {
      const bytes = Buffer.from(text)
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes.subarray(done))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(draft, file)
    syncFile(path)
  })
}

/** What was written to a file, or what is in a folder, outlasts the machine. */
export const syncFile = (path: string): void => {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
