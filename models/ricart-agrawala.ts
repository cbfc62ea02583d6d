import { oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * Mutual exclusion with two messages for each other process: who wants to enter asks all; who is asked
 * answers at once, or, if its own request comes first, when it has left.
 *
 * Source: Glenn Ricart and Ashok Agrawala, "An Optimal Algorithm for Mutual Exclusion in Computer Networks"
 * (1981); the names of the variables are the paper's.
 *
 * What to look at: of two processes that ask each other, one must wait for the other, and not both.
 * Requests are ordered by sequence number, and by process where the numbers are equal. The order of messages
 * does not matter, unlike in Lamport's algorithm: permission is given for one request.
 *
 * Why it holds: suppose two are inside. Each has the other's reply. Take the one whose request is the later:
 * its number is the higher, so the other had asked before it replied (else this number would have been seen
 * and topped), and it would not have replied.
 *
 * bug: ties-yield, where a process that is asked with its own number replies; forgets-highest, where a number
 * is not chosen above all that were seen.
 */

type Message = { type: 'request'; number: number } | { type: 'reply' }

interface Process {
  ourSequenceNumber: number
  highestSequenceNumber: number
  requestingCriticalSection: boolean
  /** Who has replied to the request. */
  replied: Set<string>
  /** Who gets a reply when the process has left. */
  replyDeferred: Set<string>
  isInside: boolean
  entries: number
}

const process = (entries: number, bug: string) =>
  role<Process, Message>({
    initial: () => ({
      ourSequenceNumber: 0,
      highestSequenceNumber: 0,
      requestingCriticalSection: false,
      replied: new Set(),
      replyDeferred: new Set(),
      isInside: false,
      entries: 0,
    }),
    internal: {
      request: {
        when: (state) => !state.requestingCriticalSection && state.entries < entries,
        do: (state, { others, send }) => {
          state.requestingCriticalSection = true
          state.ourSequenceNumber = state.highestSequenceNumber + 1
          state.replied = new Set()
          send(others, { type: 'request', number: state.ourSequenceNumber })
        },
      },
      leave: {
        when: ({ isInside }) => isInside,
        do: (state, { send }) => {
          send([...state.replyDeferred], { type: 'reply' })
          Object.assign(state, { requestingCriticalSection: false, isInside: false })
          Object.assign(state, { replied: new Set(), replyDeferred: new Set() })
        },
      },
    },
    receive: (state, message, { self, from, others, send }) => {
      if (message.type === 'reply') {
        state.replied.add(from)
        if (state.replied.size < others.length) return
        state.isInside = true
        state.entries += 1
        return
      }
      const { number } = message
      const { ourSequenceNumber: ours, requestingCriticalSection: isRequesting } = state
      if (bug !== 'forgets-highest') {
        state.highestSequenceNumber = Math.max(state.highestSequenceNumber, number)
      }
      const isTie = number === ours && self < from && bug !== 'ties-yield'
      if (isRequesting && (number > ours || isTie)) state.replyDeferred.add(from)
      else send(from, { type: 'reply' })
    },
  })

export const parameters = {
  processes: 3,
  entries: 1,
  bug: oneOf('none', 'ties-yield', 'forgets-highest'),
}

export default ({ processes, entries, bug }: Given<typeof parameters>) => {
  return system({
    name: 'ricart-agrawala',
    about: 'mutual exclusion by permission of all others (Ricart and Agrawala)',
    nodes: { p: replicas(processes, process(entries, bug)) },
    network: unordered(),
    properties: ({ always, eventually, reachable }) => ({
      'no two processes are inside': always(
        ({ nodes }) => nodes.p.filter(({ isInside }) => isInside).length <= 1,
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'everybody has been inside as often as wished in the end': eventually(({ nodes }) =>
        nodes.p.every((it) => it.entries === entries),
      ),
      'a process can be inside while all others wait': reachable(
        ({ nodes }) =>
          nodes.p.every(({ requestingCriticalSection }) => requestingCriticalSection) &&
          nodes.p.some(({ isInside }) => isInside),
      ),
    }),
  })
}
