import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NewFile } from './new-files.ts'

/** The folder of the template: below the sources that run, or beside the program, as it was built. */
const folder = new URL(
  import.meta.url.endsWith('.ts') ? '../template/' : '../../template/',
  import.meta.url,
)

/** A small model in TypeScript, all of whose properties hold. */
export const templateModel = fileURLToPath(new URL('shop.ts', folder))

/** What a project may have besides its models. */
export interface Extras {
  /** A workflow of GitHub. */
  readonly ci: boolean
  /** Tasks of VS Code. */
  readonly vscode: boolean
}

/** A file of a new project, with a few words on what it is. */
export interface TemplateFile extends NewFile {
  readonly about: string
}

/**
 * The files of a new project.
 *
 * @param models the folder of the models, relative to the project
 */
export const templateFiles = async (
  models: string,
  { ci, vscode }: Extras,
): Promise<readonly TemplateFile[]> => {
  const wanted: readonly (readonly [name: string, path: string, about: string, is: boolean])[] = [
    ['shop.ts', join(models, 'shop.ts'), 'a model', true],
    ['shop.test.ts', join(models, 'shop.test.ts'), 'tests of it: one passes, one fails', true],
    ['tsconfig.json', join(models, 'tsconfig.json'), 'how types are checked', true],
    ['netsplit.yml', '.github/workflows/netsplit.yml', 'checks and tests in CI', ci],
    ['tasks.json', '.vscode/tasks.json', 'tasks for VS Code, and problems at their lines', vscode],
  ]
  return Promise.all(
    wanted
      .filter(([, , , is]) => is)
      .map(async ([name, path, about]) => {
        const text = await readFile(new URL(name, folder), 'utf8')
        return { path, about, text: text.replaceAll('{models}', models) }
      }),
  )
}
