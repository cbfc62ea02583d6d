import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { folderWith, netsplit, type Ended } from '../../support/cli.ts'

/*
 * The program among what is not as it should be: each time a line that is true, and the status that
 * is documented. Never a stack, a hang, or a report that is lost without a word.
 */

const model = `
import { machine } from 'netsplit'
export default machine({
  name: 'plain',
  initial: () => 0,
  actions: { step: { when: (n: number) => n < 3, do: (n: number) => n + 1 } },
  properties: ({ reachable }) => ({ three: reachable((n) => n === 3) }),
})
`

/** A model of a node with one step, which does something, and how far it came is seen outside. */
const doing = (body: string): string => `
import { role, system } from 'netsplit'
console.error('running', process.pid)
const node = role<{ count: number }, number>({
  initial: () => ({ count: 0 }),
  internal: {
    go: { when: ({ count }) => count < 3, do: (state, context) => { state.count += 1; ${body} } },
  },
})
export default system({
  name: 'doing',
  nodes: { node },
  properties: ({ always }) => ({ fine: always(({ nodes }) => nodes.node.count < 9) }),
})
`

const status = (ended: Ended): unknown => ({ status: ended.status, stdout: ended.stdout })
const nothing = { status: 2, stdout: '' }

describe('where the model lies', () => {
  test.concurrent('may be called anything, with files that import each other', async ({
    expect,
  }) => {
    const folder = join(folderWith({}), `a#b %20d%e é✓ (f) [g] 'h' "i" & ;`)
    mkdirSync(folder)
    const text = model.replace(
      "'netsplit'",
      "'netsplit'\nimport { limit } from './limit'\nexport const most = () => 3",
    )
    writeFileSync(join(folder, 'model.ts'), text.replace('n < 3', 'n < limit()'))
    writeFileSync(
      join(folder, 'limit.ts'),
      "import { most } from './model'\nexport const limit = () => most()\n",
    )
    const ended = await netsplit(['check', join(folder, 'model.ts')])
    expect(ended).toMatchObject({ status: 0, stderr: '' })
  })

  const places: Readonly<Record<string, readonly [(folder: string) => void, ...string[]]>> = {
    'a folder that looks like a query': [
      (folder) => {
        mkdirSync(join(folder, 'is it?'))
        execFileSync('mv', ['model.ts', 'is it?/model.ts'], { cwd: folder })
        symlinkSync('is it?/model.ts', join(folder, 'model.ts'))
      },
      'TypeScript cannot be loaded from a path with a question mark in it',
    ],
    'a package.json that is a folder': [
      (folder) => mkdirSync(join(folder, 'package.json')),
      "The package.json of the model's folder cannot be read: Error: EISDIR",
      'where: package.json',
    ],
    'a package.json that is no JSON': [
      (folder) => writeFileSync(join(folder, 'package.json'), '{ "type": }'),
      "The package.json of the model's folder cannot be read: SyntaxError",
    ],
    'files that need each other': [
      (folder) => {
        writeFileSync(join(folder, 'model.ts'), "import { b } from './b'\nexport const a = b\n")
        writeFileSync(join(folder, 'b.ts'), "import { a } from './model'\nexport const b = a + 1\n")
      },
      "Cannot access 'a' before initialization",
      'where: b.ts:2:18',
      'in a circle',
    ],
    'a pipe': [
      (folder) => execFileSync('sh', ['-c', 'rm model.ts; mkfifo model.ts'], { cwd: folder }),
      "'model.ts' is no regular file",
    ],
    'a device': [
      (folder) => {
        execFileSync('rm', ['model.ts'], { cwd: folder })
        symlinkSync('/dev/null', join(folder, 'model.ts'))
      },
      "'model.ts' is no regular file",
    ],
    'bytes that are no text': [
      (folder) => writeFileSync(join(folder, 'model.ts'), Buffer.from([0, 27, 91, 255, 10])),
      'The model file does not parse',
    ],
  }
  test.concurrent.for(Object.entries(places))('%s', async ([, [prepare, ...lines]], { expect }) => {
    const folder = folderWith({ 'model.ts': model })
    prepare(folder)
    const ended = await netsplit(['check', 'model.ts'], { cwd: folder })
    expect(status(ended)).toEqual(nothing)
    for (const line of lines) expect(ended.stderr).toContain(line)
    expect(ended.stderr).not.toMatch(/^\s+at /m)
    expect(ended.stderr).not.toContain('\u001b')
  })
})

