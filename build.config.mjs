// Bundles the program: what is loaded together is one file, which a check starts faster from than
// from a hundred. Modules that several entries share are chunks, so that there is one copy of each.
import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const { metafile } = await build({
  entryPoints: [
    'src/index.ts',
    'src/browser/index.ts',
    'src/impossibility/index.ts',
    'src/vitest/index.ts',
    'src/cli/main.ts',
    'src/cli/engine-process.ts',
    'src/cli/module-hooks.ts',
    'src/cli/from-sources.ts',
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
  metafile: true,
})

// By this the program in a clone notices that its sources were edited (src/cli/changed-sources.ts).
const asBuilt = (file) => {
  // The time first: what is edited in between must not pass for what was built.
  const { ctimeMs: changed } = statSync(file)
  return { digest: createHash('sha256').update(readFileSync(file)).digest('hex'), changed }
}
const builtFrom = Object.keys(metafile.inputs).map((file) => [file, asBuilt(file)])
writeFileSync('dist/built-from.json', `${JSON.stringify(Object.fromEntries(builtFrom), null, 2)}\n`)
