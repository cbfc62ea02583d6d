import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import { Exit, type Io } from './io.ts'
import { writeNew, type NewFile } from './new-files.ts'
import { isBundled } from './plain-model.ts'
import { manifestFor, type Manifest } from './project-manifest.ts'
import { templateFiles, type TemplateFile } from './template.ts'

/** The options of `netsplit init`, parsed. */
export interface InitFlags {
  /** The folder of the models, relative to the project. */
  readonly models: string
  readonly editor?: 'vscode'
  readonly ci: boolean
}

/**
 * `netsplit init [PROJECT]`: a model with tests, types and CI, in a new or an existing project. Nothing is overwritten, and
 * nothing is written where not all of it can be.
 *
 * @throws ModelError 'bad-option' that names all files that are there already
 */
export const initCommand = async (
  asked: string | undefined,
  flags: InitFlags,
  io: Io,
): Promise<number> => {
  const models = modelsFolder(flags.models)
  const project = resolve(io.cwd, asked ?? '.')
  const manager = managerOf(project)
  const noCi = flags.ci ? whyNoCi(project, manager) : null
  const template = await templateFiles(models, {
    ci: flags.ci && noCi === null,
    vscode: flags.editor === 'vscode',
  })
  const taken = inTheWay(join(project, models), models, template)
  const into = relative(io.cwd, project)
  const manifest = await manifestFor({ project, into, models }, (place) => taken.push(place))
  const files = [...template, ...around(project, manifest)]
  const hasTypes = existsSync(join(project, 'tsconfig.json'))
  await writeNew(
    {
      files: files.map((it) => inside(into, it)),
      ...(manifest.kind === 'changed' && { changed: inside(into, manifest.file) }),
      taken: taken.map((path) => join(into, path)),
      wayOut,
    },
    io.cwd,
  )
  const notes = [
    ...(noCi === null ? [] : [`No workflow for CI: ${noCi}. docs/start.md shows one.`]),
    ...(hasTypes
      ? [
          `If tsconfig.json includes ${models}, exclude it there: it has a tsconfig.json of its own.`,
        ]
      : []),
  ]
  io.stdout.write(told({ into, files, manifest, manager, notes }))
  return Exit.asExpected
}

/** A file of a project, by its path from the working folder: so it is told of when it cannot be written. */
const inside = <Of extends NewFile>(into: string, file: Of): Of => ({
  ...file,
  path: join(into, file.path),
})

/** @throws ModelError 'bad-option' when models should not lie there */
const modelsFolder = (text: string): string => {
  const folder = text.replace(/^\.\//, '').replace(/\/+$/, '')
  if (isBundled(folder)) {
    throw new ModelError('bad-option', {
      what: `'${folder}' is the name of a bundled model: \`netsplit check ${folder}\` would check that one`,
      where: [`--models ${text}`],
      fix: 'give another folder, such as models',
    })
  }
  const isPlain = folder
    .split('/')
    .every((name) => /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) && name !== 'node_modules')
  if (isPlain) return folder
  throw new ModelError('bad-option', {
    what: `'${text}' is no folder for models`,
    where: [`--models ${text}`],
    fix: 'give a folder in the project, of letters, digits, - and _, such as models or design/models',
  })
}

/** Files that are in the folder of the models, besides those that are named anyway: all of them would be checked. */
const inTheWay = (folder: string, models: string, files: readonly NewFile[]): string[] => {
  let names: readonly string[] = []
  try {
    names = readdirSync(folder)
  } catch {
    // It is still to be made, or no folder: then that is what cannot be written.
  }
  const own = files.map(({ path }) => path)
  return names.map((name) => join(models, name)).filter((path) => !own.includes(path))
}

/** What is written besides the template. */
const around = (project: string, manifest: Manifest): readonly TemplateFile[] => {
  if (manifest.kind !== 'new') return []
  const made = { ...manifest.file, about: 'scripts and packages' }
  if (existsSync(join(project, '.gitignore'))) return [made]
  return [made, { path: '.gitignore', text: 'node_modules\n', about: 'what git leaves out' }]
}

const wayOut =
  'move or rename them; or write beside them: --models FOLDER has the models elsewhere, --no-ci leaves the workflow out, and without --editor there are no tasks'

/** The package managers other than npm, by what they leave in a project. */
const managers: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
}

const managerOf = (project: string): string => {
  const found = Object.entries(managers).find(([file]) => existsSync(join(project, file)))
  return found?.[1] ?? 'npm'
}

/** Why there is no use in a workflow there; null where there is. */
const whyNoCi = (project: string, manager: string): string | null => {
  const root = repositoryOf(project)
  if (root !== null && root !== project) {
    return `GitHub reads workflows in the root of the repository, ${root}`
  }
  return manager === 'npm'
    ? null
    : `the one that netsplit writes is for npm, and this project has ${manager}`
}

const repositoryOf = (folder: string): string | null => {
  if (existsSync(join(folder, '.git'))) return folder
  return dirname(folder) === folder ? null : repositoryOf(dirname(folder))
}

const told = ({
  into,
  files,
  manifest,
  manager,
  notes,
}: {
  readonly into: string
  readonly files: readonly TemplateFile[]
  readonly manifest: Manifest
  readonly manager: string
  readonly notes: readonly string[]
}): string => {
  const rows = [
    ...files.map(({ path, about }) => [path, about] as const),
    ...(manifest.kind === 'changed'
      ? [['package.json', `+ ${manifest.added.join(', ')}`] as const]
      : []),
  ]
  const width = Math.max(...rows.map(([path]) => path.length))
  return [
    into === '' ? 'Written:' : `Written in ${into}:`,
    ...rows.map(([path, about]) => `  ${path.padEnd(width)}  ${about}`),
    ...notes.flatMap((note) => ['', note]),
    '',
    'Next:',
    ...(into === '' ? [] : [`  cd ${into}`]),
    `  ${manager} install`,
    `  ${manager} run models:check   a verdict`,
    `  ${manager} run models:test    a test that fails, and tells why`,
    '',
  ].join('\n')
}
