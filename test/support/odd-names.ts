import { replicas, role, system, type Role, type System } from '../../src/index.ts'

interface State {
  count: number
  log: Record<string, number>
}

/** Two nodes and a group that talk, time out and move, under the names that are handed in. */
export const namedSystem = (names: readonly string[]): System => {
  const [first = '', second = '', group = '', timer = '', step = '', field = '', sentence = ''] =
    names
  const talker = (to: string): Role<State> =>
    role<State, { type: string }>({
      initial: () => ({ count: 0, log: {} }),
      start: (_, { send, setTimer }) => {
        send(to, { type: step })
        setTimer(timer)
      },
      receive: (state, message, { from }) => {
        state.count += message.type === step && from !== to ? 1 : 0
        state.log[field] = state.count
      },
      timeout: {
        [timer]: (state, { group: members, send }) => {
          state.log[field] = 7
          send(members(group), { type: field })
        },
      },
      internal: {
        [step]: { when: ({ count }) => count === 1, do: (state) => void (state.count = 5) },
      },
      operations: ({ count }) => ({ waiting: count === 1 ? [field] : [] }),
    })
  return system({
    name: sentence,
    nodes: {
      [first]: talker(second),
      [second]: talker(first),
      [group]: replicas(1, talker(first)),
    },
    faults: { crashes: { times: 1, nodes: [first] }, partitions: { split: [[first]] } },
    properties: ({ always, reachable, everyRequestAnswered }) => ({
      [`${sentence}1`]: always(
        ({ nodes, up }) => up[first] !== up[second] || nodes[first] !== null,
      ),
      [`${sentence}2`]: reachable(({ nodes }) => (nodes[second] as State).count === 5),
      [`${sentence}3`]: always(({ nodes }) => (nodes[group] as State[])[0]?.log[field] !== 7),
      [`${sentence}4`]: everyRequestAnswered(),
    }),
  })
}

/** Names that mean something elsewhere: to JavaScript, to terminals, to formats of diagrams. */
export const oddNames = [
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
  'nodes',
  'up',
  'inFlight',
  'size',
  'get',
  'entries',
  'prototype',
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  'a.b',
  '[0]',
  '#set',
  "it's",
  '"',
  '`',
  'a\nb',
  '\u001b[2J',
  '\u0007',
  '\u202e',
  '\ud800',
  '⇥',
  'machine',
  'null',
  'undefined',
  '\\',
  '%s',
  '$&',
  'end',
  'Note over',
  'a;b',
  '#35;',
  '%%{init}%%',
  '->>',
  ':',
  '<br/>',
] as const
