/*
 * Dining philosophers who take the lower-numbered fork first, for Spin: philosophers packed two bits
 * each in one word, forks one bit each in another. At most sixteen. See two-phase-commit.pml for what
 * was tried.
 */
#ifndef N
#define N 3
#endif

#define ONE_FORK 1
#define EATING 2

int philosophers;
int forks;

#define IS(i, s) (((philosophers >> (2 * (i))) & 3) == s)
#define DOWN(f) ((forks & (1 << (f))) == 0)
#define EVEN_BITS 357913941
#define EATERS ((philosophers >> 1) & EVEN_BITS)

#define PHILOSOPHER(i, first, second) \
  :: atomic { (i < N) && IS(i, 0) && DOWN(first) -> \
       philosophers = philosophers + (1 << (2 * (i))); forks = forks | (1 << (first)) } \
  :: atomic { (i < N) && IS(i, ONE_FORK) && DOWN(second) -> \
       philosophers = philosophers + (1 << (2 * (i))); forks = forks | (1 << (second)) } \
  :: atomic { (i < N) && IS(i, EATING) -> \
       philosophers = philosophers - (2 << (2 * (i))); \
       forks = forks & ~((1 << (first)) | (1 << (second))) }

#define SEAT(i) PHILOSOPHER(i, ((i) == N - 1 -> 0 : (i)), ((i) == N - 1 -> N - 1 : (i) + 1))

active proctype table() {
  do
  /* The invariant: neighbours never eat at once. */
  :: ((EATERS & ((EATERS >> 2) | ((EATERS & 1) << (2 * (N - 1))))) != 0) -> assert(false)
  SEAT(0)
  SEAT(1)
  SEAT(2)
#if N > 3
  SEAT(3)
#endif
#if N > 4
  SEAT(4)
  SEAT(5)
  SEAT(6)
  SEAT(7)
#endif
#if N > 8
  SEAT(8)
  SEAT(9)
  SEAT(10)
  SEAT(11)
  SEAT(12)
  SEAT(13)
  SEAT(14)
#endif
  od
}
