import { readdirSync, readFileSync } from 'node:fs'
import { parse } from '@babel/parser'
import { expect, test } from 'vitest'
import { mutantsOf } from '../../src/mutate/mutants.ts'

const imports = { './votes.ts': 'votes.ts' }

const model = `
import { role, system } from 'netsplit'
import { majority, seen as counted } from './votes.ts'

const isOver = (state) => state.votes.length > 2

const voter = role({
  initial: () => ({ votes: [], done: false }),
  durable: ({ votes, done }) => ({ votes, done }),
  stale: (state, message) => state.votes.length > 7,
  receive: (state, message, { from, send }) => {
    if (message.kind === 'vote' && !counted(state, from)) state.votes.push(from)
    else return send(from, { kind: 'no' })
    if (state.votes.length >= majority(3)) state.done = true
  },
})

export default system({
  name: 'votes',
  nodes: { voter },
  faults: { crashes: { times: 1 } },
  properties: ({ always }) => ({ 'not over': always(({ nodes }) => !isOver(nodes.voter) || 1 > 2) }),
})
`
const votes = `
export const majority = (n: number): number => Math.floor(n / 2) + 1
export const unused = (n: number): number => n + 1
export const seen = (state: { votes: string[] }, from: string) => state.votes.includes(from)
`

test('changes are those of handlers and what they use, in all files of a model, in their order', () => {
  const { mutants } = mutantsOf([
    { label: 'model.ts', text: model, imports },
    { label: 'votes.ts', text: votes, imports: {} },
  ])
  const told = mutants.map(({ label, line, column, what, diff }) => {
    const made = diff.filter(({ kind }) => kind === 'new').map(({ text }) => text.trim())
    return `${label}:${line}:${column} ${what} | ${made.join(' / ')}`
  })
  expect(told).toMatchInlineSnapshot(`
    [
      "model.ts:8:38 a truth value turned | initial: () => ({ votes: [], done: true }),",
      "model.ts:9:36 votes is not durable | durable: ({ votes, done }) => ({  done }),",
      "model.ts:9:43 done is not durable | durable: ({ votes, done }) => ({ votes,  }),",
      "model.ts:12:9 a part of a condition left out | if (!counted(state, from)) state.votes.push(from)",
      "model.ts:12:9 a condition negated | if (!(message.kind === 'vote' && !counted(state, from))) state.votes.push(from)",
      "model.ts:12:9 a condition left out | if (true) state.votes.push(from)",
      "model.ts:12:22 a comparison turned | if (message.kind !== 'vote' && !counted(state, from)) state.votes.push(from)",
      "model.ts:12:32 a part of a condition left out | if (message.kind === 'vote') state.votes.push(from)",
      "model.ts:12:33 an operator swapped | if (message.kind === 'vote' || !counted(state, from)) state.votes.push(from)",
      "model.ts:12:36 a negation left out | if (message.kind === 'vote' && counted(state, from)) state.votes.push(from)",
      "model.ts:12:59 a statement left out | if (message.kind === 'vote' && !counted(state, from)) {}",
      "model.ts:13:17 a message not sent | else return undefined",
      "model.ts:14:5 a statement left out | ",
      "model.ts:14:9 a condition left out | if (true) state.done = true",
      "model.ts:14:28 a comparison turned | if (state.votes.length < majority(3)) state.done = true",
      "model.ts:14:28 a boundary moved by one | if (state.votes.length > majority(3)) state.done = true",
      "model.ts:14:31 a boundary less one | if (state.votes.length >= majority(3) - 1) state.done = true",
      "model.ts:14:40 a number more by one | if (state.votes.length >= majority(4)) state.done = true",
      "model.ts:14:40 a number less by one | if (state.votes.length >= majority(2)) state.done = true",
      "model.ts:14:44 a statement left out | if (state.votes.length >= majority(3)) {}",
      "model.ts:14:57 a truth value turned | if (state.votes.length >= majority(3)) state.done = false",
      "votes.ts:2:63 a number more by one | export const majority = (n: number): number => Math.floor(n / 3) + 1",
      "votes.ts:2:63 a number less by one | export const majority = (n: number): number => Math.floor(n / 1) + 1",
      "votes.ts:2:68 a number more by one | export const majority = (n: number): number => Math.floor(n / 2) + 2",
      "votes.ts:2:68 a number less by one | export const majority = (n: number): number => Math.floor(n / 2) + 0",
    ]
  `)
})

test('mutants of every bundled model parse, are another text, and are told by the lines that differ', () => {
  const files = readdirSync('models', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/catalogue|bundled|names|configuration/.test(name),
  )
  let total = 0
  for (const name of files) {
    const text = readFileSync(`models/${name}`, 'utf8')
    for (const mutant of mutantsOf([{ label: name, text, imports: {} }]).mutants) {
      total += 1
      // Some of each: to parse takes time.
      if (total % 10 !== 0) continue
      expect(mutant.text).not.toBe(text)
      expect(() =>
        parse(mutant.text, { sourceType: 'module', plugins: ['typescript'] }),
      ).not.toThrow()
      const [first] = mutant.diff
      expect(first).toEqual({
        kind: 'old',
        line: mutant.line,
        text: text.split('\n')[mutant.line - 1],
      })
    }
  }
  expect(total).toBeGreaterThan(2000)
})

