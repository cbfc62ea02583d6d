import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** `.ts` when netsplit runs from its sources, `.js` when it runs from its build. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** Starts one of the programs of this folder in a thread. @param name its file, without the ending */
export const startThread = (name: string, options: WorkerOptions): Worker => {
  const program = fileURLToPath(new URL(`./${name}${extension}`, import.meta.url))
  return extension === '.js'
    ? new Worker(program, options)
    : new Worker(fromSources(program), { ...options, eval: true })
}

/** The program of a thread, as a text that has Node read TypeScript first: threads have no preloads. */
const fromSources = (program: string): string => {
  const [tsx, entry] = [import.meta.resolve('tsx/esm/api'), pathToFileURL(program).href]
  return `import(${JSON.stringify(tsx)}).then(({ register }) => {
    register()
    return import(${JSON.stringify(entry)})
  })`
}
