-- Dining philosophers who take the lower-numbered fork first, for Rumur.

const N: 3;

type
  Seat: 0 .. N - 1;
  Stage: enum { thinking, one_fork, eating };

var
  philosophers: array [Seat] of Stage;
  taken: array [Seat] of boolean;

function first(i: Seat): Seat; begin
  return i = N - 1 ? 0 : i;
end;

function second(i: Seat): Seat; begin
  return i = N - 1 ? i : i + 1;
end;

startstate begin
  for i: Seat do
    philosophers[i] := thinking;
    taken[i] := false;
  end;
end;

ruleset i: Seat do
  rule "take the first fork" philosophers[i] = thinking & !taken[first(i)] ==> begin
    philosophers[i] := one_fork;
    taken[first(i)] := true;
  end;

  rule "take the second fork" philosophers[i] = one_fork & !taken[second(i)] ==> begin
    philosophers[i] := eating;
    taken[second(i)] := true;
  end;

  rule "put both down" philosophers[i] = eating ==> begin
    philosophers[i] := thinking;
    taken[first(i)] := false;
    taken[second(i)] := false;
  end;
end;

invariant "neighbours never eat at once"
  forall i: Seat do !(philosophers[i] = eating & philosophers[(i + 1) % N] = eating) end;
