import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './documents.ts'

/** Runs the tests of a user's project, which gets netsplit's sources. @returns what is printed */
export const vitestIn = (folder: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
    const settings = path.join(root, 'test/support/project.config.ts')
    const all = [vitest, 'run', '--config', settings, '--root', folder, ...args]
    const { NODE_OPTIONS: _, FORCE_COLOR: __, VITEST: ___, ...env } = process.env
    // Both streams into one, in the order of writing.
    const child = spawn('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, ...all], {
      cwd: folder,
      env: { ...env, NO_COLOR: '1' },
    })
    let printed = ''
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString()
    })
    child.on('error', reject)
    child.on('close', () => resolve(printed))
  })
