import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import type { Locator } from 'playwright-core'
import { PNG } from 'pngjs'
import { expect } from 'vitest'

const folder = fileURLToPath(new URL('../../golden/page', import.meta.url))

/** The part of the pixels that may differ: fonts are drawn a little otherwise from machine to machine. */
const tolerance = 0.02

/**
 * Compares what is seen with a picture that was looked at and accepted. `UPDATE_PICTURES=1` accepts what is
 * seen now.
 */
export const expectPicture = async (seen: Locator, name: string): Promise<void> => {
  const file = path.join(folder, `${name}.png`)
  const shot = await seen.screenshot({ animations: 'disabled', caret: 'hide' })
  if (process.env['UPDATE_PICTURES'] !== undefined) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, shot)
    return
  }
  expect(existsSync(file), `there is a picture ${file}`).toBe(true)
  const [now, before] = [PNG.sync.read(shot), PNG.sync.read(readFileSync(file))]
  const { width, height } = now
  expect([name, width, height]).toEqual([name, before.width, before.height])
  const diff = new PNG({ width, height })
  const pixels = pixelmatch(now.data, before.data, diff.data, width, height, { threshold: 0.2 })
  if (pixels > tolerance * width * height) {
    const out = path.join('dist', 'page-pictures')
    mkdirSync(out, { recursive: true })
    writeFileSync(path.join(out, `${name}.png`), shot)
    writeFileSync(path.join(out, `${name}.difference.png`), PNG.sync.write(diff))
  }
  expect(pixels / (width * height), `part of ${name} that looks otherwise`).toBeLessThan(tolerance)
}
