import {
  flip,
  less,
  nearby,
  nodesOf,
  otherPromises,
  timesOf,
  withFaults,
  type Flip,
} from './flip-parts.ts'
import type { System } from './system.ts'

/** The flips of what is said of crashes. */
export const crashFlips = (system: System): readonly Flip[] => {
  const { crashes, crashable, restarts, downAtOnce, lostDisks, midStep } = system.faults
  const most = crashable.filter(Boolean).length
  if (crashes === 0 || most === 0) return []
  return [
    ...flip(
      'crashes',
      timesOf(crashes, 'crash', 'crashes'),
      nearby(crashes)
        // Who never restarts crashes once at most.
        .filter((it) => restarts !== 'never' || less(it, crashes) || less(crashes, most))
        .map((it) => [timesOf(it, 'crash', 'crashes'), withFaults(system, { crashes: it })]),
    ),
    ...(downAtOnce === null
      ? []
      : flip(
          'down at once',
          nodesOf(downAtOnce),
          [downAtOnce - 1, downAtOnce + 1, null]
            .filter((it) => it !== 0)
            .map((it) => [nodesOf(it), withFaults(system, { downAtOnce: it })]),
        )),
    ...flip(
      'lost disks',
      timesOf(lostDisks, 'disk'),
      (lostDisks === 0 ? [] : nearby(lostDisks))
        .filter((it) => less(it, crashes) || it === crashes)
        .map((it) => [timesOf(it, 'disk'), withFaults(system, { lostDisks: it })]),
    ),
    ...flip(
      'crash in the middle',
      'of steps',
      midStep ? [['between steps only', withFaults(system, { midStep: false })]] : [],
    ),
    ...flip(
      'restarts',
      restarts,
      otherPromises(system, restarts).map((it) => [it, withFaults(system, { restarts: it })]),
    ),
  ]
}
