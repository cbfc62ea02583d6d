import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { folderWith, netsplit, transcript } from '../../support/cli.ts'

/** A model of one node that goes wrong in a handler, or near one. */
const node = (handlers: string, more = ''): string => `
import { role, system } from 'netsplit'

interface State { count: number; seen: unknown }
type Message = { type: 'add'; by: number }

const counter = role<State, Message>({
  initial: () => ({ count: 0, seen: null }),
  start: (_, { send }) => send('b', { type: 'add', by: 1 }),
${handlers}
})

let calls = 0
class Money { amount = calls }

export default system({
  name: 'counters',
  nodes: { a: counter, b: counter },
${more}
})
`

const receive = (body: string): string =>
  node(`  receive: (state, message, { send, choose }) => {
    state.count += message.by
    ${body}
  },`)

const property = (body: string): string =>
  node(
    '  receive: (state, message) => { state.count += message.by },',
    `  properties: ({ always }) => ({ 'is fine': always(({ nodes }) => ${body}) }),`,
  )

/** What is written into the file, or null where there is none. */
const mistakes: Readonly<Record<string, string | null>> = {
  'file-missing': null,
  'file-syntax':
    "import { system } from 'netsplit'\n\ninterface A { x: number }\nexport default system({ name: , nodes: {} })\n",
  'file-no-default': "import { system } from 'netsplit'\nexport const model = () => system\n",
  'file-empty': '',
  'file-throws':
    'interface Config { servers: number[] }\n\nconst config = {} as Config\nconsole.error(config.servers.length)\nexport default 1\n',
  'file-bad-import': "import { sytem } from 'netsplit'\nexport default sytem({})\n",
  'file-missing-import': "import { nodes } from './nodes.ts'\nexport default nodes\n",
  'file-missing-package':
    "import { chain } from 'no-such-package-anywhere'\nexport default chain\n",
  'file-not-a-system': 'export default { nodes: {} }\n',
  'file-role': "import { role } from 'netsplit'\nexport default role({ initial: () => 0 })\n",
  'file-returns-nothing':
    "import { machine } from 'netsplit'\nexport default () => { machine({ name: 'm', initial: () => 0, actions: {} }) }\n",
  'file-async':
    "import { machine } from 'netsplit'\nexport default async () => machine({ name: 'm', initial: () => 0, actions: {} })\n",
  'file-bad-parameters':
    "export const parameters = { servers: ['a', 'b'] }\nexport default () => null\n",
  'file-function-throws':
    'export default () => {\n  const none: string[] = []\n  return none[0].length\n}\n',
  'file-bad-system':
    "import { system } from 'netsplit'\nexport default () => system({ name: 'none', nodes: {} })\n",
  'file-waits-for-ever': 'await new Promise(() => undefined)\nexport default 1\n',
  'file-exits': 'process.exit(0)\nexport default 1\n',
  'file-rejects':
    "void Promise.reject(new Error('too late'))\nawait new Promise((resolve) => setTimeout(resolve, 1000))\nexport default 1\n",
  'handler-throws': receive("if (state.count > 0) throw new RangeError('too many')"),
  'handler-not-pure': receive('state.seen = calls++'),
  'handler-unknown-node': receive("send('bb', message)"),
  'handler-empty-choice': receive('state.seen = choose([])'),
  'handler-class-instance': receive('state.seen = new Money()'),
  'handler-async': node('  receive: async (state) => state,'),
  'property-throws': property('(nodes.b.seen as string).length > 0'),
  'property-wrong-name': property('nodes.c.count === 0'),
}

describe('a wrong model is told with the place and the way out, and the status is 2', () => {
  test.concurrent.for(Object.entries(mistakes))('%s', async ([name, content], { expect }) => {
    const folder = folderWith(content === null ? {} : { 'model.ts': content })
    const args = ['check', 'model.ts']
    const ended = await netsplit(args, { cwd: folder })
    expect(ended.status).toBe(2)
    expect(ended.stdout).toBe('')
    expect(ended.stderr).not.toMatch(/^\s+at /m)
    await expect(transcript(args, ended, folder)).toMatchFileSnapshot(
      `../../golden/cli/${name}.txt`,
    )
  })

  test.concurrent('file-folder', async ({ expect }) => {
    const folder = folderWith({})
    mkdirSync(join(folder, 'protocols'))
    const ended = await netsplit(['check', 'protocols'], { cwd: folder })
    expect(ended.status).toBe(2)
    await expect(transcript(['check', 'protocols'], ended, folder)).toMatchFileSnapshot(
      '../../golden/cli/file-folder.txt',
    )
  })

  test.concurrent('file-wrong-kind', async ({ expect }) => {
    const folder = folderWith({ 'notes.md': '# Notes' })
    const ended = await netsplit(['check', 'notes.md'], { cwd: folder })
    expect(ended.status).toBe(2)
    await expect(transcript(['check', 'notes.md'], ended, folder)).toMatchFileSnapshot(
      '../../golden/cli/file-wrong-kind.txt',
    )
  })
})
