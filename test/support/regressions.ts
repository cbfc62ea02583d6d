import type { GraphSpec } from './random-graph.ts'
import type { LivenessSpec } from './random-liveness.ts'
import type { SystemSpec } from './random-system.ts'

/*
 * Random systems on which engine and reference once disagreed, as the generators wrote them, made
 * as small as possible. They are compared again in each run, before any new ones.
 */

export const safetyRegressions: readonly SystemSpec[] = []

export const livenessRegressions: readonly (readonly [SystemSpec, LivenessSpec])[] = []

export const graphRegressions: readonly GraphSpec[] = [
  // A run that paused in front of an optional step and then took it: `next` saw the pause, though
  // the run as told did not show it.
  {
    starts: [0],
    arrows: [{ from: 0, to: 1, action: 0 }],
    degrees: ['weak', 'weak', 'weak', 'weak', 'weak'],
    optional: [0],
    outside: [],
    marks: [[1], [], []],
    waits: [[], []],
    formula: {
      op: 'or',
      left: { op: 'next', of: { op: 'is', of: 0 } },
      right: { op: 'always', of: { op: 'not', of: { op: 'is', of: 0 } } },
    },
  },
]

/** Graphs, and after how many states the search was stopped. */
export const cutRegressions: readonly (readonly [GraphSpec, number])[] = [
  // The shortest run leads to the state that was not kept; a longer one goes back before.
  [
    {
      starts: [2],
      arrows: [
        { from: 0, to: 2, action: 0 },
        { from: 2, to: 0, action: 0 },
        { from: 0, to: 4, action: 0 },
        { from: 2, to: 3, action: 0 },
      ],
      degrees: ['none', 'none', 'none', 'none', 'none'],
      optional: [],
      outside: [],
      marks: [[2], [], [], []],
      waits: [[], []],
      formula: {
        op: 'next',
        of: { op: 'next', of: { op: 'always', of: { op: 'is', of: 0 } } },
      },
    },
    3,
  ],
]
