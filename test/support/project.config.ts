import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/**
 * The settings of a user's project that stands somewhere (`--root`), as if netsplit and vitest were
 * installed in it: it gets netsplit's sources.
 */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^netsplit\/models\/(.*)$/, replacement: at('models/$1.ts') },
      { find: 'netsplit/fast-check', replacement: at('src/fast-check/index.ts') },
      { find: 'netsplit/vitest', replacement: at('src/vitest/index.ts') },
      { find: 'netsplit', replacement: at('src/index.ts') },
      { find: /^fast-check$/, replacement: at('node_modules/fast-check/lib/fast-check.js') },
      { find: /^vitest$/, replacement: at('node_modules/vitest/dist/index.js') },
    ],
  },
  // Those of the second kind are none of our own.
  test: { include: ['*.test.ts', '*.tests.ts'] },
})
