import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds netsplit once, before the tests that run it as a program. */
export const setup = (): void => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
}
