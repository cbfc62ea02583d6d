import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDocument } from '../../support/documents.ts'
import { folderWith, netsplit } from '../../support/cli.ts'

interface Task {
  readonly command: string
  readonly problemMatcher: {
    readonly pattern: { readonly regexp: string }
    readonly background?: { readonly beginsPattern: string; readonly endsPattern: string }
  }
}

/** What an editor makes of what is printed. */
const problemsIn = (text: string, { problemMatcher }: Task): readonly (readonly string[])[] =>
  text.split('\n').flatMap((line) => {
    const found = new RegExp(problemMatcher.pattern.regexp).exec(line)
    return found === null ? [] : [found.slice(1)]
  })

test('the tasks of a new project find problems at their lines, as often as a file is saved', async () => {
  const cwd = folderWith({})
  expect(await netsplit(['init', '--editor', 'vscode'], { cwd })).toMatchObject({ status: 0 })
  const model = join(cwd, 'models/shop.ts')
  const right = readFileSync(model, 'utf8')
  const wrong = right.replace('remembers: true', 'remembers: false')
  const line = right.split('\n').findIndex((it) => it.includes("'no order is charged twice'")) + 1
  const { tasks } = JSON.parse(readFileSync(join(cwd, '.vscode/tasks.json'), 'utf8')) as {
    tasks: readonly [Task, Task]
  }
  const [checking, watching] = tasks
  // Who has tasks already takes it from there.
  expect(readDocument('docs/start.md')).toContain(
    JSON.stringify(checking.problemMatcher.pattern.regexp),
  )
  const argsOf = ({ command }: Task): readonly string[] => command.split(' ').slice(2)

  const good = await netsplit(argsOf(checking), { cwd })
  expect(good).toMatchObject({ status: 0, stderr: '' })
  expect(problemsIn(good.stdout, checking)).toEqual([])

  writeFileSync(model, wrong)
  const bad = await netsplit(argsOf(checking), { cwd })
  expect(bad.status).toBe(1)
  const said = 'shop remembers=false: no order is charged twice: violated: 2 steps'
  expect(problemsIn(bad.stdout, checking)).toEqual([
    ['models/shop.ts', String(line), 'error', said],
  ])

  writeFileSync(model, `${right}\nlet a b\n`)
  const broken = await netsplit(argsOf(checking), { cwd })
  expect(broken.status).toBe(2)
  const last = String(right.split('\n').length + 1)
  expect(problemsIn(broken.stdout, checking)).toEqual([
    ['models/shop.ts', last, 'error', expect.stringContaining('does not parse')],
  ])

  writeFileSync(model, right)
  const { beginsPattern = '', endsPattern = '' } = watching.problemMatcher.background ?? {}
  const seen: string[] = []
  const watched = await netsplit(argsOf(watching), {
    cwd,
    meanwhile: (child) => {
      child.stderr?.on('data', (text: Buffer) => {
        for (const each of text.toString().trimEnd().split('\n')) {
          const [begins, ends] = [beginsPattern, endsPattern].map((it) => new RegExp(it).test(each))
          if (begins) seen.push('begins')
          if (!ends) continue
          seen.push('ends')
          if (seen.length > 1) child.kill('SIGINT')
          else {
            writeFileSync(model, wrong)
            // Whatever the clock of the disk counts in.
            utimesSync(model, new Date(), new Date(Date.now() + 5000))
          }
        }
      })
    },
  })
  expect(seen).toEqual(['ends', 'begins', 'ends'])
  expect(problemsIn(watched.stdout, watching)).toHaveLength(1)
})
