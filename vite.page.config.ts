import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** The page: static files with relative addresses, which any server hands out under any path. */
export default defineConfig({
  root: file('src/page'),
  base: './',
  resolve: {
    // The longer name first: an alias also stands for what begins with it.
    alias: [
      { find: 'netsplit/impossibility', replacement: file('src/impossibility/index.ts') },
      { find: 'netsplit', replacement: file('src/index.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: file('dist/page'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
})
