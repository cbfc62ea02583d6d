import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ailing, isWithin, well, type Diagnosis } from './diagnosis.ts'
import { brokenManifest } from './manifest.ts'
import { packageRoot, version } from './version.ts'

/** A package as the files of a folder see it. */
interface Installed {
  /** Its folder. */
  readonly path: string
  readonly version: string
}

/**
 * The package that an import in a folder finds, by Node's own rule; null where there is none. Its package.json need
 * not be among what it exports.
 */
const installed = (name: string, folder: string): Installed | null => {
  const around = manifestAround(folder)
  // A package may import itself.
  if (around !== null && manifestIn(around).name === name) return packageIn(around)
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name)
    if (existsSync(join(path, 'package.json'))) return packageIn(path)
    if (dirname(at) === at) return null
  }
}

const packageIn = (folder: string): Installed => ({
  path: realpathSync(folder),
  version: manifestIn(folder).version ?? 'of no version',
})

/** What a package.json says of itself; nothing where it cannot be read. */
const manifestIn = (folder: string): { readonly name?: string; readonly version?: string } => {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
  } catch {
    return {}
  }
}

/** The nearest folder with a package.json; null where there is none. */
const manifestAround = (folder: string): string | null => {
  if (existsSync(join(folder, 'package.json'))) return folder
  return dirname(folder) === folder ? null : manifestAround(dirname(folder))
}

/** The folder of the netsplit that is running. */
const ownFolder = (): string => realpathSync(fileURLToPath(packageRoot))

/** Which netsplit is running, and whether its build is that of its sources. */
export const netsplitIs = (changed: readonly string[], cwd: string): Diagnosis => {
  const found = `${version}, in ${nearby(ownFolder(), cwd)}`
  return changed.length === 0
    ? well('netsplit', found)
    : ailing('netsplit', `${found}, whose sources were changed since it was built`, 'npm run build')
}

/** What editors, tests and programs in a folder get for `import … from 'netsplit'`; the command gives models itself. */
export const importIs = (folder: string, cwd: string): Diagnosis => {
  const add = 'npm install --save-dev netsplit'
  const found = installed('netsplit', folder)
  if (found === null) {
    const isProject = manifestAround(folder) !== null
    const missing = `files in ${nearby(folder, cwd)} find no netsplit; the command brings its own`
    return isProject
      ? ailing('import', missing, `${add}: editors and tests look for it there`)
      : well('import', `${missing}. For editors and tests: npm init -y && ${add}`)
  }
  const place = `netsplit is ${found.version} in ${nearby(found.path, cwd)}`
  if (found.path === ownFolder()) return well('import', place)
  return found.version === version
    ? well('import', `${place}, another copy of the one that runs`)
    : ailing(
        'import',
        `${place}, and ${version} runs`,
        'run that one: npx netsplit; or install this one there, so that editors, tests and the command agree',
      )
}

/** Whether tests can run. @param range the versions that netsplit goes with */
export const vitestIs = (folder: string, range: string, cwd: string): Diagnosis => {
  const found = installed('vitest', folder)
  const add = 'npm install --save-dev vitest'
  if (found === null) return well('vitest', `none; only tests need it: ${add}`)
  const place = `${found.version} in ${nearby(found.path, cwd)}`
  return isWithin(found.version, range)
    ? well('vitest', place)
    : ailing('vitest', `${place}, and netsplit/vitest is made for ${range}`, `${add}@latest`)
}

/** Whether the package.json around a folder can be read. */
export const manifestIs = async (folder: string, cwd: string): Promise<Diagnosis | null> => {
  const broken = await brokenManifest(join(folder, 'model.ts'))
  if (broken === null) return null
  const place = nearby(broken.path, cwd)
  return ailing(
    'project',
    `${place} cannot be read: ${broken.why}`,
    'mend it: nothing beside it can be imported',
  )
}

/** A path as one would write it in the working folder, where it is below. */
const nearby = (path: string, cwd: string): string => {
  const way = relative(cwd, path)
  if (way === '') return 'this folder'
  return way.startsWith('..') ? path : way
}
