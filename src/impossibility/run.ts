/**
 * One run of the full-information protocol, written down so that anybody can replay it: the inputs,
 * what each node received and when, and what went wrong. A run says nothing about decisions.
 */
export interface Run {
  /** The input of every node; `null` is "no request at all". */
  readonly inputs: Readonly<Record<string, string | null>>
  /** What the nodes see, in one global order. A step touches one node. */
  readonly steps: readonly Step[]
  /** Messages that were sent and never arrive. */
  readonly lost: readonly Message[]
  /** The cut of this run, or null. */
  readonly cut: Cut | null
  /** The crashes of this run; empty where the fault model has none. */
  readonly crashes: readonly Crash[]
}

/** A node learns its input, or receives messages (in a synchronous round: all of that round's). */
export type Step =
  | { readonly kind: 'input'; readonly node: string }
  | { readonly kind: 'receive'; readonly node: string; readonly messages: readonly Message[] }

/**
 * A message carries the whole view of its sender. `sent` is the number of steps that the sender had
 * taken when it sent, so the content is the sender's view after that many steps.
 */
export interface Message {
  /** The sender. */
  readonly from: string
  /** The receiver. */
  readonly to: string
  /** How many steps the sender had taken when it sent. */
  readonly sent: number
}

/** From step `after` on, nothing passes between the groups, until step `heals` (`null`: for ever). */
export interface Cut {
  /** The groups that cannot reach one another. */
  readonly groups: readonly (readonly string[])[]
  /** The index of the step in {@link Run.steps} from which on it is there; 0 is the start. */
  readonly after: number
  /** The index of the step from which on it is there no more; `null`: it stays. */
  readonly heals: number | null
}

/** The node stops in this round (from 1), after its message has reached only the nodes named. */
export interface Crash {
  /** The node that crashes. */
  readonly node: string
  /** The round in which it does: from 1. */
  readonly round: number
  /** Whom its last message reaches. */
  readonly reaches: readonly string[]
}

/** Whether a cut between these groups separates the two nodes. */
export function separates(groups: Cut['groups'], one: string, other: string): boolean {
  return groups.some((group) => group.includes(one) && !group.includes(other))
}
