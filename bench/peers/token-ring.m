-- Mutual exclusion by a token that goes round a ring, for Rumur.

const N: 3;

type
  Station: 0 .. N - 1;
  Token: enum { in_flight, held, in_use };

var
  wants: array [Station] of boolean;
  place: Station;
  token: Token;

startstate begin
  for i: Station do
    wants[i] := false;
  end;
  place := 0;
  token := held;
end;

ruleset i: Station do
  rule "want" !wants[i] & !(place = i & token = in_use) ==> begin
    wants[i] := true;
  end;
end;

rule "enter" token = held & wants[place] ==> begin
  wants[place] := false;
  token := in_use;
end;

rule "leave" token = in_use ==> begin
  token := held;
end;

rule "pass" token = held & !wants[place] ==> begin
  place := (place + 1) % N;
  token := in_flight;
end;

rule "receive" token = in_flight ==> begin
  token := held;
end;

invariant "the token is somewhere" place >= 0;
