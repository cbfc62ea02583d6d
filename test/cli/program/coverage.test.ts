import { expect, test } from 'vitest'
import { reportFromJson } from '../../../src/index.ts'
import { folderWith, netsplit } from '../../support/cli.ts'
import { doorFiles as files } from '../../support/door.ts'

test('what was never run is told by its line, of roles, properties and what they use', async () => {
  const cwd = folderWith(files)
  const { stdout, status } = await netsplit(['check', 'door.ts', '--coverage', '--exhaustive'], {
    cwd,
  })
  expect(status).toBe(0)
  const [, told = ''] = /^(Coverage\n[^]*?)\n\n/m.exec(stdout) ?? []
  expect(told).toMatchInlineSnapshot(`
    "Coverage
      70.8 % of 24 places in the source were run
        guest                              66.7 %  4 of 6
          door.ts:14  never called: timeout.tired
        door                               70.0 %  7 of 10
          door.ts:24  never run: state.isOpen = false
          door.ts:25  never run: return
          door.ts:27  never asked for: isOld(2)
          door.ts:28  always true: state.isOpen && isOdd(3)
        “never a second knock”             50.0 %  1 of 2
          door.ts:36  never asked for: !nodes.door.isOpen
        “no door is open without a knock”  100.0 %  3 of 3
          door.ts:38  always false: nodes.guest.knocks > 9
          door.ts:38  always true: nodes.guest.knocks > 0
        “it can be opened”                 100.0 %  1 of 1
        the rest of counting.ts            50.0 %  1 of 2
          counting.ts:3  never called: isOld"
  `)
})

test('the report of --json has it, and says whether all was seen', async () => {
  const cwd = folderWith(files)
  const { stdout } = await netsplit(
    ['check', 'door.ts', '--coverage', '--max-states', '1', '--json'],
    { cwd },
  )
  const { coverage } = reportFromJson(JSON.parse(stdout))
  expect(coverage?.isWhole).toBe(false)
  const role = coverage?.parts.find(({ name }) => name === 'door')
  // Also where the report says where all is written, for which V8 is asked, too.
  expect(role?.never.map(({ line }) => line)).toEqual([24, 25, 27])
})

test('of a bundled model it is told by its source', async () => {
  const { stdout } = await netsplit(['check', 'heartbeat', '--coverage'])
  expect(stdout).toContain('100.0 % of')
  expect(stdout).toContain('    detector ')
})

test.each([
  [['--flip'], '--flip and --coverage do not go together'],
  [['--workers', '2'], '--workers and --coverage do not go together'],
  [['--disk', 'states'], '--coverage and --disk do not go together'],
  [['--reporter', 'github'], 'Nothing that is asked for tells of --coverage'],
])('--coverage and %j are refused', async (args, what) => {
  const { status, stderr } = await netsplit(['check', 'die-hard', '--coverage', ...args])
  expect(status).toBe(2)
  expect(stderr).toContain(what)
})

const dial = `
import { machine } from 'netsplit'

export default machine({
  name: 'dial',
  initial: () => ({ at: 0, isHigh: false }),
  actions: {
    turn: (dial) => {
      if (dial.at > 3) dial.isHigh = true
      dial.at = (dial.at + 1) % 6
    },
  },
  properties: ({ always, reachable }) => ({
    'never beyond': always(({ at }) => at < 6),
    ['never ' + 'below']: always(({ at }) => at >= 0),
    'gets high': reachable(({ isHigh }) => isHigh),
  }),
})
`

test('what a picture runs counts for nothing, and what was not to be judged is not blamed', async () => {
  const args = [
    '--coverage',
    '--max-states',
    '2',
    '--dot',
    'dial.dot',
    '--property',
    'gets high',
    '--property',
    'never below',
  ]
  const { stdout } = await netsplit(['check', 'dial.ts', ...args], {
    cwd: folderWith({ 'dial.ts': dial }),
  })
  expect(stdout).toContain('never run: dial.isHigh = true')
  expect(stdout).toContain('“gets high”')
  expect(stdout).toMatch(/Not plain from the source is where “never below”\s+is\s+stated/)
  expect(stdout).toContain('Left out: 1 property: “never beyond”')
  expect(stdout).not.toContain('“never beyond”  ')
})
