/** The models that come with the program, by what they are about, in one line each. */
export const groups = {
  puzzles: {
    'die-hard': 'the water jugs: the counterexample is the solution of the puzzle',
    'dining-philosophers':
      'forks taken one at a time: a deadlock, and an order of the forks that mends it',
    'two-generals': 'agreement over a link that loses messages: one general may attack alone',
  },
  commit: {
    'two-phase-commit': 'Gray and Lamport: all participants commit, or all abort',
    'two-phase-commit-crashes':
      'two-phase commit with a log: safe, and blocks while the coordinator is down',
    'three-phase-commit': 'Skeen: nobody waits for who has crashed; but a cut looks like a crash',
    'two-phase-locking':
      'transactions that lock each key, and unlock none before they have all locks',
  },
  consensus: {
    paxos: 'single-decree Paxos (Lamport): one value is chosen, whoever leads',
    'multi-paxos': 'a sequence of commands: Paxos for each slot, one leader for all (Lamport)',
    'viewstamped-replication':
      'a log that is replicated without a disk, view after view (Liskov and Cowling)',
    raft: 'leader election and log replication (Ongaro and Ousterhout), with crashes',
    'raft-membership': 'a Raft cluster changes its members, one server at a time (Ongaro)',
    'byzantine-broadcast':
      'a broadcast that traitors cannot split (Bracha), if fewer than a third are',
  },
  'replication and storage': {
    'abd-register': 'an atomic register while a majority answers (Attiya, Bar-Noy and Dolev)',
    'quorum-store': 'reads ask r and writes w of n replicas (Gifford, Dynamo): fresh if r + w > n',
    'single-copy-register':
      'a register on one server is linearizable; on two that do not talk it is not',
    'cache-invalidation':
      'a cache beside a database: filled and emptied by those who pass each other',
    'primary-backup': 'a backup that has what the primary has acknowledged, and takes over from it',
    'chain-replication':
      'writes enter at the head of a chain, reads ask its tail (van Renesse, Schneider)',
    crdt: 'data that merges: a counter, a set, and a register that loses writes',
  },
  'mutual exclusion and election': {
    fischer: 'mutual exclusion by waiting (Fischer): safe if the wait is long enough',
    lease: 'a lock with an end: safe if its margin makes up for the drift, and nobody pauses',
    'lamport-mutex': 'mutual exclusion by logical clocks (Lamport): needs links that keep order',
    'ricart-agrawala': 'mutual exclusion by permission of all others (Ricart and Agrawala)',
    'chang-roberts': 'election on a ring (Chang and Roberts): the largest number comes round',
    redlock: 'a lock by majority of several servers (Redlock), which ends by itself',
    bully: 'election by the highest who answers (Garcia-Molina): rests on time-outs',
  },
  'detection, snapshots and time': {
    heartbeat: 'a failure detector: perfect if delays are known, and it has patience enough',
    'token-ring-termination':
      'has everybody finished? a token goes round and sees (Dijkstra, EWD840)',
    'safra-termination':
      'all finished, and no message on its way? counts and a token (Safra, EWD998)',
    'chandy-lamport':
      'a snapshot of a system that goes on (Chandy and Lamport): no money is lost in it',
  },
  'links and broadcast': {
    'alternating-bit': 'one bit makes a link reliable that loses and repeats, but keeps order',
    gossip: 'copies that tell each other what is new, like an epidemic (Demers and others)',
    'reliable-broadcast':
      'all deliver a message or none, though senders crash half-way (Hadzilacos, Toueg)',
  },
  requests: {
    'idempotency-key':
      'paying once although the request is sent again, by a key that comes with it',
    outbox: 'a database and a broker, a crash between them: an outbox, and keys for events',
    saga: 'an order over several services: charged, and goods or a refund, whatever crashes',
  },
  CAP: {
    'cap-ideal': 'orders in two regions, all three wished for: asks, and answers anyway',
    'cap-cp': 'orders in two regions, consistent: settles by consent, waits while cut off',
    'cap-ap': 'orders in two regions, available: answers at once, merges later',
    'cap-ca': 'orders in two regions, the link taken for granted: one leads, one forwards',
    'cap-single': 'orders in one place: consistent and available, as there is nothing to cut',
    'cap-payments': 'withdrawals at two places: better unavailable than a wrong balance',
    'cap-tracking': 'a live position in two regions: the last known one, however old it is',
    'cap-chat': 'a chat in two regions: keep talking through a cut, catch up after it',
    'cap-sack': 'one sack of rice, two regions: what to say when the other is silent',
  },
} as const

type Groups = typeof groups

/** What groups of models are called. */
export type GroupName = keyof Groups

/** The name of a model that comes with the program. */
export type BundledName = { [Group in GroupName]: keyof Groups[Group] }[GroupName]

/** The name of a design around CAP. */
export type CapName = keyof Groups['CAP']

/** The models in the order in which they are listed, in one line each. */
export const abouts: Readonly<Record<BundledName, string>> = {
  ...groups.puzzles,
  ...groups.commit,
  ...groups.consensus,
  ...groups['replication and storage'],
  ...groups['mutual exclusion and election'],
  ...groups['detection, snapshots and time'],
  ...groups['links and broadcast'],
  ...groups.requests,
  ...groups.CAP,
}
