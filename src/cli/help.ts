/** What `netsplit --help` says after the list of commands. */
export const mainHelp = `
Examples:
  netsplit models                      the bundled models, by what they are about
  netsplit models consensus            those that a word fits
  netsplit check two-phase-commit      a proof
  netsplit check two-phase-commit --set participants=5
  netsplit check cap-ap                a counterexample, step by step
  netsplit check ./my-model.ts --json  your own model, for a script to read
  netsplit simulate raft --seconds 60  random walks, where no search ends
  netsplit mutate two-phase-commit     changes that no property notices
  netsplit show report.json            a report that --json saved, as text
  netsplit init                        a project: model, tests, types, CI
  netsplit cap                         eight designs, and what each gives up
  netsplit impossible cap              what no protocol at all can do, proved
  netsplit history log.jsonl --spec register   was what clients saw linearizable?

What a verdict means:
  holds       every reachable state was visited, and none breaks the property:
              a proof, for these parameters and under the assumptions listed
  violated    the report shows a shortest run that breaks the property
  incomplete  a limit, a bound or Ctrl-C came first: nothing is proved
A model may expect a property to be violated; then a counterexample is the good
outcome. A \`reachable\` property holds when some run gets there: --witnesses
shows one.

Exit status:
  0  every property came out as expected
  1  some property did not
  2  the command or the model is wrong; standard error says what and where,
     and how to mend it
  3  incomplete, and nothing came out against expectation

A first model: put this into ping.ts, in any folder, and run
\`netsplit check ping.ts\`.

  import { role, system } from 'netsplit'

  type Message = { type: 'ping' } | { type: 'pong' }

  const server = role<{ pings: number }, Message>({
    initial: () => ({ pings: 0 }),
    receive: (state, message, { from, send }) => {
      state.pings += 1
      send(from, { type: 'pong' })
    },
  })
  const client = role<{ done: boolean }, Message>({
    initial: () => ({ done: false }),
    start: (state, { send }) => send('server', { type: 'ping' }),
    receive: () => ({ done: true }),
  })

  export default system({
    name: 'ping',
    nodes: { server, client },
    properties: ({ always, reachable }) => ({
      'one ping at most': always(({ nodes }) => nodes.server.pings <= 1),
      'the client gets its answer': reachable(({ nodes }) => nodes.client.done),
    }),
  })

'netsplit' is found by itself when the command loads a model. For your editor to
know its types, too, run \`npm install netsplit\` in the folder. The command does
not check types: \`npx tsc --noEmit\` does.
`

/** What `netsplit check --help` says after the list of options. */
export const checkHelp = `
Examples:
  netsplit check paxos --set servers=3 --set clients=2
  netsplit check ./my-model.ts --max-states 1_000_000 --max-memory 4g
  netsplit check cap-cp --set partition=heals --flip
  netsplit check two-phase-commit --set participants=11 --disk /var/tmp/2pc
  netsplit check 'protocols/**/*.ts' paxos
  netsplit check paxos --set servers=1..3 --set clients=1,2

A model file exports a system, or a function of its parameters that returns one:
  export const parameters = { servers: 3 }
  export default ({ servers }: typeof parameters) => system({ … })

Several models are checked one after another, and a table at the end sums up. A
mistake in one of them does not keep the others from being checked; the exit status
is the worst: 2, then 1, then 3. A glob, in quotes, and a folder stand for the files
in them that have a default export, but for *.config.ts and what is below
node_modules. Limits hold for each check by itself.

A parameter that is set to 1..5 or a,b takes each of these values, in all combinations
with others; the table has a row for each. --shard 1/3, 2/3 and 3/3, say on three
machines, do all checks together. --property NAME judges this property only, and the
report says which were left out.

netsplit.config.ts, .js or .json in the working folder says what to check and how,
where the command line does not (docs/command-line.md).

--watch checks again whenever the file of a model, or one that it imports, was saved,
whenever there are other files in a folder or glob that was named, and whenever the
configuration was saved.

--reporter junit=report.xml leaves a file for CI to read, and --reporter github
annotates the lines of models in GitHub's workflows and adds to the summary of the
step. Where no reporter goes to standard output, text does, too.

--flip answers what the verdicts depend on: does the cut heal? are messages lost?
is anything promised? It checks the model as it stands and then again with one
such assumption changed at a time; --max-states and --max-memory hold for each
check by itself, --max-seconds for all of them together.

The limits hold for all that a check does: listing initial states, searching,
judging liveness, rebuilding and telling runs. Whatever was decided by then is
reported. --max-memory bounds the resident memory of the process that checks.
--disk keeps the states of a search of more than two million in files, and leaves a
checkpoint after a level, once a second at most; --resume goes on from there.
--engine duckdb has DuckDB, a database inside this process, search what has more than
ten thousand states: by joins of the states with tables of steps, up to what it may
keep on disk. It is to be installed: npm install @duckdb/node-api. --engine spark has
Apache Spark do that from a hundred thousand states on: here, on a cluster (--master,
with --scratch hdfs://…), or by a server (--remote). It is to be installed: pip install
pyspark, and Java. Neither is for machines, observers, time, patient timers, a bound,
or properties of steps and infinite runs (docs/cluster.md). With --disk they leave
checkpoints, too, and go on with --resume; for Spark these take URLs (hdfs://…, s3a://…).
--workers N has a search of more than eleven million states go on in N threads,
with the same report; not that of a machine, of replicas that are treated alike,
or with a bound (within), a stepwise property, or one about infinite runs.
A search ends when every property is decided; --exhaustive goes on until every
state is seen.

Ctrl-C ends a check with what is known so far (exit status 3); a second Ctrl-C
ends it at once. Where standard error is no terminal, it gets a line every half
minute on how far the check is.
Exit status: 0 as expected, 1 not as expected, 2 wrong command or model,
3 incomplete.
`

