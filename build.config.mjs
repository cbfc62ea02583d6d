// Bundles the program: what is loaded together is one file, which a check starts faster from than
// from a hundred. Modules that several entries share are chunks, so that there is one copy of each.
import { build } from 'esbuild'

await build({
  entryPoints: [
    'src/index.ts',
    'src/impossibility/index.ts',
    'src/cli/main.ts',
    'src/cli/engine-process.ts',
    'src/cli/module-hooks.ts',
    'models/**/*.ts',
  ],
  // Where they are looked for relative to their own place: beside the engine and the hooks.
  chunkNames: 'src/cli/[name]-[hash]',
  outbase: '.',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  external: ['netsplit', 'netsplit/impossibility'],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
})
