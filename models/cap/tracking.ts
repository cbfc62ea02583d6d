import { match } from 'ts-pattern'
import { client, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * Better old than nothing: the position of a delivery, live, in two regions. Whoever looks is shown
 * the last position that the region nearby has heard of, and since when it is known.
 *
 * Rahim rides, and reports to Dhaka where he is. Mita waits near CTG (Chattogram) and looks at her
 * screen, twice. Consistency means here: a look that begins after a report was noted shows that
 * report or a later one. That is what one register that everybody shared would do.
 *
 * Source: Leslie Lamport, "On Interprocess Communication" (1986), part II, on what a register is; Doug
 * Terry, "Replicated Data Consistency Explained Through Baseball" (2013), on who can do with less.
 *
 * What to look at: every look is served at once, through any cut. What is shown may be old, under a
 * cut as old as the cut, and without a cut as old as a message is slow. It is never made up: each
 * position comes with the minute it belongs to, the rider never seems to ride backwards, and once the
 * regions can talk again they agree.
 */

/** Where the rider is, minute by minute. */
const route = ['at the depot', 'on the bridge', 'at the door']

type Message =
  | { type: 'report'; minute: number } // rider -> region
  | { type: 'noted' } // region -> rider
  | { type: 'replicate'; minute: number } // region -> region
  | { type: 'look' } // user -> region
  | { type: 'position'; place: string; minute: number } // region -> user

interface Region {
  /** The latest minute of which the region knows where the rider was. */
  minute: number
}

const region = role<Region, Message>({
  initial: () => ({ minute: 0 }),
  receive: (state, message, { from, others, send }) =>
    match(message)
      .with({ type: 'report' }, ({ minute }) => {
        state.minute = Math.max(state.minute, minute)
        send(others, { type: 'replicate', minute })
        send(from, { type: 'noted' })
      })
      // Messages overtake each other, minutes do not.
      .with({ type: 'replicate' }, ({ minute }) => {
        state.minute = Math.max(state.minute, minute)
      })
      .with({ type: 'look' }, () => {
        const { minute } = state
        send(from, { type: 'position', place: route[minute] ?? '', minute })
      })
      .with({ type: 'noted' }, { type: 'position' }, () => {})
      .exhaustive(),
})

const rider = client<Message>({
  near: 'dhaka',
  ask: [{ send: { type: 'report', minute: 1 } }, { send: { type: 'report', minute: 2 } }],
})

const watcher = client<Message>({
  near: 'ctg',
  ask: [{ send: { type: 'look' } }, { send: { type: 'look' } }],
})

/** What a user was shown, look by look. */
const shown = ({ answers }: { answers: readonly Message[] }) =>
  answers.filter((answer) => answer.type === 'position')

export const parameters = { partition: 'lasts' }

export default ({ partition }: typeof parameters) =>
  system({
    name: 'cap-tracking',
    about: 'a live position in two regions: the last known one, however old it is',
    nodes: { dhaka: region, ctg: region, rahim: rider, mita: watcher },
    network: unordered(),
    faults: between(partition),
    properties: ({
      always,
      reachable,
      ltl,
      eventuallyAlways,
      everyRequestAnswered,
      everyRequestServed,
    }) => ({
      // Mita's second look begins when the first has ended: at a time when she has no answer yet, it
      // is still to come.
      'a look that begins after a report was noted shows it': ltl(
        ({ is, and, always, implies }) =>
          and(
            ...[1, 2].map((reports) =>
              always(
                implies(
                  is(
                    ({ nodes: { rahim, mita } }) =>
                      rahim.answers.length === reports && mita.answers.length === 0,
                  ),
                  always(is(({ nodes }) => (shown(nodes.mita)[1]?.minute ?? reports) >= reports)),
                ),
              ),
            ),
          ),
        // The formula is broken for good once it is broken: what happens later makes no difference, and
        // neither does whether anything does. So the shortest run that breaks it is a fair example.
        { expected: 'violated', fairness: 'none' },
      ),
      'every request is answered': everyRequestAnswered(),
      'every request is served': everyRequestServed(),
      'in the end the regions know the same': eventuallyAlways(
        ({ nodes: { dhaka, ctg } }) => dhaka.minute === ctg.minute,
        violatedIf(partition === 'lasts'),
      ),
      'where the rider is said to have been, he was in that minute': always(({ nodes }) =>
        shown(nodes.mita).every(({ place, minute }) => place === route[minute]),
      ),
      'the rider never seems to ride backwards': always(({ nodes }) => {
        const [first, second] = shown(nodes.mita)
        return first === undefined || second === undefined || first.minute <= second.minute
      }),
      'the rider can be at the door, and shown at the depot as of minute 0': reachable(
        ({ nodes }) => nodes.dhaka.minute === 2 && shown(nodes.mita).at(-1)?.minute === 0,
      ),
      'Mita can see the rider at the door': reachable(
        ({ nodes }) => shown(nodes.mita).at(-1)?.minute === 2,
      ),
    }),
  })
