/*
 * Mutual exclusion by a token that goes round a ring, for Spin: who wants to enter, a bit each, and
 * where the token is. The token in flight to a station is the message.
 */
#ifndef N
#define N 3
#endif

#define IN_FLIGHT 0
#define HELD 1
#define IN_USE 2

int wants;
byte place;
byte token = HELD;

#define HAS(i, t) (place == i && token == t)

#define STATION(i) \
  :: atomic { (i < N) && !(wants & (1 << i)) && !HAS(i, IN_USE) -> wants = wants | (1 << i) } \
  :: atomic { (i < N) && (wants & (1 << i)) && HAS(i, HELD) -> \
       wants = wants & ~(1 << i); token = IN_USE } \
  :: atomic { (i < N) && HAS(i, IN_USE) -> token = HELD } \
  :: atomic { (i < N) && !(wants & (1 << i)) && HAS(i, HELD) -> \
       place = (i + 1) % N; token = IN_FLIGHT } \
  :: atomic { (i < N) && HAS(i, IN_FLIGHT) -> token = HELD }

active proctype ring() {
  do
  STATION(0)
  STATION(1)
  STATION(2)
#if N > 3
  STATION(3)
  STATION(4)
  STATION(5)
#endif
#if N > 6
  STATION(6)
  STATION(7)
  STATION(8)
  STATION(9)
  STATION(10)
  STATION(11)
#endif
#if N > 12
  STATION(12)
  STATION(13)
  STATION(14)
  STATION(15)
  STATION(16)
  STATION(17)
#endif
  od
}
