import { ModelError, type Faults, type PropertyOptions } from 'netsplit'

/**
 * The three situations that every model in this folder is put into:
 *
 * - `none`: the link between the regions is slow at worst;
 * - `heals`: the link is cut, and it is promised that every cut heals;
 * - `lasts`: the link is cut, and nobody promises anything.
 *
 * The link is down when the story begins, and after it has come up it may go down once more, at any
 * moment. A user is always on the side of the region nearby.
 *
 * Why a cut that lasts is one that may heal, not one that never does: those who are cut off cannot
 * know which of the two they are in. The runs in which it never heals are all among those in which
 * nobody promises that it will, so what holds of these holds of those; and the other way round, what
 * breaks in this folder under a cut that may heal breaks under one that never does, too.
 */
const situations = ['none', 'heals', 'lasts'] as const

/**
 * The faults of a situation, for a system with the regions dhaka and ctg.
 *
 * @param messages what becomes of messages across the cut: they wait for it to heal, which is what a
 *   transport that sends them again until they get through comes to; or they are lost
 */
export const between = (
  partition: string,
  messages: 'delayed' | 'dropped' = 'delayed',
): Faults<'dhaka' | 'ctg'> => {
  const situation = situations.find((name) => name === partition)
  if (situation === undefined) {
    throw new ModelError('bad-parameter', {
      what: `There is no partition '${partition}'`,
      where: [`parameter partition=${partition}`],
      fix: `choose one of ${situations.join(', ')}`,
    })
  }
  if (situation === 'none') return {}
  const heals = situation === 'heals' ? 'eventually' : 'maybe'
  return { partitions: { split: [['dhaka'], ['ctg']], atStart: true, times: 2, heals, messages } }
}

/**
 * When a timer fires: `patient`, only when nothing else can happen, so that no time-out ever fires
 * early; `any`, at any moment, as where a message may take longer than anybody is ready to wait.
 */
export const patience = (timers: string): 'patient' | 'any' => {
  if (timers === 'patient' || timers === 'any') return timers
  throw new ModelError('bad-parameter', {
    what: `There are no timers '${timers}'`,
    where: [`parameter timers=${timers}`],
    fix: 'choose one of patient, any',
  })
}

/** What is expected of a property: that it is broken in some situations and holds in the others. */
export const violatedIf = (isBroken: boolean): PropertyOptions => ({
  expected: isBroken ? 'violated' : 'holds',
})
