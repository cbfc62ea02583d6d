import { execFileSync } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { fileURLToPath } from 'node:url'
import { serve } from './serve.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the page is served, with a slash at its end. */
    readonly page: string
  }
}

const file = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url))

/** Builds the program, to compare with, and the page once, and serves it, not at the root: it must work under any path. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  for (const script of ['build', 'page']) {
    // As a user does it: not in the surroundings of a test.
    const env = { ...process.env, NODE_ENV: undefined }
    execFileSync('npm', ['run', '--silent', script], { cwd: file('.'), stdio: 'pipe', env })
  }
  const server = await serve(file('dist/page'), '/some/where/')
  project.provide('page', server.address)
  return server.close
}
