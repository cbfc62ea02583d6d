-- Mutual exclusion of n processes (Peterson 1981), for Rumur. What a stage means is told in
-- bench/models/peterson.ts.

const N: 3;

type
  Process: 0 .. N - 1;
  Stage: 0 .. 2 * N - 1;

var
  stage: array [Process] of Stage;
  last: array [Process] of Process;

startstate begin
  for i: Process do
    stage[i] := 0;
    last[i] := 0;
  end;
end;

ruleset i: Process do
  rule "begin" stage[i] = 0 ==> begin
    stage[i] := 1;
  end;

  rule "come last" stage[i] % 2 = 1 & stage[i] != 2 * N - 1 ==> begin
    last[(stage[i] + 1) / 2] := i;
    stage[i] := stage[i] + 1;
  end;

  rule "go on" stage[i] > 0 & stage[i] % 2 = 0 &
    (last[stage[i] / 2] != i |
     forall k: Process do k = i | stage[k] + 1 < stage[i] end) ==> begin
    stage[i] := stage[i] + 1;
  end;

  rule "leave" stage[i] = 2 * N - 1 ==> begin
    stage[i] := 0;
  end;
end;

invariant "one process at most is within"
  forall i: Process do forall k: Process do
    i = k | stage[i] != 2 * N - 1 | stage[k] != 2 * N - 1
  end end;
