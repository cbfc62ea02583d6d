import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { defaultsOf, type ParameterSpecs, type System } from 'netsplit'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import { Monitors } from '../../src/property/monitors.ts'

/*
 * What the models say happens when one of their lines is wrong: each variant is the model with one
 * piece of text replaced.
 */

const root = new URL('../../', import.meta.url)

/** A model with a piece of its text replaced. */
const variant = async (file: string, right: string, wrong: string): Promise<System> => {
  const text = await readFile(new URL(`models/${file}`, root), 'utf8')
  expect(text.split(right)).toHaveLength(2)
  const folder = await mkdtemp(join(tmpdir(), 'netsplit-variant-'))
  try {
    const path = join(folder, 'variant.ts')
    const found = text
      .replace(right, () => wrong)
      .replaceAll("'netsplit'", JSON.stringify(fileURLToPath(new URL('src/index.ts', root))))
      .replaceAll("'ts-pattern'", JSON.stringify(fileURLToPath(import.meta.resolve('ts-pattern'))))
      .replaceAll("'./parts/", `'${fileURLToPath(new URL('models/parts/', root))}`)
      .replaceAll(
        "'./everything.ts'",
        JSON.stringify(fileURLToPath(new URL('models/everything.ts', root))),
      )
      .replaceAll(
        "'./partition.ts'",
        JSON.stringify(fileURLToPath(new URL('models/cap/partition.ts', root))),
      )
    await writeFile(path, found)
    const module = (await import(/* @vite-ignore */ path)) as Module
    return typeof module.default === 'function'
      ? module.default(defaultsOf(module.parameters ?? {}))
      : module.default
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The steps of the shortest run that breaks a property, or null. */
const shortest = (system: System, name: string): number | null => {
  const properties = system.properties.filter((property) => property.name === name)
  const space = new ProtocolSpace(system, { leavesIgnored: false })
  const monitors = new Monitors({ ...system, properties }, space.facets)
  new Search(space, monitors, unlimited).run()
  return monitors.decisions.get(name)?.length ?? null
}

interface Module {
  default: System | ((parameters: unknown) => System)
  parameters?: ParameterSpecs
}

test.each([
  {
    what: 'a manager that does not wait for everyone to prepare',
    file: 'two-phase-commit.ts',
    right: "prepared.length === group('participant').length",
    wrong: 'prepared.length > 0',
    breaks: 'no two participants decide differently',
    length: 5,
  },
  {
    what: 'a Raft server that votes for whoever asks',
    file: 'raft.ts',
    right: 'if (state.votedFor !== null && state.votedFor !== from) return',
    wrong: '',
    breaks: 'election safety: a term has one leader at most',
    length: 6,
  },
  {
    what: 'a process that enters without waiting for acknowledgements',
    file: 'lamport-mutex.ts',
    right: ' || acknowledged.size <= others.length',
    wrong: '',
    breaks: 'no two processes are inside',
    length: 4,
  },
  {
    what: 'a process that takes a request of the same time for a later one',
    file: 'lamport-mutex.ts',
    right: '(own === its && self < other)',
    wrong: 'own === its',
    breaks: 'no two processes are inside',
    length: 8,
  },
  {
    what: 'a register that takes whatever is recorded',
    file: 'abd-register.ts',
    right: 'version }) => {\n          state.version = latest([state.version, version])',
    wrong: 'version }) => {\n          state.version = version',
    breaks: 'the register is linearizable',
    length: 18,
  },
  {
    what: 'a coordinator that commits when the first has voted yes',
    file: 'two-phase-commit-crashes.ts',
    right: "if (state.yes.size === group('participant').length)",
    wrong: 'if (state.yes.size > 0)',
    breaks: 'no two nodes decide differently',
    length: 3,
  },
  {
    what: 'a coordinator that does not write its decision to the log',
    file: 'two-phase-commit-crashes.ts',
    right: 'durable: ({ decision }) => ({ decision }),',
    wrong: 'durable: () => ({}),',
    breaks: 'no two nodes decide differently',
    length: 7,
  },
  {
    what: 'a coordinator of three phases that goes on with the first answer',
    file: 'three-phase-commit.ts',
    right: 'if (state.answers.size === context.others.length)',
    wrong: 'if (state.answers.size > 0)',
    breaks: 'no two nodes decide differently',
    length: 6,
  },
  {
    what: 'a chain in which a server answers before its successor has the write',
    file: 'chain-replication.ts',
    right: 'if (successor !== undefined) send',
    wrong:
      "send(log.slice(known), { type: 'written' }, { once: true })\n  if (successor !== undefined) send",
    breaks: 'a read sees all that was over when it began',
    length: 5,
  },
  {
    what: 'a lock server that grants a lock that is held',
    file: 'redlock.ts',
    right: "if (message.type === 'lock' && state.holder !== null) send",
    wrong: "if (message.type === 'lock' && state.holder === from) send",
    breaks: 'no two believe that they hold the lock',
    length: 14,
  },
  {
    what: 'a region that consents to what crosses its own question',
    file: 'cap/cp.ts',
    right: '(state.wish !== null && self === firstRegion)',
    wrong: "self === ''",
    breaks: 'the regions never settle the order differently',
    length: 5,
  },
  {
    what: 'regions that merge by keeping what they have',
    file: 'cap/ap.ts',
    right: "here === 'cancelled' ? here : there",
    wrong: "here === 'open' ? there : here",
    breaks: 'once everything has arrived, the regions agree',
    length: 11,
  },
  {
    what: 'a branch that pays whenever the office says so, however late',
    file: 'cap/payments.ts',
    right: 'attempt === state.attempt && state.waiting !== null',
    wrong: 'attempt > 0 && state.waiting !== null',
    breaks: 'the money is paid out once at most, and nobody is told it is gone while it is there',
    length: 13,
  },
  {
    what: 'an office that pays its own customers while money is set aside',
    file: 'cap/payments.ts',
    right: 'if (state.setAsideFor === null) return decide(from)',
    wrong: 'if (state.setAsideFor !== 0) return decide(from)',
    breaks: 'the money is paid out once at most, and nobody is told it is gone while it is there',
    length: 7,
  },
  {
    what: 'a region that believes whatever position it hears of last',
    file: 'cap/tracking.ts',
    right:
      ".with({ type: 'replicate' }, ({ minute }) => {\n        state.minute = Math.max(state.minute, minute)",
    wrong: ".with({ type: 'replicate' }, ({ minute }) => {\n        state.minute = minute",
    breaks: 'the rider never seems to ride backwards',
    length: 10,
  },
  {
    what: 'a chat whose lines are numbered by each region for itself',
    file: 'cap/chat.ts',
    right: '(state.lines.at(-1)?.stamp ?? 0) + 1',
    wrong: 'state.lines.filter(({ author }) => author === from).length + 1',
    breaks: 'a line stands after every line that its author had seen',
    length: 6,
  },
  {
    what: 'a chat that puts lines where they arrive',
    file: 'cap/chat.ts',
    right: 'state.lines.sort(order)',
    wrong: '',
    breaks: 'a line stands after every line that its author had seen',
    length: 7,
  },
  {
    what: 'a region that refuses whatever it cannot be sure of',
    file: 'cap/sack.ts',
    right: "return answer(from, 'confirmed')",
    wrong: "return answer(from, 'refused')",
    breaks: 'who alone orders the sack is not refused',
    length: 2,
  },
])('$what is found out', async ({ file, right, wrong, breaks, length }) => {
  const system = await variant(file, right, wrong)
  expect(shortest(system, breaks)).toBe(length)
})
