/*
 * Mutual exclusion of n processes (Peterson 1981), for Spin: stages packed four bits each in one word,
 * who came last on each level three bits each in another. At most seven processes. What a stage
 * means is told in bench/models/peterson.ts.
 */
#ifndef N
#define N 3
#endif

#define WITHIN (2 * N - 1)

int stages;
int lasts;

#define STAGE(i) ((stages >> (4 * (i))) & 15)
#define LAST(level) ((lasts >> (3 * (level))) & 7)
#define LEVEL(i) (STAGE(i) / 2)

/* Whether another process has said that it is on this level, or a further one. */
#define AS_FAR(i, k) ((k) < N && (k) != (i) && STAGE(k) >= STAGE(i) - 1)
#define ANY_AS_FAR(i) (AS_FAR(i, 0) || AS_FAR(i, 1) || AS_FAR(i, 2) || AS_FAR(i, 3) || AS_FAR(i, 4) || AS_FAR(i, 5))
#define IS_WITHIN(i) ((i) < N && STAGE(i) == WITHIN)

#define PROCESS(i) \
  :: atomic { (i < N) && STAGE(i) == 0 -> stages = stages + (1 << (4 * (i))) } \
  :: atomic { (i < N) && STAGE(i) % 2 == 1 && STAGE(i) != WITHIN -> \
       stages = stages + (1 << (4 * (i))); \
       lasts = (lasts & ~(7 << (3 * LEVEL(i)))) | (i << (3 * LEVEL(i))) } \
  :: atomic { (i < N) && STAGE(i) > 0 && STAGE(i) % 2 == 0 && \
         (LAST(LEVEL(i)) != i || !ANY_AS_FAR(i)) -> \
       stages = stages + (1 << (4 * (i))) } \
  :: atomic { (i < N) && STAGE(i) == WITHIN -> stages = stages & ~(15 << (4 * (i))) }

active proctype memory() {
  do
  /* The invariant: one process at most is within. */
  :: (IS_WITHIN(0) + IS_WITHIN(1) + IS_WITHIN(2) + IS_WITHIN(3) + IS_WITHIN(4) + IS_WITHIN(5) > 1) -> assert(false)
  PROCESS(0)
  PROCESS(1)
  PROCESS(2)
#if N > 3
  PROCESS(3)
#endif
#if N > 4
  PROCESS(4)
#endif
#if N > 5
  PROCESS(5)
#endif
  od
}
