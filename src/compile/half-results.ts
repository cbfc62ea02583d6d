/** How far a node has come with a step in which it crashes, in ids. */
export interface HalfResult {
  /** The value id of the state whose durable part is on the disk. */
  readonly disk: number
  /** How many times the step has saved. */
  readonly saves: number
  /** How many of its messages are sent. */
  readonly sent: number
}

/** What a step comes to, as far as it matters where a node crashes in it. */
interface Whole {
  /** The value ids of the state before and after. */
  readonly before: number
  readonly after: number
  /** Where it saves: the value id of the state, and how many messages are sent by then. */
  readonly saves: readonly { readonly state: number; readonly sent: number }[]
  readonly sends: number
  /** Whether it consumes a message. */
  readonly consumes: boolean
}

export const noHalves: readonly HalfResult[] = []

/** The points of a step in which a node may crash; `halfSteps` of the semantics says which these are. */
export const halvesOf = ({
  before,
  after,
  saves,
  sends,
  consumes,
}: Whole): readonly HalfResult[] => {
  const halves: HalfResult[] = []
  const add = (disk: number, saved: number, sent: number): void => {
    const isBefore = !consumes && disk === before && sent === 0
    const isAfter = disk === after && sent === sends
    const isKnown = halves.some((half) => half.disk === disk && half.sent === sent)
    if (!isBefore && !isAfter && !isKnown) halves.push({ disk, saves: saved, sent })
  }
  const all = saves.length === 0 ? [{ state: after, sent: 0 }] : saves
  let [disk, sent] = [before, 0]
  all.forEach((save, saved) => {
    for (; sent < save.sent; sent++) add(disk, saved, sent)
    add(disk, saved, sent)
    disk = save.state
  })
  for (; sent <= sends; sent++) add(disk, all.length, sent)
  return halves
}
