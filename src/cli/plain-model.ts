import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { bundled } from '../../models/bundled.ts'

export const isBundled = (text: string): boolean => bundled.some(({ name }) => name === text)

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Whether an argument stands for itself: a bundled name, or the path of a file that may not exist. */
export const isPlain = (text: string, cwd: string): boolean => {
  if (isBundled(text)) return true
  const path = resolve(cwd, text)
  if (existsSync(path)) return !isFolder(path)
  return !/[*?{}[\]]/.test(text)
}
