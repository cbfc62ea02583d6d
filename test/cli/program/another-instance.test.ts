import { describe, expect, test } from 'vitest'
import { folderWith, netsplit } from '../../support/cli.ts'

/*
 * Handlers that share a variable of a module: the module is loaded once more, and its handlers are asked
 * in another order there.
 */

/** Two nodes: one sets a flag, the other goes by it. The flag is wherever it is given. */
const talking = (flag: string, { isReaderFirst = false } = {}): string => `
import { role, system } from 'netsplit'
${flag}
const a = role({
  initial: () => ({ k: 0 }),
  internal: { go: { when: (s) => s.k === 0, do: (s) => { s.k = 1; shared.flag = true } } },
})
const b = role({
  initial: () => ({ k: 0 }),
  internal: { look: { when: (s) => s.k < 3, do: (s) => { s.k = shared.flag ? s.k + 1 : 9 } } },
})
export default system({
  name: 'talking',
  nodes: ${isReaderFirst ? '{ b, a }' : '{ a, b }'},
  properties: ({ never }) => ({ nine: never(({ nodes }) => nodes.b.k === 9) }),
})
`
const own = 'const shared = { flag: false }'

const isRefused = {
  status: 2,
  stdout: '',
  stderr: expect.stringMatching(/^error: A handler is not pure[^]*node 'b', its step 'look'/),
}

/** A pure machine, whatever else is in its module. */
const pure = (more: string, step = 'n + 1'): string => `
import { machine } from 'netsplit'
${more}
export default machine({
  name: 'pure',
  initial: () => 0,
  actions: { step: { when: (n) => n < 3, do: (n) => ${step} } },
  properties: ({ reachable }) => ({ three: reachable((n) => n === 3) }),
})
`

describe('handlers that talk through a variable', () => {
  const places: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'of the model file': { 'model.ts': talking(own) },
    'of the model file, the reader first': {
      'model.ts': talking(own, { isReaderFirst: true }),
    },
    'of a file that the model imports': {
      'model.ts': talking("import { shared } from './shared.ts'"),
      'shared.ts': `export ${own}`,
    },
    'of a CommonJS file': {
      'model.mjs': talking("import shared from './shared.cjs'"),
      'shared.cjs': 'module.exports = { flag: false }',
    },
    'of a CommonJS file that another requires': {
      'model.mjs': talking("import { shared } from './index.cjs'"),
      'index.cjs': "exports.shared = require('./shared.cjs')",
      'shared.cjs': 'module.exports = { flag: false }',
    },
    'of files that import each other': {
      'model.js': talking("import { shared } from './one.js'"),
      'one.js': `import { two } from './two.js'\nexport ${own}\nexport const one = () => two`,
      'two.js': "import { one } from './one.js'\nexport const two = () => one",
    },
    'of a file with a query in its name': {
      'model.mjs': talking("import { shared } from './sha%3Fred.mjs?x=1'"),
      'sha?red.mjs': `export ${own}`,
    },
    'of a module that awaits something': {
      'model.ts': talking(`await new Promise((resolve) => setTimeout(resolve, 1))\n${own}`),
    },
  }
  test.concurrent.for(Object.entries(places))('%s, are not pure', async ([, files], { expect }) => {
    const [model = ''] = Object.keys(files)
    expect(await netsplit(['check', model], { cwd: folderWith(files) })).toMatchObject(isRefused)
  })

  test.concurrent('with an assumption changed at a time, are not pure', async ({ expect }) => {
    const cwd = folderWith({ 'model.ts': talking(own) })
    expect(await netsplit(['check', 'model.ts', '--flip'], { cwd })).toMatchObject(isRefused)
  })
})

describe('a pure model is loaded once more without harm', () => {
  const harmless: Readonly<Record<string, string>> = {
    'though it remembers what it has worked out': pure(
      `const known = new Map()
       const next = (n) => { if (!known.has(n)) known.set(n, n + 1); return known.get(n) }`,
      'next(n)',
    ),
    'though it leaves a timer running when it is loaded': pure('setInterval(() => {}, 1000)'),
    'though it changes what all instances share': pure(
      'globalThis.loaded = (globalThis.loaded ?? 0) + 1',
    ),
    'though its name is another each time': pure('').replace("'pure'", '`pure ${Math.random()}`'),
  }
  test.concurrent.for(Object.entries(harmless))('%s', async ([, model], { expect }) => {
    const ended = await netsplit(['check', 'model.mjs'], {
      cwd: folderWith({ 'model.mjs': model }),
    })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
  })

  test.concurrent('and what it prints then is printed once', async ({ expect }) => {
    const cwd = folderWith({ 'model.mjs': pure("console.log('hello')") })
    const ended = await netsplit(['check', 'model.mjs'], { cwd })
    expect(ended).toMatchObject({ status: 0, stderr: 'hello\n' })
  })
})

describe('a module that is not the same when it is loaded once more', () => {
  test.concurrent('because it fails then, gets no verdict', async ({ expect }) => {
    const once = "if (globalThis.isLoaded) throw new Error('busy')\nglobalThis.isLoaded = true"
    const cwd = folderWith({ 'model.mjs': pure(once) })
    const ended = await netsplit(['check', 'model.mjs'], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain('made once more, it is not the same system')
    expect(ended.stderr).toContain('busy')
    expect(ended.stderr).toContain('model.mjs:3')
  })

  test.concurrent('because it has another property, gets no verdict', async ({ expect }) => {
    const cwd = folderWith({
      'model.mjs': pure('globalThis.loaded = (globalThis.loaded ?? 0) + 1').replace(
        'three:',
        "['three ' + globalThis.loaded]:",
      ),
    })
    const ended = await netsplit(['check', 'model.mjs'], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain('properties[0].name: "three 1" before, "three 2" now')
  })
})
