import { describe, expect, test } from 'vitest'
import { impossible } from '../../src/cli/impossible.ts'
import { capTask } from '../../src/impossibility/index.ts'
import { game } from './tasks.ts'

const golden = '../golden/impossibility'

describe('what a person reads', () => {
  for (const task of ['cap', 'two-generals', 'two-generals/6', 'consensus', 'register']) {
    test(`about ${task} fits 80 columns`, async () => {
      const { output, exitCode } = impossible(task, { columns: 80 })
      expect(exitCode).toBe(0)
      expect(
        output.split('\n').filter((line) => line.length > 80 || line !== line.trimEnd()),
      ).toEqual([])
      await expect(output).toMatchFileSnapshot(`${golden}/${task.replace('/', '-')}.txt`)
    })
  }

  test('about a task of their own, with a proof by cases', async () => {
    const { output, exitCode } = impossible(game, { columns: 80 })
    expect(exitCode).toBe(0)
    await expect(output).toMatchFileSnapshot(`${golden}/game.txt`)
  })

  test('without a task is the list of tasks', async () => {
    await expect(impossible(undefined, {}).output).toMatchFileSnapshot(`${golden}/list.txt`)
  })

  test('is in colour only on request, and says the same', () => {
    const plain = impossible('cap', { colour: false }).output
    const bright = impossible('cap', { colour: true }).output
    expect(plain).not.toContain('\u001B[')
    expect(bright).toContain('\u001B[')
    // eslint-disable-next-line no-control-regex
    expect(bright.replace(/\u001B\[\d+m/g, '')).toBe(plain)
  })
})

describe('what a program reads', () => {
  test('for cap is the eight combinations', async () => {
    const { output, exitCode } = impossible('cap', { json: true })
    expect(exitCode).toBe(0)
    const { combinations } = JSON.parse(output)
    expect(combinations).toHaveLength(8)
    for (const {
      consistency,
      availability,
      partition,
      possible,
      proof,
      protocol,
    } of combinations) {
      expect(possible).toBe(!(consistency && availability && partition))
      expect(proof === null).toBe(possible)
      expect(protocol === null).toBe(!possible)
    }
    await expect(output).toMatchFileSnapshot(`${golden}/cap.json`)
  })

  test('for another task is one answer, and those of its family', () => {
    const found = JSON.parse(impossible('consensus', { json: true }).output)
    expect(found).toMatchObject({ possible: false, protocol: null, runs: 104, views: 54 })
    expect(found.proof.words.at(-1)).toContain('contradicts validity')
    expect(found.variants.map((one: { possible: boolean }) => one.possible)).toEqual([false, true])
  })

  test('is the same every time', () => {
    for (const task of ['cap', 'two-generals', 'register/2-nodes']) {
      expect(impossible(task, { json: true })).toEqual(impossible(task, { json: true }))
    }
  })
})

test('the exit status says whether the answer is the expected one', () => {
  const wrong = {
    ...capTask({ consistency: true, availability: true, partition: true }),
    expected: 'possible',
  } as const
  expect(impossible(wrong, {}).exitCode).toBe(1)
})

test('an unknown task and a malformed one are explained', () => {
  expect(() => impossible('cab', {})).toThrow(
    /no impossibility task "cab"; known are cap, two-generals/,
  )
  const strange = { ...game, inputs: { Ann: ['0'] } }
  expect(() => impossible(strange, {})).toThrow(
    /task "game": inputs has nothing for Bob; list its inputs/,
  )
})

test('cap answers in under two seconds', () => {
  const start = performance.now()
  impossible('cap', {})
  expect(performance.now() - start).toBeLessThan(2000)
})
