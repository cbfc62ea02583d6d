import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consensus, families, register, twoGenerals } from '../../src/impossibility/index.ts'
import type { Asynchronous, Cut, Message, Run, Step, Task } from '../../src/impossibility/index.ts'
import { permits } from '../../src/impossibility/permits.ts'
import { separates } from '../../src/impossibility/run.ts'
import { runsOf } from '../../src/impossibility/runs.ts'
import { Views } from '../../src/impossibility/view.ts'
import { viewsAlong } from './brute-force.ts'

describe('the runs of a task', () => {
  for (const task of families.flatMap(({ members }) => members)) {
    test(`of ${task.name} are all permitted, and no two are equal`, () => {
      const runs = runsOf(task)
      expect(runs.filter((run) => !permits(task.faults, task.nodes, run))).toEqual([])
      expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(runs.length)
    })
  }

  test('are as many as counting says', () => {
    // Four inputs, and each of k messages lost or not.
    expect(runsOf(twoGenerals('k', 5, 5, 'impossible'))).toHaveLength(4 * 2 ** 5)
    expect(runsOf(twoGenerals('k', 5, 1, 'impossible'))).toHaveLength(4 * (1 + 5))
    // Eight inputs; no crash, or one of three nodes in one of r rounds, reaching any of two others.
    expect(runsOf(consensus('c', ['A', 'B', 'C'], 1, 1))).toHaveLength(8 * (1 + 3 * 4))
    expect(runsOf(consensus('c', ['A', 'B', 'C'], 2, 1))).toHaveLength(8 * (1 + 2 * 3 * 4))
  })
})

/** Play an asynchronous run by chance, one event after the other: a second opinion on what can happen. */
function play(task: Task, model: Asynchronous, inputs: Run['inputs'], chance: () => number): Run {
  const steps: Step[] = []
  const taken = new Map<string, number>()
  let flight: { message: Message; hops: number }[] = []
  let cut: Cut | null = null
  let waiting = task.nodes.filter((node) => model.inputs === 'start' || inputs[node] !== null)
  const take = (step: Step, to: readonly string[], hops: number): void => {
    const sent = (taken.get(step.node) ?? 0) + 1
    taken.set(step.node, sent)
    steps.push(step)
    if (hops === 0) return
    for (const node of to) flight.push({ message: { from: step.node, to: node, sent }, hops })
  }
  const ask = (node: string): void => {
    waiting = waiting.filter((one) => one !== node)
    const others = task.nodes.filter((one) => one !== node)
    take({ kind: 'input', node }, others, model.hops)
  }
  if (model.inputs === 'start') for (const node of waiting) ask(node)
  for (;;) {
    if (cut === null && model.cut === 'either' && chance() % 4 === 0) {
      const groups = model.cuts[chance() % model.cuts.length] ?? []
      cut = { groups, after: steps.length, heals: null }
    }
    const open = flight.filter(
      ({ message: { from, to } }) => !(cut && separates(cut.groups, from, to)),
    )
    const pick = chance() % Math.max(1, waiting.length + open.length)
    const [asks, arrives] = [waiting[pick], open[pick - waiting.length]]
    if (asks !== undefined) {
      ask(asks)
    } else if (arrives === undefined) {
      const lost = flight.map(({ message }) => message)
      return { inputs, steps, lost, cut: lost.length > 0 ? cut : null, crashes: [] }
    } else {
      const { message, hops } = arrives
      flight = flight.filter((one) => one !== arrives)
      take({ kind: 'receive', node: message.to, messages: [message] }, [message.from], hops - 1)
    }
  }
}

test('every asynchronous run played by chance is permitted, and is among the runs of the task', () => {
  for (const task of [register('two', 2), register('three', 3)]) {
    const { faults } = task
    if (faults.kind !== 'asynchronous') throw new Error('the register is asynchronous')
    const signature = (run: Run): string =>
      JSON.stringify([[...viewsAlong(task, run)], run.cut?.groups ?? null])
    const known = new Set(runsOf(task).map(signature))
    const number = fc.nat(1000)
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(number),
        (writes, reads, stream) => {
          const inputs = { Writer: writes ? 'write' : null, Reader: reads ? 'read' : null }
          const all = task.nodes.length === 3 ? { ...inputs, Third: null } : inputs
          const run = play(task, faults, all, () => stream.next().value ?? 0)
          expect(permits(faults, task.nodes, run)).toBe(true)
          expect(known.has(signature(run))).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  }
})

test('equal views are the same object, and only they', () => {
  const task = consensus('c', ['A', 'B', 'C'], 2, 1)
  const views = new Views()
  const text = new Map<unknown, string>()
  const object = new Map<string, unknown>()
  for (const run of runsOf(task)) {
    const told = viewsAlong(task, run)
    for (const [node, chain] of views.along(task.nodes, run)) {
      for (const [index, view] of chain.slice(1).entries()) {
        const words = told.get(node)?.[index] ?? ''
        expect(text.get(view) ?? words).toBe(words)
        expect(object.get(words) ?? view).toBe(view)
        text.set(view, words)
        object.set(words, view)
      }
    }
  }
  expect(text.size).toBe(object.size)
})
