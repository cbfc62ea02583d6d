import { ModelError, role, system } from 'netsplit'

/*
 * A failure detector: a worker says every few units that it is there; a detector that has heard
 * nothing for too long suspects that it has crashed.
 *
 * Source: T. D. Chandra and S. Toueg, "Unreliable Failure Detectors for Reliable Distributed
 * Systems" (1996): perfect is a detector that suspects all who have crashed, some time, and nobody
 * else, ever.
 *
 * What to look at: when it is perfect. Two heartbeats are sent `every` units apart; the first may take
 * `min` units and the second `max`. So the detector may be without news for every + max - min units,
 * and must have more patience than that, as things of the same moment may come in any order:
 *
 *     patience > every + max - min
 *
 * Try patience=4 and patience=5. Where nothing is known of how long a message takes (bounded=false), no
 * patience is enough; nor where the worker may pause (pauses=1), which looks like a crash while it lasts.
 */

interface Worker {
  says: 'I am here'
}

const worker = (every: number) =>
  role<Worker, 'here', 'beat'>({
    initial: () => ({ says: 'I am here' }),
    start: (_, { send, setTimer }) => {
      send('detector', 'here')
      setTimer('beat', every)
    },
    timeout: {
      beat: (_, { send, setTimer }) => {
        // Who does not hear them is not to find a pile of them.
        send('detector', 'here', { once: true })
        setTimer('beat', every)
      },
    },
  })

interface Detector {
  suspects: boolean
}

const detector = (patience: number) =>
  role<Detector, 'here', 'patience'>({
    initial: () => ({ suspects: false }),
    start: (_, { setTimer }) => setTimer('patience', patience),
    receive: (detector, _, { setTimer }) => {
      if (!detector.suspects) setTimer('patience', patience)
    },
    timeout: {
      patience: (detector) => {
        detector.suspects = true
      },
    },
  })

export const parameters = {
  min: 1,
  max: 2,
  bounded: true,
  every: 3,
  patience: 5,
  pauses: 0,
}

export default ({ min, max, bounded, every, patience, pauses }: typeof parameters) => {
  if (every <= max) {
    throw new ModelError('bad-parameter', {
      what: `With heartbeats every ${every} units the next could be sent before the last has come`,
      where: [`parameter every=${every}`],
      fix: `give more than ${max}, the most that a message takes`,
    })
  }
  const isPerfect = bounded && pauses === 0 && patience > every + max - min
  return system({
    name: 'heartbeat',
    about: 'a failure detector: perfect if delays are known, and it has patience enough',
    nodes: { worker: worker(every), detector: detector(patience) },
    time: { delay: { min, max: bounded ? max : 'unlimited' }, pauses },
    faults: { crashes: { nodes: ['worker'], restarts: 'never' } },
    properties: ({ always, leadsTo }) => ({
      'nobody is suspected who is up': always(
        ({ nodes, up }) => !(nodes.detector.suspects && up.worker),
        {
          expected: isPerfect ? 'holds' : 'violated',
        },
      ),
      'who has crashed is suspected': leadsTo(
        ({ up }) => !up.worker,
        ({ nodes }) => nodes.detector.suspects,
      ),
    }),
  })
}
