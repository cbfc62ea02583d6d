import { describe, expect, test } from 'vitest'
import {
  capCombinations,
  capDelayed,
  capTask,
  capWithoutValidity,
  checkProof,
  consensus,
  families,
  rulesOf,
  solve,
  taskNamed,
} from '../../src/impossibility/index.ts'
import type { Answer } from '../../src/impossibility/index.ts'
import { breachesOf } from '../../src/impossibility/protocol.ts'

function answerTo(name: string): Answer {
  const task = taskNamed(name)
  if (task === undefined) throw new Error(`no task ${name}`)
  return solve(task)
}

/** How many messages are lost in each run of the proof. */
const losses = (answer: Answer): number[] =>
  (answer.proof?.runs ?? []).map((run) => run.lost.length)

describe('every bundled task', () => {
  for (const task of families.flatMap(({ members }) => members)) {
    test(`${task.name} is ${task.expected}`, () => {
      const answer = solve(task)
      expect(answer.possible).toBe(task.expected === 'possible')
      expect((answer.proof === null) !== (answer.protocol === null)).toBe(true)
      expect(answer.proof === null || checkProof(task, answer.proof) === null).toBe(true)
      const { protocol, runs } = answer
      expect(protocol === null ? [] : breachesOf(task, protocol, runs)).toEqual([])
    })
  }
})

describe('consistency, availability and partition tolerance', () => {
  test('exactly one of the eight combinations is impossible: all three', () => {
    const impossible = capCombinations.filter((demands) => !solve(capTask(demands)).possible)
    expect(impossible).toEqual([{ consistency: true, availability: true, partition: true }])
  })

  test('the proof is the textbook one: two lone orders, then both', () => {
    const { proof } = answerTo('cap/CAP')
    expect(proof?.runs.map((run) => Object.values(run.inputs))).toEqual([
      ['order', null],
      [null, 'order'],
      ['order', 'order'],
    ])
    expect(proof?.runs.map((run) => run.cut?.after)).toEqual([0, 0, 0])
    expect(proof?.argument.steps.at(-1)?.links.map((link) => link.step)).toEqual([1, 2])
  })

  test('without validity, refusing everything does', () => {
    const rules = rulesOf(solve(capWithoutValidity))
    expect(rules.map((rule) => rule.output)).toEqual(['refuse', 'refuse'])
  })

  test('delay instead of loss: safety is used only where every message arrives', () => {
    const { proof } = solve(capDelayed)
    const used = new Set(
      proof?.argument.steps
        .filter((step) => (proof.runs[step.run]?.lost.length ?? 0) > 0)
        .flatMap((step) => step.conditions),
    )
    expect([...used]).toEqual(['availability'])
    expect(proof?.runs.some((run) => run.cut?.heals !== null)).toBe(true)
  })
})

describe('two generals', () => {
  for (const messengers of [2, 3, 4, 5, 6]) {
    test(`with ${messengers} messengers the proof drops the last one, one at a time`, () => {
      const answer = answerTo(`two-generals/${messengers}`)
      const drops = Array.from({ length: messengers }, (_, lost) => lost)
      expect(losses(answer)).toEqual([...drops, messengers, messengers])
      const lost = answer.proof?.runs.map((run) =>
        run.steps.slice(2).map((step) => step.kind === 'receive' && step.messages.length === 0),
      )
      for (const [index, fates] of (lost ?? []).slice(0, messengers).entries()) {
        expect(fates.lastIndexOf(false)).toBe(messengers - 1 - index)
      }
    })
  }

  test('over a reliable link, one messenger is enough', () => {
    expect(answerTo('two-generals/reliable').possible).toBe(true)
  })
})

describe('consensus', () => {
  test('takes one round more than crashes, up to the number of nodes less one', () => {
    for (const [nodes, crashes] of [
      [1, 0],
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
      [3, 2],
    ] as const) {
      const names = ['A', 'B', 'C'].slice(0, nodes)
      const works = [0, 1, 2].filter(
        (rounds) => solve(consensus('c', names, rounds, crashes)).possible,
      )
      expect(Math.min(...works)).toBe(Math.min(crashes + 1, nodes - 1))
    }
  })

  test('in one round, a chain leads from all zeros to all ones', () => {
    const { proof } = answerTo('consensus/1-round')
    const inputs = proof?.runs.map((run) => Object.values(run.inputs).join(''))
    expect(inputs?.at(0)).toBe('000')
    expect(inputs?.at(-1)).toBe('111')
    for (const { links } of proof?.argument.steps.slice(1) ?? []) expect(links).toHaveLength(1)
  })

  test('in two rounds, the protocol found is FloodSet: decide the least value heard of', () => {
    const answer = answerTo('consensus/2-rounds')
    expect(answer.memory).toBe('values')
    const last = rulesOf(answer).filter((rule) => rule.output !== null)
    expect(last.map((rule) => [rule.when, rule.output])).toEqual([
      ['after round 2, the inputs it knows: 0', '0'],
      ['after round 2, the inputs it knows: 0, 1', '0'],
      ['after round 2, the inputs it knows: 1', '1'],
    ])
  })
})

test('a register on two nodes fails on a read after a finished write', () => {
  const { proof } = answerTo('register/2-nodes')
  expect(proof?.runs).toHaveLength(2)
  expect(proof?.argument.steps.at(-1)?.conditions).toEqual(['atomicity'])
})
