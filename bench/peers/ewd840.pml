/*
 * Termination detection on a ring (EWD840), for Spin: a bit each for who is active and who is black.
 * A first state, which is none of the model's, leads to all initial ones: one state and one
 * transition more than elsewhere. At most eight nodes.
 */
#ifndef N
#define N 3
#endif

byte active_;
byte black;
byte token;
/* 0 before the beginning; then whether the token is white (1) or black (2). */
byte colour;

#define IS(set, i) ((set & (1 << (i))) != 0)

#define SENDS(i, j) \
  :: atomic { (colour && (i) < N && (j) < N && (i) != (j)) && IS(active_, i) -> \
       active_ = active_ | (1 << (j)); black = black | ((j) > (i) -> (1 << (i)) : 0) }

#define NODE(i) \
  :: atomic { ((i) < N && colour) && IS(active_, i) -> active_ = active_ & ~(1 << (i)) } \
  SENDS(i, 0) SENDS(i, 1) SENDS(i, 2) REST(i)

#if N > 6
#define REST(i) SENDS(i, 3) SENDS(i, 4) SENDS(i, 5) SENDS(i, 6) SENDS(i, 7)
#elif N > 3
#define REST(i) SENDS(i, 3) SENDS(i, 4) SENDS(i, 5)
#else
#define REST(i)
#endif

active proctype ring() {
  int start;
  do
  :: atomic { colour == 0 -> select (start : 0 .. (1 << (2 * N)) - 1);
       active_ = start & ((1 << N) - 1); black = start >> N;
       select (start : 0 .. N - 1);
       token = start; colour = 2; start = 0 }
  /* The invariant: what is detected is true. */
  :: (colour == 1 && token == 0 && !IS(black, 0) && !IS(active_, 0) && active_ != 0) -> assert(false)
  :: atomic { colour && (colour == 2 || IS(black, token) || (token > 0 && !IS(active_, token))) ->
       colour = (token > 0 && (colour == 2 || IS(black, token)) -> 2 : 1);
       black = black & ~(1 << token);
       token = (token + N - 1) % N }
  NODE(0)
  NODE(1)
  NODE(2)
#if N > 3
  NODE(3)
  NODE(4)
  NODE(5)
#endif
#if N > 6
  NODE(6)
  NODE(7)
#endif
  od
}
