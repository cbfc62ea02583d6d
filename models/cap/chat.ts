import { match } from 'ts-pattern'
import { client, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * Keep talking, and catch up later: a chat in two regions. Whoever posts a line is shown the
 * conversation at once, as the region nearby knows it; the other region hears of the line when it can.
 *
 * Rahim, near Dhaka, and Mita, near CTG (Chattogram), post two lines each. Consistency means here:
 * there is one conversation. Of any two screens one shows the beginning of what the other shows.
 *
 * Source: Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978),
 * for the order of the lines; sets that only grow and merge by union are the simplest of the data
 * types of Shapiro, Preguiça, Baquero and Zawirski (2011), and converge for that reason.
 *
 * What to look at: nobody ever waits, and under a cut there are two conversations. Unlike an order
 * that is both confirmed and cancelled, two conversations can be merged into one and nobody minds: no
 * line is lost, both sides end up with the same lines in the same order, and a line stands after
 * every line that its author had seen. Consistency was not needed; that is a matter of what the data
 * mean, and not of how the system is built.
 */

interface Line {
  /** Later than every line that the region knew: Lamport's clock. */
  stamp: number
  author: string
}

type Message =
  | { type: 'post' } // user -> region
  | { type: 'screen'; lines: Line[] } // region -> user
  | { type: 'replicate'; line: Line } // region -> region

interface Region {
  /** The conversation, in order. */
  lines: Line[]
}

/** By stamp; of lines with the same stamp nobody knew the other, and any order will do if it is one. */
const order = (a: Line, b: Line): number =>
  a.stamp - b.stamp || (a.author < b.author ? -1 : a.author > b.author ? 1 : 0)

const region = role<Region, Message>({
  initial: () => ({ lines: [] }),
  receive: (state, message, { from, others, send }) =>
    match(message)
      .with({ type: 'post' }, () => {
        const line = { stamp: (state.lines.at(-1)?.stamp ?? 0) + 1, author: from }
        state.lines.push(line)
        send(others, { type: 'replicate', line })
        send(from, { type: 'screen', lines: state.lines })
      })
      .with({ type: 'replicate' }, ({ line }) => {
        state.lines.push(line)
        state.lines.sort(order)
      })
      .with({ type: 'screen' }, () => {})
      .exhaustive(),
})

const user = (near: string) =>
  client<Message>({ near, ask: [{ send: { type: 'post' } }, { send: { type: 'post' } }] })

/** The screens that a user was shown, one for each line posted. */
const screens = ({ answers }: { answers: readonly Message[] }): readonly (readonly Line[])[] =>
  answers.flatMap((answer) => (answer.type === 'screen' ? [answer.lines] : []))

/** Whether the one is the beginning of the other, or all of it. */
const begins = (some: readonly Line[], all: readonly Line[]): boolean =>
  some.every((line, at) => {
    const other = all[at]
    return other !== undefined && order(line, other) === 0
  })

/** Whether every line of the one is among the other's. */
const isWithin = (some: readonly Line[], all: readonly Line[]): boolean =>
  some.every((line) => all.some((other) => order(line, other) === 0))

/** Whether the lines that both have stand in the same order. */
const areInOrder = (screen: readonly Line[], lines: readonly Line[]): boolean =>
  begins(
    screen.filter((line) => isWithin([line], lines)),
    lines.filter((line) => isWithin([line], screen)),
  )

export const parameters = { partition: 'lasts' }

export default ({ partition }: typeof parameters) =>
  system({
    name: 'cap-chat',
    about: 'a chat in two regions: keep talking through a cut, catch up after it',
    nodes: { dhaka: region, ctg: region, rahim: user('dhaka'), mita: user('ctg') },
    network: unordered(),
    faults: between(partition),
    properties: ({
      always,
      never,
      reachable,
      stepwise,
      eventuallyAlways,
      everyRequestAnswered,
      everyRequestServed,
    }) => ({
      'there is one conversation': always(
        ({ nodes: { rahim, mita } }) =>
          screens(rahim).every((his) =>
            screens(mita).every((hers) => begins(his, hers) || begins(hers, his)),
          ),
        { expected: 'violated' },
      ),
      'every request is answered': everyRequestAnswered(),
      'every request is served': everyRequestServed(),
      'in the end both regions hold all four lines in the same order': eventuallyAlways(
        ({ nodes: { dhaka, ctg } }) =>
          dhaka.lines.length === 4 && ctg.lines.length === 4 && begins(dhaka.lines, ctg.lines),
        violatedIf(partition === 'lasts'),
      ),
      'no line is lost': stepwise(
        (before, after) =>
          isWithin(before.nodes.dhaka.lines, after.nodes.dhaka.lines) &&
          isWithin(before.nodes.ctg.lines, after.nodes.ctg.lines),
      ),
      'no line is there twice': never(({ nodes: { dhaka, ctg } }) =>
        [dhaka, ctg].some(({ lines }) =>
          lines.some((line, at) => lines.slice(0, at).some((other) => order(line, other) === 0)),
        ),
      ),
      'a line stands after every line that its author had seen': always(
        ({ nodes: { dhaka, ctg, rahim, mita } }) =>
          [...screens(rahim), ...screens(mita)].every((screen) =>
            [dhaka, ctg].every(({ lines }) => areInOrder(screen, lines)),
          ),
      ),
      'both can see all four lines': reachable(({ nodes: { dhaka, ctg } }) =>
        [dhaka, ctg].every(({ lines }) => lines.length === 4),
      ),
    }),
  })
