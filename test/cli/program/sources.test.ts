import { expect, test } from 'vitest'
import type { Report } from '../../../src/index.ts'
import { folderWith, netsplit } from '../../support/cli.ts'

const model = `import { always } from './kit.ts'
import { role, system } from 'netsplit'

interface Lamp {
  on: boolean
}

/** 'it is dark': no key. */
const lamp = role<Lamp>({
  initial: () => ({ on: false }),
  internal: {
    toggle: {
      when: () => true,
      do: (state) => {
        state.on = !state.on
      },
    },
    off(state) {
      state.on = false
    },
  },
})
const isDark = ({ nodes }: { nodes: { lamp: Lamp } }): boolean => !nodes.lamp.on
const name = 'by a name that is made: '

export default system({
  name: 'lamp',
  nodes: { lamp },
  properties: (kit) => ({
    ...always(kit),
    'is lit': kit.reachable(({ nodes }) => nodes.lamp.on),
    "it's dark": kit.always(isDark),
    dark:
      kit.always(({ nodes }) => !nodes.lamp.on),
    [name + '1']: kit.always(
      ({ nodes }) => nodes.lamp.on === nodes.lamp.on,
    ),
    'goes on': kit.noDeadlock(),
  }),
})
`
const kit = `// A line before.
export const always = ({ noDeadlock, never }: any) => ({
  'of another file': never(({ nodes }: any) => nodes.lamp.on === 3),
  'without a predicate': noDeadlock(),
})
`

const reportOn = async (files: Readonly<Record<string, string>>): Promise<Report> => {
  const { stdout } = await netsplit(['check', 'lamp.ts', '--json'], { cwd: folderWith(files) })
  return JSON.parse(stdout) as Report
}

test('a report says where roles, handlers and properties are written', async () => {
  const { properties, roles } = await reportOn({ 'lamp.ts': model, 'kit.ts': kit })
  const lines = (file: string, text: string): string =>
    `${file}:${(file === 'kit.ts' ? kit : model).split('\n').findIndex((line) => line.includes(text)) + 1}`
  expect(
    Object.fromEntries(
      properties.map(({ name, source }) => [name, `${source?.file}:${source?.line}`]),
    ),
  ).toEqual({
    'of another file': lines('kit.ts', "'of another file'"),
    'without a predicate': lines('kit.ts', "'without a predicate'"),
    'is lit': lines('lamp.ts', "'is lit'"),
    "it's dark": lines('lamp.ts', '"it\'s dark"'),
    dark: lines('lamp.ts', '    dark:'),
    // Of a name that is nowhere in the source, the predicate.
    'by a name that is made: 1': lines('lamp.ts', 'nodes.lamp.on === nodes.lamp.on'),
    'goes on': lines('lamp.ts', "'goes on'"),
  })
  expect(roles).toEqual([
    {
      nodes: ['lamp'],
      source: { file: 'lamp.ts', line: 9 },
      handlers: {
        initial: { file: 'lamp.ts', line: 10 },
        'internal.toggle.when': { file: 'lamp.ts', line: 13 },
        'internal.toggle.do': { file: 'lamp.ts', line: 14 },
        'internal.off': { file: 'lamp.ts', line: 18 },
      },
    },
  ])
})

test('so it does of a machine, and of a JavaScript file', async () => {
  const script = `import { machine } from 'netsplit'
export default machine({
  name: 'counter',
  initial: () => ({ n: 0 }),
  actions: { up: { when: (s) => s.n < 3, do: (s) => { s.n += 1 } } },
  properties: ({ always }) => ({
    'stays small': always(({ n }) => n < 3),
  }),
})
`
  const cwd = folderWith({ 'lamp.js': script })
  const { stdout } = await netsplit(['check', 'lamp.js', '--json'], { cwd })
  const { properties, roles } = JSON.parse(stdout) as Report
  expect(properties[0]?.source).toEqual({ file: 'lamp.js', line: 7 })
  expect(roles?.[0]?.source).toEqual({ file: 'lamp.js', line: 2 })
})

test('of a bundled model outside of the working folder nothing is said', async () => {
  const { stdout } = await netsplit(['check', 'two-phase-commit', '--json'], {
    cwd: folderWith({}),
  })
  const report = JSON.parse(stdout) as Report
  expect(report.roles).toEqual([])
  expect(report.properties.map((it) => 'source' in it)).toEqual([false, false, false])
})
