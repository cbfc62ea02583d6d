/*
 * The slots of a sequence of commands, as servers of the model multi-paxos know them.
 */

/** What was first proposed in which ballot; 0: a command that does nothing. */
export type Command = number

export interface Accepted {
  ballot: number
  command: Command
}

/** By slot. */
export type Log<Item> = (Item | null)[]

/** What is looked at of a server. */
interface Server {
  readonly ballot: number
  /** As an acceptor: what it accepted last. */
  readonly accepted: Readonly<Log<Accepted>>
  /** As a learner. */
  readonly chosen: Readonly<Log<Command>>
}

/** Of what acceptors have accepted in a slot, that of the highest ballot. */
export const latest = (logs: readonly Log<Accepted>[], slot: number): Accepted | null =>
  logs.reduce<Accepted | null>((best, log) => {
    const it = log[slot] ?? null
    return it !== null && (best === null || it.ballot > best.ballot) ? it : best
  }, null)

/** The first slot in which a leader knows of no command. */
export const nextSlot = ({ accepted, chosen }: Server): number =>
  chosen.findIndex((it, slot) => it === null && accepted[slot] === null)

/** Whether two servers have learned of no different commands in a slot. */
export const areAlike = (a: Server, b: Server): boolean =>
  a.chosen.every((it, slot) => it === null || (b.chosen[slot] ?? it) === it)

/** Whether a leader knows of no command in a slot before one in which it proposes. */
export const hasGap = (leader: Server): boolean =>
  leader.accepted.some((it, slot) => {
    const next = nextSlot(leader)
    return it?.ballot === leader.ballot && next >= 0 && next < slot
  })
