import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (file: string): string =>
  fileURLToPath(new URL(`../../../src/${file}`, import.meta.url))

/** A project that tests models with netsplit, and of which most tests fail. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    alias: { 'netsplit/vitest': source('vitest/index.ts'), netsplit: source('index.ts') },
  },
  test: { include: ['*.tests.ts'], reporters: ['json'] },
})
