#!/usr/bin/env node
import { changedSources } from './changed-sources.ts'
import { startAhead } from './engine-start.ts'
import { Exit } from './io.ts'
import type * as Program from './start.ts'

/*
 * Where the program starts: from its build, unless this is a clone whose sources were edited since.
 * What is edited is what is run: a verdict on a model as it was would be a wrong one.
 */

/** The parts of this program, loaded from the sources. */
const fromSources = async (changed: readonly string[]): Promise<typeof Program> => {
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : ''
  const files = `${changed.slice(0, 3).join(', ')}${more}`
  process.stderr.write(`netsplit: running from the sources, changed since the build: ${files}\n`)
  const preload = new URL('./from-sources.js', import.meta.url).href
  await import(preload)
  // The engine's process takes the options of this one.
  process.execArgv.push('--import', preload)
  const start = new URL('../../../src/cli/start.ts', import.meta.url).href
  return (await import(start)) as typeof Program
}

const load = async (): Promise<typeof Program | null> => {
  const changed = import.meta.url.endsWith('.ts') ? [] : await changedSources()
  if (changed.length === 0) {
    startAhead(process.argv.slice(2))
    return import('./start.ts')
  }
  try {
    return await fromSources(changed)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`error: The changed sources of netsplit cannot be loaded: ${why.trim()}\n`)
    process.exitCode = Exit.mistake
    return null
  }
}

const program = await load()
await program?.start()