test('a file that does not parse is named with its line', () => {
  expect(() => mutantsOf([{ label: 'a.ts', text: 'const a =\nconst b', imports: {} }])).toThrow(
    /a\.ts:2:1/,
  )
})

test('what is left alone are settings of roles and steps, not fields of a state that are called like them', () => {
  const text = `
import { role as kind, system } from 'netsplit'
const later = [['wait', { optional: true, do: (state) => { state.stale = true } }]]
const node = kind({
  initial: () => ({ stale: false, optional: 1, operations: { open: 0 } }),
  stale: ({ optional }) => optional === 2,
  ...(isAsked ? { operations: ({ operations }) => operations.open > 5 } : {}),
  internal: {
    step: { optional: false, do: again },
    ...Object.fromEntries(later),
  },
})
export default system({ name: 'named', nodes: { node } })
`
  const { mutants: found } = mutantsOf([{ label: 'named.ts', text, imports: {} }])
  const places = found.map(({ line, what }) => `${line} ${what}`)
  expect(places).toEqual([
    '3 a statement left out',
    '3 a truth value turned',
    '5 a truth value turned',
    '5 a number more by one',
    '5 a number less by one',
    '5 a number more by one',
    '7 a condition negated',
  ])
})

test('mutants parse wherever comments, braces and semicolons stand, and what is only written there is no operator', () => {
  const text = `
import { role, system } from 'netsplit'
const answer = (state) => state.isOpen && { kind: 'yes', to: state.asked }
const node = role({
  initial: () => ({ votes: [], isOpen: false })
  , accepts: ({ votes }, { when }) => votes.length /* < */ < when // at most
  , recover: (state) => state /* as it was */ , // now
  receive: (state, { from }, { send }) => {
    const text = 2..toFixed() + !{ from }.from
    state.isOpen = true
    ;[from].forEach((it) => send(it, answer(state)))
  },
})
export default system({ name: 'written', nodes: { node } })
`
  const { mutants: found } = mutantsOf([{ label: 'written.ts', text, imports: {} }])
  for (const { text: changed } of found) {
    expect(() => parse(changed, { sourceType: 'module' })).not.toThrow()
  }
  const told = found.map(({ line, column, what, diff }) => {
    const made = diff.filter(({ kind }) => kind === 'new').map((it) => it.text.trim())
    return `${line}:${column} ${what} | ${made.join(' / ')}`
  })
  expect(told).toMatchInlineSnapshot(`
    [
      "3:27 a part of a condition left out | const answer = (state) => ({ kind: 'yes', to: state.asked })",
      "3:39 a part of a condition left out | const answer = (state) => state.isOpen",
      "3:40 an operator swapped | const answer = (state) => state.isOpen || { kind: 'yes', to: state.asked }",
      "5:40 a truth value turned | initial: () => ({ votes: [], isOpen: true })",
      "6:5 a guard left out | ,  recover: (state) => state /* as it was */ , // now",
      "6:60 a comparison turned | , accepts: ({ votes }, { when }) => votes.length /* < */ >= when // at most",
      "6:60 a boundary moved by one | , accepts: ({ votes }, { when }) => votes.length /* < */ <= when // at most",
      "6:62 a boundary less one | , accepts: ({ votes }, { when }) => votes.length /* < */ < when - 1 // at most",
      "7:5 what is done at a restart left out | ,  // now",
      "9:18 a number more by one | const text = (3).toFixed() + !{ from }.from",
      "9:18 a number less by one | const text = (1).toFixed() + !{ from }.from",
      "9:30 a sum turned | const text = 2..toFixed() - !{ from }.from",
      "9:33 a negation left out | const text = 2..toFixed() + ({ from }.from)",
      "10:5 a statement left out | ;[from].forEach((it) => send(it, answer(state)))",
      "10:20 a truth value turned | state.isOpen = false",
      "11:6 a statement left out | ;",
      "11:29 a message not sent | ;[from].forEach((it) => undefined)",
    ]
  `)
})

test('systems that the model does not use are left alone, whatever of their file it uses', () => {
  const other = `
import { machine, role, system } from 'netsplit'
export const most = 3
const node = role({ initial: () => ({ at: 4 }) })
export const used = machine({ name: 'used', initial: () => ({ at: 5 }), actions: {} })
export default system({ name: 'other', nodes: { node } })
`
  const own = `
import { machine } from 'netsplit'
import { most, used } from './other.ts'
const actions = { up: { when: ({ at }) => at < most, do: (state) => { state.at += 1 } } }
let made
if (actions.up) made = machine({ name: 'own', initial: () => ({ at: 1 }), actions })
export default made ?? used
`
  const { mutants, apart } = mutantsOf([
    { label: 'own.ts', text: own, imports: { './other.ts': 'other.ts' } },
    { label: 'other.ts', text: other, imports: {} },
  ])
  expect([...new Set(mutants.map(({ label, line }) => `${label}:${line}`))]).toEqual([
    'own.ts:4',
    'own.ts:6',
    'other.ts:3',
    'other.ts:5',
  ])
  expect(apart).toEqual(['other.ts'])
})
