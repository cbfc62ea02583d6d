-- Termination detection on a ring (EWD840), for Rumur.

const N: 3;

type
  Node: 0 .. N - 1;
  Subset: 0 .. (1 << N) - 1;

var
  active: array [Node] of boolean;
  black: array [Node] of boolean;
  token: Node;
  token_black: boolean;

ruleset a: Subset; b: Subset; t: Node do
  startstate begin
    for i: Node do
      active[i] := ((a >> i) & 1) = 1;
      black[i] := ((b >> i) & 1) = 1;
    end;
    token := t;
    token_black := true;
  end;
end;

rule "the token moves"
  token_black | black[token] | (token > 0 & !active[token]) ==> begin
  token_black := token > 0 & (token_black | black[token]);
  black[token] := false;
  token := (token + N - 1) % N;
end;

ruleset i: Node do
  rule "rest" active[i] ==> begin
    active[i] := false;
  end;
end;

ruleset i: Node; j: Node do
  rule "send" i != j & active[i] ==> begin
    active[j] := true;
    if j > i then
      black[i] := true;
    end;
  end;
end;

invariant "what is detected is true"
  token > 0 | token_black | black[0] | active[0] | forall i: Node do !active[i] end;
