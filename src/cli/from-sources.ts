import { readTypeScript } from './read-typescript.ts'

/*
 * Preloaded into a process that runs netsplit's own sources instead of their build: TypeScript can be
 * imported, and what imports netsplit gets the sources.
 */

await readTypeScript(new URL('../../../src/', import.meta.url), '.ts')
