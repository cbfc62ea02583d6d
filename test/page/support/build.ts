import type { TestProject } from 'vitest/node'
import { build } from 'vite'
import { fileURLToPath } from 'node:url'
import { setup as buildProgram } from '../../support/build.ts'
import { serve } from './serve.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the page is served, with a slash at its end. */
    readonly page: string
  }
}

const file = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url))

/** Builds the program and the page once, and serves it, not at the root: it must work under any path. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  buildProgram()
  for (const config of ['vite.page.config.ts', 'vite.whole.config.ts']) {
    await build({ configFile: file(config), logLevel: 'warn' })
  }
  const server = await serve(file('dist/page'), '/some/where/')
  project.provide('page', server.address)
  return server.close
}
