import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capTask, checkProof, families, solve } from '../../src/impossibility/index.ts'
import type { Argument, Proof, ProofStep, Run, Task } from '../../src/impossibility/index.ts'
import { runsOf } from '../../src/impossibility/runs.ts'
import { seen, someFunctionWorks } from './brute-force.ts'
import { anyTask, game } from './tasks.ts'

interface Proved {
  readonly task: Task
  readonly proof: Proof
}

function proved(task: Task): Proved {
  const { proof } = solve(task)
  if (proof === null) throw new Error(`${task.name} is possible`)
  return { task, proof }
}

const bundled = families
  .flatMap(({ members }) => members)
  .filter((task) => task.expected === 'impossible')
  .map(proved)
const chains = fc.constantFrom(...bundled)

function withStep(proof: Proof, index: number, change: (step: ProofStep) => ProofStep): Proof {
  const steps = proof.argument.steps.map((step, at) => (at === index ? change(step) : step))
  return { ...proof, argument: { ...proof.argument, steps } }
}

function withRun(proof: Proof, index: number, run: Run): Proof {
  return { ...proof, runs: proof.runs.map((one, at) => (at === index ? run : one)) }
}

describe('a mutated proof is rejected', () => {
  test('a link dropped', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), ({ task, proof }, pick, which) => {
        const linked = proof.argument.steps.flatMap(({ links }, at) =>
          links.length > 0 ? [at] : [],
        )
        const index = linked[pick % linked.length] ?? 0
        const mutant = withStep(proof, index, (step) => ({
          ...step,
          links: step.links.filter((_, at) => at !== which % step.links.length),
        }))
        expect(checkProof(task, mutant)).not.toBeNull()
      }),
    )
  })

  test('a view swapped for that of another moment, or of another node', () => {
    fc.assert(
      fc.property(
        chains,
        fc.nat(),
        fc.integer({ min: -1, max: 3 }),
        fc.boolean(),
        (chain, pick, at, swap) => {
          const { task, proof } = chain
          const steps = proof.argument.steps
          const index = pick % steps.length
          const other = (node: string): string =>
            swap ? (task.nodes.find((one) => one !== node) ?? node) : node
          const mutant = withStep(proof, index, (step) => ({
            ...step,
            links: step.links.map((link) => ({ ...link, node: other(link.node), at })),
            concludes:
              step.links.length === 0 && step.concludes !== null
                ? { ...step.concludes, node: other(step.concludes.node), at }
                : step.concludes,
          }))
          fc.pre(JSON.stringify(mutant) !== JSON.stringify(proof))
          expect(checkProof(task, mutant)).not.toBeNull()
        },
      ),
    )
  })

  test('a conclusion turned into another', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), ({ task, proof }, pick, value) => {
        const index = pick % (proof.argument.steps.length - 1)
        const mutant = withStep(proof, index, (step) => {
          if (step.concludes === null) return step
          const { node, values } = step.concludes
          const others = [null, ...(task.outputs[node] ?? [])].filter(
            (one) => !values.includes(one),
          )
          const other = others[value % others.length] ?? null
          return { ...step, concludes: { ...step.concludes, values: [other] } }
        })
        expect(checkProof(task, mutant)).not.toBeNull()
      }),
    )
  })

  test('a step or the end left out', () => {
    fc.assert(
      fc.property(chains, fc.nat(), ({ task, proof }, pick) => {
        const index = pick % proof.argument.steps.length
        const steps = proof.argument.steps.filter((_, at) => at !== index)
        expect(checkProof(task, { ...proof, argument: { steps, cases: null } })).not.toBeNull()
      }),
    )
  })

  test('a run changed into one that the faults do not allow', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), ({ task, proof }, pick, which) => {
        const index = pick % proof.runs.length
        const run = proof.runs[index]
        if (run === undefined || run.steps.length === 0) return
        const at = which % run.steps.length
        const shorter = { ...run, steps: run.steps.filter((_, place) => place !== at) }
        const forgetful = { ...run, lost: [...run.lost, { from: 'A', to: 'B', sent: 1 }] }
        for (const mutant of [shorter, forgetful]) {
          expect(checkProof(task, withRun(proof, index, mutant))).toMatch(
            /^run \d+ is not allowed$/,
          )
        }
      }),
    )
  })

  test('a run changed into another in which a node sees something else', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), ({ task, proof }, pick, which) => {
        const index = pick % proof.runs.length
        const runs = runsOf(task)
        const [before, after] = [proof.runs[index], runs[which % runs.length]]
        if (before === undefined || after === undefined) return
        const mutant = withRun(proof, index, after)
        const accepted = checkProof(task, mutant) === null
        const places = proof.argument.steps
          .filter((step) => step.run === index)
          .flatMap(({ links, concludes }) => [...links, ...(concludes === null ? [] : [concludes])])
        const seesTheSame = places.every(({ node, at }) => {
          return JSON.stringify(seen(before, node, at)) === JSON.stringify(seen(after, node, at))
        })
        expect(accepted && !seesTheSame).toBe(false)
        // A run in which the nodes in question see the same may be as good; then it must be true.
        const small = mutant.runs.length <= 4
        expect(accepted && small && someFunctionWorks(task, mutant.runs)).toBe(false)
      }),
    )
  })

  test('the proof of one task offered for another, which is possible', () => {
    const { proof } = proved(capTask({ consistency: true, availability: true, partition: true }))
    for (const [consistency, availability] of [
      [true, false],
      [false, true],
    ] as const) {
      const task = capTask({ consistency, availability, partition: true })
      expect(checkProof(task, proof)).not.toBeNull()
    }
  })
})

describe('a proof by cases', () => {
  const { task, proof } = proved(game)

  test('is found where no single run settles anything, and is accepted', () => {
    expect(proof.argument.cases?.cases).toHaveLength(2)
    expect(checkProof(task, proof)).toBeNull()
  })

  test('is rejected if a case is left out', () => {
    const { argument } = proof
    for (const left of argument.cases?.cases ?? []) {
      const cases = argument.cases?.cases.filter((one) => one !== left) ?? []
      const split: Argument['cases'] = argument.cases === null ? null : { ...argument.cases, cases }
      expect(checkProof(task, { ...proof, argument: { ...argument, cases: split } })).toMatch(
        /no case/,
      )
    }
  })
})

test('what the checker accepts is true: whatever is done to a proof of a random task', () => {
  fc.assert(
    fc.property(anyTask, anyTask, fc.nat(), (task, other, which) => {
      const { proof } = solve(task)
      if (proof === null) return
      const runs = runsOf(other)
      const run = runs[which % runs.length]
      const swapped = run === undefined ? proof : withRun(proof, which % proof.runs.length, run)
      for (const mutant of [proof, swapped]) {
        const accepted = checkProof(other, mutant) === null
        expect(accepted && someFunctionWorks(other, mutant.runs)).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})
