import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explore, type System } from '../../src/index.ts'
import { renderDot } from '../../src/diagram/dot.ts'
import { renderItf } from '../../src/diagram/itf.ts'
import { renderMermaid } from '../../src/diagram/mermaid.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { replay } from '../../src/trace/replay.ts'
import { namedSystem, oddNames } from '../support/odd-names.ts'
import * as storybook from '../support/storybook.ts'
import { walks } from '../support/walk.ts'

/* The tools that our pictures of runs are made for read them. They are large, and installed for these tests only. */

/** Prints what mermaid says against each text: null where it reads it. */
const mermaidReads = `
import mermaid from 'mermaid'
import { readFileSync } from 'node:fs'
const faults = []
for (const text of JSON.parse(readFileSync('input.json', 'utf8'))) {
  faults.push(await mermaid.parse(text).then(() => null, (error) => String(error)))
}
console.log(JSON.stringify(faults))
`

/** Prints how many states Quint reads in each trace, and the states as it writes them. */
const quintReads = `
const { ofItf, toItf } = require('@informalsystems/quint/dist/src/itf.js')
const { readFileSync } = require('node:fs')
const read = (itf) => {
  const states = ofItf(itf)
  const hasForeign = JSON.stringify(itf).includes('#unserializable')
  return { count: states.length, again: hasForeign ? null : toItf(itf.vars, states).value.states }
}
console.log(JSON.stringify(JSON.parse(readFileSync('input.json', 'utf8')).map(read)))
`

/** Prints what Graphviz makes of each graph: how many nodes and edges it draws. */
const graphvizReads = `
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { readFileSync } from 'node:fs'
const graphviz = await Graphviz.load()
const drawn = JSON.parse(readFileSync('input.json', 'utf8')).map((text) => {
  const { objects = [], edges = [] } = JSON.parse(graphviz.dot(text, 'json'))
  return { states: objects.length, steps: edges.length, first: objects[0]?.label }
})
console.log(JSON.stringify(drawn))
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-pictures-'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  writeFileSync(join(folder, 'mermaid.mjs'), mermaidReads)
  writeFileSync(join(folder, 'quint.cjs'), quintReads)
  writeFileSync(join(folder, 'graphviz.mjs'), graphvizReads)
  const packages = ['mermaid@11', '@informalsystems/quint@0', '@hpcc-js/wasm-graphviz@1']
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
    cwd: folder,
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readBy = (script: string, input: unknown): unknown => {
  writeFileSync(join(folder, 'input.json'), JSON.stringify(input))
  return JSON.parse(execFileSync('node', [script], { cwd: folder, encoding: 'utf8' }))
}

/** Random walks through the small systems, and through one under odd names, told. */
const traces = Promise.all(
  fc
    .sample(
      fc
        .oneof(
          fc.constantFrom(...(Object.values(storybook) as readonly System[])),
          fc.shuffledSubarray([...oddNames], { minLength: 7, maxLength: 7 }).map(namedSystem),
        )
        .chain((system) => walks(system, 12).map((run) => ({ system, run }))),
      200,
    )
    .map(({ system, run }) => replay(system, run, unpaced)),
)

test('mermaid reads every sequence diagram, and nothing that is damaged', async () => {
  const texts = (await traces).map((trace) => renderMermaid(trace))
  expect(readBy('mermaid.mjs', texts)).toEqual(texts.map(() => null))
  expect(readBy('mermaid.mjs', ['sequenceDiagram\n  a ->>>> b'])).toEqual([expect.any(String)])
})

test('Quint reads every trace in the Informal Trace Format, and writes it as it was', async () => {
  const all = (await traces).map((trace) => renderItf(trace, 'some property'))
  const inputs = JSON.parse(JSON.stringify(all)) as { readonly states: readonly object[] }[]
  const read = readBy('quint.cjs', inputs) as { count: number; again: unknown }[]
  expect(read.map(({ count }) => count)).toEqual(inputs.map(({ states }) => states.length))
  const comparable = read.map(({ again }, index) => [again, again && inputs[index]?.states])
  expect(comparable.filter(([again]) => again !== null).length).toBeGreaterThan(50)
  for (const [again, states] of comparable) expect(again).toEqual(states)
})

test('Graphviz draws every state and every step', () => {
  const systems = [
    ...Object.values<System>(storybook),
    namedSystem(['"', '\\', '\\l', 'a', 'b', 'c', 'd']),
  ]
  const graphs = systems.map((system) => explore(system).graph({ maxStates: 60 }))
  const texts = graphs.map((graph) => renderDot(graph, 'a "title" \\ with marks'))
  expect(readBy('graphviz.mjs', texts)).toEqual(
    graphs.map(({ states, steps }) => ({
      states: states.length,
      steps: steps.length,
      first: expect.any(String),
    })),
  )
})
