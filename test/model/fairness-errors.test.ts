import { describe, expect, test } from 'vitest'
import { check, ModelError, role, system, type Fairness, type System } from '../../src/index.ts'

const node = role<{ n: number }, never, 'elections' | 'retry'>({
  initial: () => ({ n: 0 }),
  timeout: { elections: () => undefined, retry: () => undefined },
  internal: {
    'retry a': () => undefined,
    'retry b': () => undefined,
    leave: { optional: true, do: () => undefined },
    resume: () => undefined,
  },
})

const fair = (fairness: unknown): System =>
  system({ name: 'fair', nodes: { node }, fairness: fairness as Fairness })

const errorOf = (make: () => unknown): ModelError => {
  try {
    make()
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const ofProperty = (): System =>
  system({
    name: 'fair',
    nodes: { node },
    properties: ({ eventually }) => ({
      it: eventually(() => true, { fairness: [{ of: 'electoins', degree: 'weak' }] }),
    }),
  })

describe('an entry of a fairness is refused', () => {
  test.each<[unknown[], { what: string; where: string; fix: string }]>([
    [
      [{ of: 'electoins', degree: 'weak' }],
      {
        what: "There is no kind of action, no step and no timer 'electoins'",
        where: 'fairness[0]',
        fix: "did you mean 'elections'? there are 'elections', 'retry', 'retry a', 'retry b', 'leave', 'resume'",
      },
    ],
    [
      [
        { of: 'internal', degree: 'weak' },
        { of: 'delivery', degree: 'weak' },
      ],
      {
        what: "There is no kind of action, no step and no timer 'delivery'",
        where: 'fairness[1]',
        fix: "did you mean 'deliver'?",
      },
    ],
    [
      [{ of: 'tryagain *', degree: 'weak' }],
      {
        what: "No step and no timer has a name like 'tryagain *'",
        where: 'fairness[0]',
        fix: 'there are',
      },
    ],
    [
      [{ of: 'leave', degree: 'strong' }],
      {
        what: "Nothing is ever promised of 'leave', which is optional",
        where: 'fairness[0]',
        fix: '`optional: true`',
      },
    ],
    [
      [{ of: 'resume', degree: 'strong' }],
      {
        what: "'resume' is a kind of action, and the name of a step",
        where: 'fairness[0]',
        fix: "`({ kind }) => kind === 'resume'`",
      },
    ],
    [
      [
        { of: 'retry*', degree: 'strong' },
        { of: 'retry a', degree: 'none' },
      ],
      {
        what: "never decides anything: all that 'retry a' means is decided by entry [0] before it",
        where: 'fairness[1]',
        fix: 'put what is special before what is general',
      },
    ],
    [
      [
        { of: '* a', degree: 'strong' },
        { of: 'timeout', degree: 'weak' },
        { of: 'deliver', degree: 'weak' },
        { of: 'retry*', degree: 'none' },
        { of: 'retry', degree: 'none' },
      ],
      {
        what: "all that 'retry' means is decided by entry [1] before it",
        where: 'fairness[4]',
        fix: '',
      },
    ],
    [
      [
        { of: '*', degree: 'strong' },
        { of: 'internal', degree: 'weak' },
      ],
      { what: "all that 'internal' means is decided by entry [0]", where: 'fairness[1]', fix: '' },
    ],
    [
      [
        { of: '*', degree: 'strong' },
        ...['deliver', 'restart', 'heal', 'tick'].map((of) => ({ of, degree: 'weak' })),
        { of: ({ kind }: { kind: string }) => kind === 'resume', degree: 'weak' },
        { of: () => true, degree: 'none' },
        { of: 'heal', degree: 'none' },
      ],
      { what: "all that 'heal' means is decided by entry [3]", where: 'fairness[7]', fix: '' },
    ],
    [
      [{ of: 'internal', degree: 'none', moves: true }],
      {
        what: '`moves` says which steps a promise counts',
        where: 'fairness[0]',
        fix: 'leave `moves` out',
      },
    ],
    [
      [{ of: /retry/u, degree: 'weak' }],
      { what: '`of` cannot be', where: 'fairness[0]', fix: "('retry *')" },
    ],
    [
      [{ of: 'internal' }],
      { what: "The setting 'degree' is missing", where: 'fairness[0]', fix: '' },
    ],
    [
      [{ of: 'internal', degree: 'weak', moves: 'yes' }],
      { what: "'moves' cannot be", where: 'fairness[0].moves', fix: 'true or false' },
    ],
    [['strong'], { what: 'takes its settings as an object', where: 'fairness[0]', fix: '' }],
  ])('%j', (entries, told) => {
    const { code, what, where, fix } = errorOf(() => fair(entries))
    expect(code).toBe('not-a-system')
    expect(what).toContain(told.what)
    expect(where).toEqual([told.where])
    expect(fix).toContain(told.fix)
  })

  test('of a property, too', () => {
    expect(errorOf(ofProperty).where).toEqual(["the fairness of property 'it'[0]"])
  })

  test('where the general comes after the special, nothing', () => {
    const entries = [
      { of: 'retry a', degree: 'none' },
      { of: () => false, degree: 'none' },
      { of: 'retry*', degree: 'strong', moves: true },
      { of: '*', degree: 'weak' },
      { of: 'heal', degree: 'weak' },
    ]
    expect(fair(entries).fairness).toBe(entries)
    expect(fair([]).fairness).toEqual([])
  })
})

test.each<[(action: unknown) => unknown, string]>([
  [() => 'weak', 'The function of an entry of fairness answered "weak" for internal'],
  [
    () => {
      throw new RangeError('no idea')
    },
    'The function of an entry of fairness threw RangeError: no idea for internal',
  ],
])('a function that does not say yes or no is refused: %s', async (of, words) => {
  const ticking = role<number>({ initial: () => 0, internal: { next: (n) => (n + 1) % 2 } })
  const wrong = system({
    name: 'unfair',
    nodes: { ticking },
    fairness: [{ of: of as () => boolean, degree: 'none' }],
    properties: ({ eventually }) => ({ one: eventually(({ nodes }) => nodes.ticking === 1) }),
  })
  await expect(check(wrong)).rejects.toThrow(words)
})

test('a function that picks another time otherwise is not pure', async () => {
  const ticking = role<number>({ initial: () => 0, internal: { next: (n) => (n + 1) % 2 } })
  let asked = 0
  const drifting = system({
    name: 'drifting',
    nodes: { ticking },
    fairness: [{ of: () => asked++ < 1, degree: 'weak', moves: true }],
    properties: ({ eventually }) => ({ one: eventually(({ nodes }) => nodes.ticking === 1) }),
  })
  await expect(check(drifting)).rejects.toThrow('A fairness is not pure')
})
