/*
 * Two-phase commit (Gray and Lamport, "Consensus on Transaction Commit") for Spin.
 *
 * One process whose every option is one atomic step of one assignment. The
 * participants are packed three bits each in one word: two of state, one saying
 * that Prepared(i) was sent. The manager is a second word: bit i says that it
 * recorded participant i, the two bits above say that Commit or Abort was sent,
 * which is also the manager's own state. Spin's search then saves and restores
 * a single word per step. Holds up to ten participants.
 *
 * Spin's "transitions" are states stored + states matched: the initial state and
 * every successor, self-loops and duplicates included. It is the very number TLC
 * reports as states generated. Build with -DNOREDUCE.
 *
 * Tried with 8 participants (1,745,408 states, 18,507,778 transitions), CPU
 * seconds, least of seven interleaved runs on a busy machine unless noted:
 *
 *   this model, -O3 -march=native -DNOCOMP                   2.17
 *   the same with -DMURMUR 2.12, -DNOVSZ 2.17, -w22 2.24, -w23 2.19: no difference
 *   the same without -DNOCOMP                                2.55 (-O2: 2.59)
 *   d_step for atomic, without -DNOCOMP                      2.72
 *   byte and bit arrays, -DNOCOMP                            2.78 (d_step: 2.91)
 *   byte and bit arrays, without -DNOCOMP                    3.17
 *   -DBFS 4.2, -DCOLLAPSE 9.4, -DMA=20 14.3 (in 2 MB)        (least of three)
 *   one process per participant, 7 participants              0.51, this model 0.33
 *
 * Bitstate and hash-compact searches are not exact and were left out.
 */
#ifndef N
#define N 3
#endif

#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3
#define SENT 4

int participants;
int manager;

#define COMMIT (1 << N)
#define ABORT (2 << N)
#define ALL_RECORDED (COMMIT - 1)
#define INITIAL ((manager >> N) == 0)

#define STATE(i) ((participants >> (3 * i)) & 3)
#define BECOME(i, s) participants = (participants & ~(3 << (3 * i))) | (s << (3 * i))

/* The lowest bit of every participant, and whether some participant is committed or aborted. */
#define LOWEST (((1 << (3 * N)) - 1) / 7)
#define SOME_COMMITTED (((participants >> 1) & ~participants & LOWEST) != 0)
#define SOME_ABORTED (((participants >> 1) & participants & LOWEST) != 0)

#define PARTICIPANT(i) \
  :: atomic { STATE(i) == WORKING -> participants = participants | ((PREPARED | SENT) << (3 * i)) } \
  :: atomic { STATE(i) == WORKING -> participants = participants | (ABORTED << (3 * i)) } \
  :: atomic { INITIAL && (participants & (SENT << (3 * i))) -> manager = manager | (1 << i) } \
  :: atomic { (manager & COMMIT) -> BECOME(i, COMMITTED) } \
  :: atomic { (manager & ABORT) -> BECOME(i, ABORTED) }

active proctype twoPhaseCommit() {
  do
  /* The invariant: tried in every state stored, never enabled. */
  :: (SOME_COMMITTED && SOME_ABORTED) -> assert(false)
  :: atomic { manager == ALL_RECORDED -> manager = manager | COMMIT }
  :: atomic { INITIAL -> manager = manager | ABORT }
  PARTICIPANT(0)
#if N > 1
  PARTICIPANT(1)
#endif
#if N > 2
  PARTICIPANT(2)
#endif
#if N > 3
  PARTICIPANT(3)
#endif
#if N > 4
  PARTICIPANT(4)
#endif
#if N > 5
  PARTICIPANT(5)
#endif
#if N > 6
  PARTICIPANT(6)
#endif
#if N > 7
  PARTICIPANT(7)
#endif
#if N > 8
  PARTICIPANT(8)
#endif
#if N > 9
  PARTICIPANT(9)
#endif
  od
}
