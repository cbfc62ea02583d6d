-- Two-phase commit (Gray and Lamport, "Consensus on Transaction Commit") for Rumur.
--
-- The manager's state is also whether Commit or Abort was sent: it sends each
-- exactly when it takes that state, and no message is ever consumed.
--
-- Rumur's "rules fired" count every successor, self-loops and duplicates included,
-- without the initial state: one less than what TLC reports as states generated.
-- Symmetry reduction is off, and so is deadlock detection, whose default would take
-- a state with only self-loops for a deadlock.
--
-- Tried with 7 participants (296,448 states, 2,744,706 transitions), CPU seconds,
-- least of three on a busy machine (times drift by a fifth or so between runs):
--
--   this model, gcc -O3 -march=native -mcx16                  1.16
--   three arrays in place of the records                      1.33 (Commit and Abort apart: 1.34)
--   every field a byte wide                                   1.21 (and 4 MB more)
--   --counterexample-trace off (measured, too)                0.79
--   --pack-state off                                          0.94, both 0.87 (and 5 MB more)
--   -O2 2.30; --value-type, --reorder-fields, --pointer-bits, --set-capacity: within the drift

const N: 3;

type
  Participant: 0 .. N - 1;
  Stage: enum { working, prepared, committed, aborted };
  Decision: enum { initial, commit, abort };
  Entry: record
    stage: Stage;
    sent: boolean;
    recorded: boolean;
  end;

var
  participants: array [Participant] of Entry;
  manager: Decision;

startstate begin
  for i: Participant do
    participants[i].stage := working;
    participants[i].sent := false;
    participants[i].recorded := false;
  end;
  manager := initial;
end;

ruleset i: Participant do
  rule "prepare" participants[i].stage = working ==> begin
    participants[i].stage := prepared;
    participants[i].sent := true;
  end;

  rule "choose to abort" participants[i].stage = working ==> begin
    participants[i].stage := aborted;
  end;

  rule "record" manager = initial & participants[i].sent ==> begin
    participants[i].recorded := true;
  end;

  rule "obey commit" manager = commit ==> begin
    participants[i].stage := committed;
  end;

  rule "obey abort" manager = abort ==> begin
    participants[i].stage := aborted;
  end;
end;

rule "commit" manager = initial & forall i: Participant do participants[i].recorded end ==> begin
  manager := commit;
end;

rule "abort" manager = initial ==> begin
  manager := abort;
end;

invariant "nobody committed while another aborted"
  !(exists i: Participant do participants[i].stage = committed end &
    exists j: Participant do participants[j].stage = aborted end);
