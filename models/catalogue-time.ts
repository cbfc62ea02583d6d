import { bundle } from './bundled.ts'
import { brokenIn, holds, shownIn, type BundledModel } from './configuration.ts'

const exclusive = 'no two processes are inside'

const fischer: BundledModel = {
  ...bundle('fischer'),
  configurations: [
    { parameters: { wait: 3 }, counts: [309, 465, 24], broken: null, inside: 14 },
    { parameters: { wait: 2 }, counts: [789, 1_361, 42], broken: 22, inside: 13 },
    {
      parameters: { min: 1, max: 2, wait: 5 },
      counts: [2_428, 5_288, 46],
      broken: 27,
      inside: 16,
    },
    { parameters: { min: 1, max: 2, wait: 6 }, counts: [960, 1_828, 33], broken: null, inside: 17 },
    {
      parameters: { processes: 3, wait: 3 },
      counts: [3_679, 6_806, 29],
      broken: null,
      inside: 14,
    },
    {
      parameters: { processes: 3, wait: 2 },
      counts: [22_870, 53_114, 62],
      broken: 22,
      inside: 13,
      slow: true,
    },
    {
      parameters: { processes: 4, wait: 3 },
      counts: [42_857, 95_453, 35],
      broken: null,
      inside: 14,
      slow: true,
    },
    {
      parameters: { processes: 4, wait: 2 },
      counts: [634_729, 1_874_275, 87],
      broken: 22,
      inside: 13,
      slow: true,
    },
  ].map(({ parameters, counts, broken, inside, slow = false }) => ({
    parameters,
    ...named(counts),
    properties: {
      [exclusive]: broken === null ? holds : brokenIn(broken),
      'a process can be inside': shownIn(inside),
    },
    reductions: [],
    source: 'own count; safe from wait = 3 max - min + 1 on, by hand',
    ...(slow ? { slow } : {}),
  })),
}

const heartbeat: BundledModel = {
  ...bundle('heartbeat'),
  configurations: [
    { parameters: { patience: 5 }, counts: [30, 51, 10], broken: null },
    { parameters: { patience: 4 }, counts: [38, 69, 14], broken: 8 },
    { parameters: { bounded: false, patience: 9 }, counts: [80, 181, 17], broken: 12 },
    { parameters: { pauses: 1, patience: 9 }, counts: [234, 560, 17], broken: 13 },
  ].map(({ parameters, counts, broken }) => ({
    parameters,
    ...named(counts),
    properties: {
      'nobody is suspected who is up': broken === null ? holds : brokenIn(broken),
      'who has crashed is suspected': holds,
    },
    reductions: [],
    source: 'own count; perfect from patience = every + max - min + 1 on, by hand',
  })),
}

const lease: BundledModel = {
  ...bundle('lease'),
  configurations: [
    { parameters: {}, counts: [2_539, 5_093, 32], broken: [null, null], granted: 13 },
    {
      parameters: { drift: 1, margin: 2, length: 7 },
      counts: [226_743, 992_791, 33],
      broken: [null, null],
      granted: 12,
      slow: true,
    },
    {
      parameters: { drift: 1, margin: 1, length: 6 },
      counts: [261_097, 1_129_587, 34],
      broken: [14, 19],
      granted: 11,
      slow: true,
    },
    {
      parameters: { pauses: 1 },
      counts: [43_647, 118_763, 40],
      broken: [15, 22],
      granted: 12,
      slow: true,
    },
    {
      parameters: { pauses: 1, fencing: true },
      counts: [41_723, 113_571, 38],
      broken: [15, null],
      granted: 12,
      slow: true,
    },
  ].map(({ parameters, counts, broken: [twice = null, late = null], granted, slow = false }) => ({
    parameters,
    ...named(counts),
    properties: {
      'no two believe that they hold the lease': twice === null ? holds : brokenIn(twice),
      'no write under an older lease is taken after one under a newer':
        late === null ? holds : brokenIn(late),
      'all leases can be granted': shownIn(granted),
    },
    reductions: [],
    source: 'own count; safe from margin = 2 drift on, by hand',
    ...(slow ? { slow } : {}),
  })),
}

function named([distinct = 0, generated = 0, depth = 0]: readonly number[]): {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
} {
  return { distinct, generated, depth }
}

/** The models in which durations matter. */
export const timedModels: readonly BundledModel[] = [fischer, heartbeat, lease]
