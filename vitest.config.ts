import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (file: string): string => fileURLToPath(new URL(`./src/${file}`, import.meta.url))
/** The longer names first: an alias also stands for what begins with it. */
const alias = {
  'netsplit/browser': source('browser/index.ts'),
  'netsplit/fast-check': source('fast-check/index.ts'),
  'netsplit/history': source('history/index.ts'),
  'netsplit/impossibility': source('impossibility/index.ts'),
  'netsplit/vitest': source('vitest/index.ts'),
  netsplit: source('index.ts'),
}

/** Only against a test that never ends: on a busy machine a search takes many times as long. */
const testTimeout = 600_000

/** Files share what is loaded and compiled: a sixth of the time less. Each leaves things as it found them. */
const isolate = false

const git = (...options: readonly string[]): string | null => {
  const { status, stdout } = spawnSync('git', options, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  return status === 0 ? stdout : null
}

/**
 * What the random systems of the tests are drawn by, where everything is committed: see test/support/draws.ts. For new ones
 * write something else into `.draws`, such as the hashes of what is tested, and run all tests.
 */
const isCommitted = git('status', '--porcelain', '--', 'src', 'models', 'test') === ''
const draws = readFileSync(new URL('.draws', import.meta.url), 'utf8')
const tested = isCommitted ? draws : ''

const drawing = { setupFiles: 'test/support/draws.ts', provide: { tested } }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'core',
          ...drawing,
          include: ['test/core/**/*.test.ts'],
          testTimeout,
          isolate,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'fast',
          ...drawing,
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/core/**',
            'test/docs.test.ts',
            'test/slow/**',
            'test/page/**',
            'test/cli/program/**',
          ],
          testTimeout,
          hookTimeout: testTimeout,
          isolate,
          typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'] },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'program',
          ...drawing,
          include: ['test/cli/program/**/*.test.ts', 'test/docs.test.ts'],
          globalSetup: 'test/support/build.ts',
          testTimeout,
          hookTimeout: testTimeout,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'slow',
          ...drawing,
          include: ['test/slow/**/*.test.ts'],
          globalSetup: 'test/support/build.ts',
          testTimeout,
          hookTimeout: testTimeout,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'page',
          ...drawing,
          include: ['test/page/**/*.test.ts'],
          globalSetup: 'test/page/support/build.ts',
          testTimeout,
          hookTimeout: testTimeout,
          // As many browsers at a time as there are processors: each file has its own.
        },
      },
    ],
  },
})