describe('what a model does besides', () => {
  const models: Readonly<Record<string, readonly [content: string, line: string]>> = {
    'throws what cannot be printed': [
      'throw Object.create(null)',
      'error: The model threw a value that cannot be printed (object)',
    ],
    'exports a proxy that throws': [
      'export default new Proxy({}, { has: () => { throw new Error("ask me not") } })',
      'error: The model threw Error: ask me not',
    ],
    'exports a system that throws': [
      `${model.replace('export default', 'const it =')}
export default new Proxy(it, { get: (_, name) => { if (name !== 'kind') throw new Error('ask me not'); return 'system' } })`,
      'error: The model threw Error: ask me not',
    ],
    'sends messages to the command line': [
      'for (const it of [null, 1, {}, { kind: "?" }]) process.send?.(it)\nexport default 1',
      'error: The default export is a number, not a system',
    ],
    'ends the program in a handler': [
      doing('process.exit(0)'),
      'error: The model ended the program (exit status 0)',
    ],
    'rejects a promise in a handler': [
      doing('void Promise.reject(new Error("too late"))'),
      'error: The model threw Error: too late',
    ],
    'sends later, from a promise': [
      doing('void Promise.resolve().then(() => context.send("node", 1))'),
      'error: A context is used after its handler has returned',
    ],
    'sets a timer in a handler': [
      doing('setTimeout(() => context.send("node", 1), 1000)'),
      'error: A handler called setTimeout or setInterval',
    ],
  }
  test.concurrent.for(Object.entries(models))('%s', async ([, [content, line]], { expect }) => {
    const folder = folderWith({ 'model.ts': content })
    const ended = await netsplit(['check', 'model.ts', '--json'], { cwd: folder })
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain(line)
    expect(ended.stderr).not.toMatch(/^\s+at /m)
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { what: expect.any(String) } })
  })

  test.concurrent('a timer of the module itself is none of its handlers', async ({ expect }) => {
    const folder = folderWith({ 'model.ts': `setInterval(() => {}, 50)\n${model}` })
    expect(await netsplit(['check', 'model.ts'], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })
})

describe('where the report goes', () => {
  test.concurrent('a disk that is full: said, and no success', async ({ expect }) => {
    const full = openSync('/dev/full', 'w')
    const ended = await netsplit(['models'], { stdout: full })
    closeSync(full)
    expect(ended).toMatchObject({
      status: 2,
      stderr: 'error: The output cannot be written: ENOSPC: no space left on device, write\n',
    })
  })

  test.concurrent('a reader that has gone: nothing to say', async ({ expect }) => {
    const ended = await netsplit(['check', 'die-hard'], {
      meanwhile: ({ stdout, stderr }) => {
        stdout?.destroy()
        stderr?.once('close', () => undefined)
      },
    })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
  })

  test.concurrent('a terminal of no width', async ({ expect }) => {
    const env = { COLUMNS: '0', TERM: 'dumb', NO_COLOR: '1', FORCE_COLOR: '' }
    const ended = await netsplit(['check', 'die-hard'], { env })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
  })
})

/** Whether a process runs. One that has ended and that nobody asked for does not. */
const isAlive = (pid: string): boolean => {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}

test.concurrent('an engine that somebody kills is not said to have run out of memory', async ({
  expect,
}) => {
  const folder = folderWith({ 'model.ts': doing('for (;;) {}') })
  const ended = await netsplit(['check', 'model.ts'], {
    cwd: folder,
    meanwhile: (child) => {
      child.stderr?.on('data', (text: Buffer) => {
        const [, engine] = /^running (\d+)$/m.exec(text.toString()) ?? []
        if (engine !== undefined) setTimeout(() => process.kill(Number(engine), 'SIGKILL'), 300)
      })
    },
  })
  expect(ended.status).toBe(3)
  expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(
    "a signal (SIGKILL) ended the engine's process; perhaps the system ran out of memory",
  )
})

test.concurrent('an engine whose parent was killed dies, in a handler that never returns', async ({
  expect,
}) => {
  const folder = folderWith({ 'model.ts': doing('for (;;) {}') })
  const ended = await netsplit(['check', 'model.ts'], {
    cwd: folder,
    meanwhile: (child) => {
      child.stderr?.once('data', () => setTimeout(() => child.kill('SIGKILL'), 500))
    },
  })
  // The command line's own end was not its choice, and the engine held its output open until it died.
  expect(ended.status).toBe(null)
  const [, engine = ''] = /^running (\d+)$/m.exec(ended.stderr) ?? []
  expect(engine).not.toBe('')
  while (isAlive(engine)) {
    // A test that waits for ever fails at its time-out.
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
})
