import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { typesTexts } from './types-texts.config.ts'
import { workerTexts } from './worker-texts.config.ts'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** What a module does when it is loaded, though nothing of it is used: of libraries nothing. */
const hasEffects = (module: string): boolean => !/node_modules.*\.m?js$/.test(module)

interface Modules {
  readonly getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null
}

/** Whether the first chunk needs a module, at once and not only when a screen is opened. */
const isFirst = (id: string, modules: Modules, seen = new Set<string>()): boolean => {
  if (id.endsWith('/src/page/main.tsx')) return true
  if (seen.has(id)) return false
  seen.add(id)
  return modules.getModuleInfo(id)?.importers.some((by) => isFirst(by, modules, seen)) ?? false
}

/** The page: static files with relative addresses, which any server hands out under any path. */
export default defineConfig({
  root: file('src/page'),
  base: './',
  plugins: [workerTexts(), typesTexts()],
  resolve: {
    // The longer name first: an alias also stands for what begins with it.
    alias: [
      { find: 'netsplit/history', replacement: file('src/history/index.ts') },
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
    rollupOptions: {
      treeshake: { moduleSideEffects: hasEffects },
      output: {
        // What screens share with the first chunk stays in it: small chunks compress badly.
        codeSplitting: {
          groups: [{ name: (id, modules) => (isFirst(id, modules) ? 'first' : null) }],
        },
      },
    },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
})
