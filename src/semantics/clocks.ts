import type { System } from '../model/system.ts'
import type { Clock, Mail, NodeState } from './global-state.ts'
import type { TimerSetting } from './step.ts'

/** The clock of a node at the start. */
export const firstClock: Clock = { left: [], ahead: 0, paused: false }

/** What a node has besides where there is time. */
export const clockAtStart = ({ time }: System): Pick<NodeState, 'clock'> =>
  time === null ? {} : { clock: firstClock }

/** What a message has besides where there is time: its age when it is sent. */
export const ageAtStart = ({ time }: System): Pick<Mail, 'age'> => (time === null ? {} : { age: 0 })

/** Whether a node runs its handlers. */
export const isAwake = ({ up, clock }: NodeState): boolean => up && clock?.paused !== true

/** Whether a message has been under way for long enough to be delivered. */
export const mayArrive = ({ time }: System, { age = 0 }: Mail): boolean =>
  time === null || age >= time.min

/** The timers of a node whose time has run out; without time, all that are set. */
export const runOut = ({ timers, clock }: NodeState): readonly string[] =>
  clock === undefined ? timers : timers.filter((_, at) => clock.left[at] === 0)

/** The timers of a node after some were set or cleared. */
export const withTimers = (
  { timers, clock }: NodeState,
  touched: ReadonlyMap<string, TimerSetting>,
): Pick<NodeState, 'timers' | 'clock'> => {
  const settings = new Map<string, TimerSetting>(
    timers.map((timer, at) => [timer, clock?.left[at] ?? true]),
  )
  for (const [timer, setting] of touched) {
    if (setting === false) settings.delete(timer)
    else settings.set(timer, setting)
  }
  const names = [...settings.keys()].toSorted()
  const left = names.map((name) => Number(settings.get(name)))
  return { timers: names, ...(clock === undefined ? {} : { clock: { ...clock, left } }) }
}

/** A node that has crashed: its timers are gone, and it is no longer paused; its clock goes on. */
export const crashed = ({ clock }: NodeState): Partial<NodeState> => ({
  up: false,
  timers: [],
  ...(clock === undefined ? {} : { clock: { ...clock, left: [], paused: false } }),
})
