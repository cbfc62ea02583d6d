import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isAtLeast, isWithin } from '../../src/cli/diagnosis.ts'
import {
  memoryIs,
  nodeIs,
  optionsAre,
  processorsAre,
  temporaryIs,
} from '../../src/cli/doctor-machine.ts'
import { importIs, manifestIs, netsplitIs, vitestIs } from '../../src/cli/doctor-project.ts'
import type { Engine } from '../../src/cli/engine-contract.ts'
import { plainJob } from '../../src/cli/plain-job.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { processorQuota } from '../../src/cli/processors.ts'
import { version } from '../../src/cli/version.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { folderWith } from '../support/cli.ts'
import { netsplitHere } from '../support/command.ts'
import { root } from '../support/documents.ts'

/** A project in which packages of these versions are installed. */
const projectWith = (packages: Readonly<Record<string, string>>): string => {
  const folder = folderWith({ 'package.json': '{}', 'model.ts': '' })
  for (const [name, version] of Object.entries(packages)) {
    const path = join(folder, 'node_modules', name)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version }))
  }
  return folder
}

/** A check that comes out as it should. */
const sound: Engine = (_, hooks) =>
  engineHere({ ...plainJob('two-phase-commit'), settings: [['participants', '1']] }, hooks)

/** The small files of a system. */
const cgroups = (files: Readonly<Record<string, string>>) => (path: string) => files[path] ?? null

describe('versions', () => {
  test.each([
    { have: '20.19.0', least: '20.19', is: true },
    { have: '20.18.9', least: '20.19', is: false },
    { have: '22.0.0-nightly', least: '20.19', is: true },
    { have: '9.99.99', least: '20.19', is: false },
  ])('$have is at least $least: $is', ({ have, least, is }) => {
    expect(isAtLeast(have, least)).toBe(is)
    expect(nodeIs(have, least).toDo === null).toBe(is)
  })

  test.each([
    { have: '3.2.0', is: true },
    { have: '3.1.9', is: false },
    { have: '4.1.12', is: true },
    { have: '6.0.0', is: false },
    { have: 'of no version', is: false },
  ])('$have is in the range of vitest: $is', ({ have, is }) => {
    expect(isWithin(have, '^3.2.0 || ^4.0.0 || ^5.0.0')).toBe(is)
  })
})

describe('the machine', () => {
  test.each([
    { files: {}, quota: null },
    { files: { '/sys/fs/cgroup/cpu.max': 'max 100000\n' }, quota: null },
    { files: { '/sys/fs/cgroup/cpu.max': '150000 100000\n' }, quota: 1.5 },
    {
      files: {
        '/proc/self/cgroup': '0::/a/b\n',
        '/sys/fs/cgroup/a/cpu.max': '50000 100000\n',
        '/sys/fs/cgroup/a/b/cpu.max': '200000 100000\n',
      },
      quota: 0.5,
    },
    {
      files: {
        '/proc/self/cgroup': '4:cpu,cpuacct:/x\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '300000\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      },
      quota: 3,
    },
    {
      files: {
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      },
      quota: null,
    },
  ])('a container allows $quota processors', ({ files, quota }) => {
    expect(processorQuota(cgroups(files))).toBe(quota)
  })

  test('threads beyond what a container allows are told how to be fewer', () => {
    expect(processorsAre(8, null).toDo).toBeNull()
    expect(processorsAre(2, 2.5).toDo).toBeNull()
    expect(processorsAre(8, 2.5).toDo).toContain('--workers 2')
    expect(processorsAre(8, 0.5).toDo).toContain('--workers 1')
  })

  test('memory', () => {
    const [gibibyte, mebibyte] = [2 ** 30, 2 ** 20]
    const facts = { machine: 8 * gibibyte, container: null, free: 4 * gibibyte, limit: gibibyte }
    expect(memoryIs(facts)).toMatchObject({ toDo: null, found: expect.stringContaining('8.0 GiB') })
    const small = memoryIs({ ...facts, container: 300 * mebibyte, limit: 225 * mebibyte })
    expect(small.found).toContain('300 MiB in this container')
    expect(small.toDo).toContain('more')
    expect(memoryIs({ ...facts, free: 300 * mebibyte }).toDo).toContain('end other programs')
    expect(memoryIs({ ...facts, free: null }).toDo).toBeNull()
  })

  test('options of Node', () => {
    expect(optionsAre('').toDo).toBeNull()
    expect(optionsAre('--enable-source-maps').toDo).toBeNull()
    expect(optionsAre('--max-old-space-size=500').toDo).toContain('NODE_OPTIONS')
  })

  test('the folder for temporary files, in which nothing is left', () => {
    const folder = folderWith({})
    expect(temporaryIs(folder).toDo).toBeNull()
    expect(readdirSync(folder)).toEqual([])
    expect(temporaryIs(join(folder, 'missing')).toDo).toContain('TMPDIR')
  })
})

