import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { workerTexts } from './worker-texts.config.ts'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** What a module does when it is loaded, though nothing of it is used: of libraries nothing. */
const hasEffects = (module: string): boolean => !/node_modules.*\.m?js$/.test(module)

/** The page: static files with relative addresses, which any server hands out under any path. */
export default defineConfig({
  root: file('src/page'),
  base: './',
  plugins: [workerTexts()],
  resolve: {
    // The longer name first: an alias also stands for what begins with it.
    alias: [
      { find: 'netsplit/impossibility', replacement: file('src/impossibility/index.ts') },
      { find: 'netsplit', replacement: file('src/index.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: {
    format: 'es',
    rollupOptions: { treeshake: { moduleSideEffects: hasEffects } },
  },
  build: {
    outDir: file('dist/page'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    rollupOptions: { treeshake: { moduleSideEffects: hasEffects } },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
})
