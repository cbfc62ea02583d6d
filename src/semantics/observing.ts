import type { Told } from '../model/observer.ts'
import type { System } from '../model/system.ts'
import { firstState, hear, hears } from './observers.ts'

/** What the observers of a system know before anything has happened. */
export const observedAtFirst = ({ observers }: System): readonly unknown[] =>
  observers.map((observer) => firstState(observer))

/** What the observers know after they were told. */
export const observedAfter = (
  { observers }: System,
  observed: readonly unknown[],
  told: readonly Told[],
): readonly unknown[] =>
  observers.map((observer, index) =>
    told
      .filter((each) => hears(observer, each))
      .reduce<unknown>((state, each) => hear(observer, state, each), observed[index]),
  )