/** What `netsplit simulate --help` says after the list of options. */
export const simulateHelp = `
Strategies:
  uniform     each step that is possible is as likely as the others
  pct         nodes, links and faults have priorities, which change at few steps
              (Burckhardt and others 2010); the report states the probability
  swarm       each walk leaves out some faults, steps and links (Groce and others
              2012)
  least-seen  towards what the walks before saw least
  returning   from states that looked new, by the steps least often taken there:
              finds what is deep; 65,536 walks share what they saw
  mixture     all of these: 4,096 walks of the others by turns, then 65,536 of
              returning, and so on

Examples:
  netsplit simulate raft --set bug=volatile-vote --seconds 60
  netsplit simulate ./my-model.ts --seed 7 --run 113    one walk again
  netsplit simulate raft --property 'election safety: a term has one leader at most'

What a walk finds is told without the steps that can be left out. Nothing is
proved but what a run shows: what is not found may be there. The same seed,
strategy and steps give the same walks on any number of workers and any machine.
--property NAME judges this property only, and the report says which were left out.
Ctrl-C ends the walks with what is known so far.
Exit status: 0 as expected (each property was decided by a run), 1 not as
expected, 2 wrong command or model, 3 incomplete.
`

/** What `netsplit mutate --help` says after the list of options. */
export const mutateHelp = `
Changed are handlers, guards and all that they use, in the model's file and in those of
its own that it imports: comparisons and boundaries, conditions and their parts, numbers,
statements, messages, timers, what is durable. Left alone are properties, observers,
parameters, the network and faults. Each change is a mutant, and is checked like the
model:
  killed     a property came out otherwise, or the model threw an error
  survived   all came out as expected: what was changed does not matter, or a
             property is missing
  undecided  the check of the mutant ended early

Examples:
  netsplit mutate two-phase-commit
  netsplit mutate ./my-model.ts --only my-model.ts:41      a mutant whole

Exit status: 0 all were killed, 1 some survived, 2 wrong command or model, or the model
itself is not as expected, 3 none survived, but some are undecided.
`

/** What `netsplit cap --help` says after the list of options. */
export const capHelp = `
A cell is MODEL/SITUATION/QUESTION:
  models      ideal, cp, ap, ca, single, payments, tracking, chat;
              with one thing changed: ideal-any, ca-guesses, single-far, payments-any
  situations  none (no cut), heals (a cut that heals), lasts (one that may not)
  questions   consistent, answered, served, converges

Examples:
  netsplit cap                             the table, and what it teaches
  netsplit cap --show ap/lasts/consistent  two users who see opposite things
  netsplit cap --show cp/lasts/served      a request that waits for ever
  netsplit cap --linearizable              consistency as the theorem has it

Ctrl-C ends it with what is known so far; what is left open is marked ?.
Exit status: 0 every cell came out as its model expects, 1 some did not,
2 there is no such cell, 3 some cell is left open.
`

export const modelsHelp = `
Check one with \`netsplit check NAME\`; set its parameters with --set name=value.
`

/** What `netsplit history --help` says after the list of options. */
export const historyHelp = `
Objects, and what can be done with them:
  register     read, write
  casRegister  read, write, cas
  counter      read, add
  queue        enqueue, dequeue
  stack        push, pop
  set          add, remove, contains, read
  map          get, put, append, delete, cas: each on a key
  lock         acquire, release
  transactions txn: a list of steps, ["r", key, value] and ["w", key, value]

Conditions, from strong to weak:
  of operations    linearizable, sequential, causal; of causal follow, each by
                   itself: read-your-writes, monotonic-reads, monotonic-writes,
                   writes-follow-reads
  of transactions  strict-serializable, serializable, snapshot-isolation,
                   read-committed, read-uncommitted

Each line of a history tells that an operation was called, or how it ended:
  {"process": 0, "type": "invoke", "f": "write", "value": 3}
  {"process": 0, "type": "ok", "f": "write", "value": 3}
Types of ends: ok (it happened), fail (it did not), info (it may have, or may
still). docs/histories.md says more.

Examples:
  netsplit history log.jsonl --spec register --initial 0
  netsplit history history.edn --spec cas-register --key value
    Jepsen's independent keys: the value of an operation is [key value]
  netsplit history log.jsonl --spec register --condition sequential
  netsplit history log.jsonl --spec transactions --condition serializable

Exit status: 0 it holds, 1 it does not, 2 wrong command or history,
3 undecided: a limit or Ctrl-C came first.
`
