import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bundledModels } from '../models/catalogue.ts'
import { folderWith, netsplit as run } from './support/cli.ts'
import {
  anchorsOf,
  documents,
  examplesOf,
  isInstalling,
  linksOf,
  readDocument,
  refresh,
  root,
  shows,
  type Example,
  type Hunk,
} from './support/documents.ts'
import { protocolTables } from './support/protocols.ts'
import { isUpdating, tableIn } from './support/tables.ts'
import { vitestIn } from './support/vitest-in.ts'

/*
 * The documents do as they say. Every block that begins with `$ ` is run in a folder that holds the
 * files of its document, and must print what the document shows. A line `…` stands for lines left
 * out. Of the lines `memory` and `time` of a report, which differ from run to run, only the labels
 * are compared. Model files are type-checked. Tables that come from data are compared with it. Projects
 * get the sources here, and the packed package in test/slow/package.test.ts.
 *
 * UPDATE_DOCS=1 rewrites what is shown, and the tables.
 */

/** Runs the command line; what it prints, and how it ended. */
const netsplit = async (args: readonly string[], cwd: string): Promise<Ended> => {
  const { stdout, stderr, status } = await run(args, { cwd })
  return { printed: stdout + stderr, status: status ?? 0 }
}

/** Runs a user's program in a folder beside the sources. @returns what is printed */
const tsxIn = (folder: string, script: string): Promise<string> => {
  const paths = { netsplit: [path.join(root, 'src/index.ts')] }
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths } }))
  return new Promise((resolve, reject) => {
    const all = ['--import', import.meta.resolve('tsx'), script]
    execFile(process.execPath, all, { cwd: folder }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr)
      else reject(error)
    })
  })
}

interface Ended {
  readonly printed: string
  readonly status: number
}

/** The commands of a script of the package that check something. */
const checksOf = (script: string): readonly string[] => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>
  }
  return (manifest.scripts[script] ?? '')
    .split(' && ')
    .filter((part) => part.startsWith('node dist/src/cli/main.js '))
    .map((part) => part.replace('node dist/src/cli/main.js', 'npx netsplit'))
}

/** The words of a command, as a shell hands them on: what is in quotes is one. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word)

/** What a line of a document prints, typed into a shell in a folder. */
const type = async (line: string, cwd: string): Promise<string> => {
  if (line === 'npm ci && npm start') {
    const all = checksOf('start').map((each) => type(each, cwd))
    return (await Promise.all(all)).join('')
  }
  const [, filters] = /^npx vitest run(.*)$/.exec(line) ?? []
  if (filters !== undefined) return vitestIn(cwd, filters.split(' ').filter(Boolean))
  const [, script] = /^npx tsx (\S+)$/.exec(line) ?? []
  if (script !== undefined) return tsxIn(cwd, script)
  const [, args, echo] = /^npx netsplit (.*?)(; echo \$\?)?$/.exec(line) ?? []
  if (args === undefined) throw new Error(`A document runs what this test cannot run: ${line}`)
  const { printed, status } = await netsplit(wordsOf(args), cwd)
  return echo === undefined ? printed : `${printed}${status}\n`
}

/** This very test. */
const isThis = (line: string): boolean => line === 'npm ci && npm test'

const pages = documents.map((name) => ({ name, examples: examplesOf(readDocument(name)) }))

/** Every state that a model file goes through in a document; what imports others is run, not only checked. */
const versions: string[] = []

const write = (file: string, content: string): void => {
  writeFileSync(file, content)
  const isAlone = file.endsWith('.ts') && !content.includes("from './")
  if (isAlone) versions.push(content)
}

/** A text with some places changed, each of which is there once. */
const changeIn = (text: string, hunks: readonly Hunk[]): string =>
  hunks.reduce((content, { before, after }) => {
    const found = content.split(before).length - 1
    if (found !== 1) throw new Error(`What is to be changed is there ${found} times:\n${before}`)
    return content.replace(before, () => after)
  }, text)

/** Does what an example says in a folder. @returns what is printed, as the document should show it */
const follow = async (example: Example, folder: string): Promise<string> => {
  if (example.kind === 'command') {
    if (isThis(example.command)) return ''
    if (isInstalling(example.command)) return example.output
    const printed = await type(example.command, folder)
    if (isUpdating) return refresh(example.output, printed)
    return shows(example.output, printed) ? example.output : printed
  }
  const file = path.join(folder, example.name)
  if (example.kind === 'file') write(file, example.content)
  else write(file, changeIn(readFileSync(file, 'utf8'), example.hunks))
  return ''
}

