import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url))

/** What the command prints; it may exit as a check does that found something. */
export const command = (...words: readonly string[]): string => {
  try {
    return execFileSync(process.execPath, [program, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    })
  } catch (error) {
    const { status, stdout } = error as { readonly status: number | null; readonly stdout: string }
    if (status !== null && status < 4 && stdout !== '') return stdout
    throw error
  }
}