/** What is to be done about vitest in a project with these packages. */
const vitestWith = (packages: Readonly<Record<string, string>>): string | null => {
  const folder = projectWith(packages)
  return vitestIs(folder, '^3.2.0 || ^4.0.0', folder).toDo
}

describe('the project', () => {
  test('what its files find for netsplit', () => {
    const missing = projectWith({})
    expect(importIs(missing, missing).toDo).toContain('npm install --save-dev netsplit')
    const outside = folderWith({})
    expect(importIs(outside, outside)).toMatchObject({
      toDo: null,
      found: expect.stringContaining('npm install --save-dev netsplit'),
    })
    const old = projectWith({ netsplit: '0.0.1' })
    mkdirSync(join(old, 'deep'))
    expect(importIs(join(old, 'deep'), old)).toMatchObject({
      found: `netsplit is 0.0.1 in node_modules/netsplit, and ${version} runs`,
      toDo: expect.stringContaining('npx netsplit'),
    })
    const same = projectWith({ netsplit: version })
    expect(importIs(same, same)).toMatchObject({
      toDo: null,
      found: expect.stringContaining('another copy'),
    })
    const linked = projectWith({ vitest: '4.0.0' })
    symlinkSync(root, join(linked, 'node_modules/netsplit'))
    expect(importIs(linked, linked)).toMatchObject({ toDo: null })
    expect(importIs(join(root, 'models'), root).found).toBe(`netsplit is ${version} in this folder`)
  })

  test('vitest', () => {
    expect(vitestWith({})).toBeNull()
    expect(vitestWith({ vitest: '4.0.0' })).toBeNull()
    expect(vitestWith({ vitest: '2.1.0' })).toContain('vitest@latest')
  })

  test('a package.json that cannot be read, and a build that is older than the sources', async () => {
    const broken = folderWith({ 'package.json': '{' })
    expect(await manifestIs(broken, broken)).toMatchObject({ toDo: expect.any(String) })
    expect(await manifestIs(projectWith({}), root)).toBeNull()
    expect(netsplitIs([], root).toDo).toBeNull()
    expect(netsplitIs(['src/check.ts'], root).toDo).toBe('npm run build')
  })
})

describe('netsplit doctor', () => {
  test('has a line for each, what to do below it, and status 1 where there is something', async () => {
    const cwd = projectWith({ netsplit: '0.0.1', vitest: '4.0.0' })
    const ended = await netsplitHere(['doctor', 'model.ts'], { cwd, engine: sound })
    expect(ended).toMatchObject({ status: 1, stderr: '' })
    const lines = ended.stdout.split('\n')
    const marks = lines.flatMap((line) => /^(ok|do) {2}(\w+) /.exec(line)?.slice(1).join(' ') ?? [])
    const about = ['node', 'netsplit', 'check', 'processors', 'memory', 'options', 'temporary']
    expect(marks.map((it) => it.slice(3))).toEqual([...about, 'import', 'vitest'])
    expect(marks).toEqual(expect.arrayContaining(['ok node', 'ok check', 'do import', 'ok vitest']))
    const at = lines.findIndex((line) => line.startsWith('do  import'))
    expect(lines[at + 1]).toMatch(/^ +→ run that one: npx netsplit/)
    expect(ended.stdout).toMatch(/\n\d of 9 to be mended\.\n$/)
  })

  test.each<{ engine: Engine; told: RegExp }>([
    {
      engine: () =>
        Promise.reject(new ModelError('bad-option', { what: 'It is ill', fix: 'rest' })),
      told: /^do {2}check .*It is ill\n +→ rest\n/m,
    },
    { engine: () => Promise.reject(new Error('spawn EAGAIN')), told: /spawn EAGAIN\n +→ install/ },
    {
      engine: (_, hooks) => engineHere(plainJob('die-hard'), hooks),
      told: /it came out as violated\n +→ install/,
    },
  ])('a check that does not go well is told: $told', async ({ engine, told }) => {
    const ended = await netsplitHere(['doctor'], { cwd: projectWith({}), engine })
    expect(ended.status).toBe(1)
    expect(ended.stdout).toMatch(told)
  })

  test.each([['raft'], ['missing.ts'], ['node_modules'], ['a.ts', 'b.ts']])(
    'there is no %s to look at',
    async (...args) => {
      const ended = await netsplitHere(['doctor', ...args], { cwd: folderWith({}), engine: sound })
      expect(ended).toMatchObject({ status: 2, stdout: '' })
      expect(ended.stderr).toMatch(/^error: .*\n( {2}where: .*\n)+ {2}mend: {2}.*\n$/)
    },
  )
})