describe.each(pages.filter(({ examples }) => examples.length > 0))(
  '$name',
  ({ name, examples }) => {
    const folder = folderWith({})
    const changes: Hunk[] = []

    afterAll(() => {
      if (changes.length === 0) return
      writeFileSync(path.join(root, name), changeIn(readDocument(name), changes))
    })

    test.each(examples.map((example, index) => [titleOf(example), index, example] as const))(
      '%s (%i)',
      async (_, __, example) => {
        let shown = example.kind === 'command' ? example.output : ''
        const found = await follow(example, folder)
        if (isUpdating && example.kind === 'command' && found !== shown) {
          const block = (output: string): string => `$ ${example.command}\n${output}\`\`\``
          changes.push({ before: block(shown), after: block(found) })
          shown = found
        }
        expect(found).toBe(shown)
      },
    )
  },
)

function titleOf(example: Example): string {
  if (example.kind === 'command') return `$ ${example.command}`
  return example.kind === 'file' ? `writes ${example.name}` : `changes ${example.name}`
}

test('the model files are well typed', () => {
  const files = Object.fromEntries(versions.map((content, index) => [`${index}.ts`, content]))
  const settings = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots: [path.join(root, 'node_modules/@types')] },
    include: [],
    files: Object.keys(files),
  }
  const folder = folderWith({
    ...files,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify(settings),
  })
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  expect(versions.length).toBeGreaterThan(0)
  const { stdout } = spawnSync(process.execPath, [compiler, '--project', folder], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
})

const grouped = (count: number): string => count.toLocaleString('en')

/** The bundled models: one row for each configuration whose numbers come from elsewhere. */
const modelTable = (): string => {
  const rows = bundledModels.flatMap(({ name, about, configurations }) => {
    const [preset, ...others] = configurations
    const sourced = others.filter(({ source }) => source !== preset?.source)
    return [preset, ...(preset?.source === 'own count' ? [] : sourced)].flatMap((it, index) => {
      if (it === undefined) return []
      const settings = Object.entries(it.parameters).map(([key, value]) => `${key}=${value}`)
      const cells = [
        index === 0 ? `\`${name}\`` : '',
        index === 0 ? about : '',
        settings.length === 0 ? '' : `\`${settings.join(' ')}\``,
        grouped(it.distinct),
        grouped(it.generated),
        String(it.depth),
        it.source,
      ]
      return [`| ${cells.join(' | ')} |`]
    })
  })
  return [
    '| model | what it is | parameters | distinct | generated | depth | where the numbers come from |',
    '| --- | --- | --- | ---: | ---: | ---: | --- |',
    ...rows,
  ].join('\n')
}

const isRow = (line: string): boolean => /[│┼]/.test(line)

/** The table that `netsplit cap` prints. */
const capTable = async (): Promise<string> => {
  const { printed } = await netsplit(['cap'], root)
  const lines = printed.split('\n')
  const rows = lines.slice(lines.findIndex(isRow), lines.findLastIndex(isRow) + 1)
  return ['```text', ...rows, '```'].join('\n')
}

describe('a table that comes from data says what the data say', () => {
  test.each([
    ['models', 'docs/models.md', modelTable],
    ['cap', 'README.md', capTable],
    ['protocols', 'docs/protocols.md', protocolTables],
  ] as const)('%s in %s', async (name, file, make) => {
    const table = await make()
    expect(tableIn(file, name, table)).toBe(table)
  })
})

test('the README can be read in one sitting', () => {
  expect(readDocument('README.md').split('\n').length - 1).toBeLessThanOrEqual(250)
})

describe.each(documents)('%s', (name) => {
  test('leads nowhere that does not exist', () => {
    const own = path.dirname(name)
    const wrong = linksOf(readDocument(name)).filter(({ path: target, anchor, isNamed }) => {
      const file = target === '' ? name : path.join(isNamed ? '.' : own, target)
      if (!existsSync(path.join(root, file))) return true
      return anchor !== '' && !anchorsOf(readDocument(file)).includes(anchor)
    })
    expect(wrong).toEqual([])
  })
})
