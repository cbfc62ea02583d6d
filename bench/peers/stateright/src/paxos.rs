//! Single-decree Paxos with three servers: the same steps and messages as netsplit's model, on
//! Stateright's actors and clients of its register. After Jonathan Nadal's example in Stateright.

use serde::{Deserialize, Serialize};
use stateright::actor::register::{RegisterActor, RegisterMsg, RegisterMsg::*};
use stateright::actor::{majority, model_peers, Actor, ActorModel, Envelope, Id, Network, Out};
use stateright::util::{HashableHashMap, HashableHashSet};
use stateright::Expectation;
use std::borrow::Cow;

const SERVERS: usize = 3;
const MOST_CLIENTS: usize = 4;

type Ballot = (u32, Id);
type Proposal = (u64, Id, char);
type Accepted = Option<(Ballot, Proposal)>;
type Message = RegisterMsg<u64, char, Between>;

#[derive(Clone, Debug, Eq, Hash, PartialEq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Between {
    Prepare(Ballot),
    Promise(Ballot, Accepted),
    Accept(Ballot, Proposal),
    Accepts(Ballot),
    Decided(Ballot, Proposal),
}
use Between::*;

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Server {
    ballot: Ballot,
    proposal: Option<Proposal>,
    promises: HashableHashMap<Id, Accepted>,
    acceptances: HashableHashSet<Id>,
    accepted: Accepted,
    decided: bool,
}

#[derive(Clone)]
pub struct Paxos {
    others: Vec<Id>,
}

impl Actor for Paxos {
    type Msg = Message;
    type State = Server;
    type Timer = ();
    type Random = ();
    type Storage = ();

    fn on_start(&self, _: Id, _: &Option<()>, _: &mut Out<Self>) -> Server {
        Server {
            ballot: (0, Id::from(0)),
            proposal: None,
            promises: Default::default(),
            acceptances: Default::default(),
            accepted: None,
            decided: false,
        }
    }

    fn on_msg(
        &self,
        own: Id,
        state: &mut Cow<Server>,
        from: Id,
        message: Message,
        out: &mut Out<Self>,
    ) {
        let quorum = majority(self.others.len() + 1);
        if state.decided {
            if let (Get(request), Some((_, (_, _, value)))) = (message, state.accepted) {
                out.send(from, GetOk(request, value));
            }
            return;
        }
        match message {
            Put(request, value) if state.proposal.is_none() => {
                let state = state.to_mut();
                state.proposal = Some((request, from, value));
                state.ballot = (state.ballot.0 + 1, own);
                state.promises.insert(own, state.accepted);
                out.broadcast(&self.others, &Internal(Prepare(state.ballot)));
            }
            Internal(Prepare(ballot)) if state.ballot < ballot => {
                state.to_mut().ballot = ballot;
                out.send(from, Internal(Promise(ballot, state.accepted)));
            }
            Internal(Promise(ballot, accepted)) if ballot == state.ballot => {
                let state = state.to_mut();
                state.promises.insert(from, accepted);
                if state.promises.len() != quorum {
                    return;
                }
                let latest = state.promises.values().max().copied().flatten();
                if let Some(proposal) = latest.map(|(_, it)| it).or(state.proposal) {
                    state.proposal = Some(proposal);
                    state.accepted = Some((ballot, proposal));
                    state.acceptances.insert(own);
                    out.broadcast(&self.others, &Internal(Accept(ballot, proposal)));
                }
            }
            Internal(Accept(ballot, proposal)) if state.ballot <= ballot => {
                let state = state.to_mut();
                state.ballot = ballot;
                state.accepted = Some((ballot, proposal));
                out.send(from, Internal(Accepts(ballot)));
            }
            Internal(Accepts(ballot)) if ballot == state.ballot => {
                let state = state.to_mut();
                state.acceptances.insert(from);
                if let (true, Some(proposal)) = (state.acceptances.len() == quorum, state.proposal)
                {
                    state.decided = true;
                    out.broadcast(&self.others, &Internal(Decided(ballot, proposal)));
                    out.send(proposal.1, PutOk(proposal.0));
                }
            }
            Internal(Decided(ballot, proposal)) => {
                let state = state.to_mut();
                state.ballot = ballot;
                state.accepted = Some((ballot, proposal));
                state.decided = true;
            }
            _ => {}
        }
    }
}

/// The value that each client got, if it did.
type Got = [Option<char>; MOST_CLIENTS];

fn note(_: &(), got: &Got, sent: Envelope<&Message>) -> Option<Got> {
    let GetOk(_, value) = sent.msg else {
        return None;
    };
    let mut now = *got;
    now[usize::from(sent.dst) - SERVERS] = Some(*value);
    Some(now)
}

fn agree(values: impl Iterator<Item = char>) -> bool {
    let all: Vec<char> = values.collect();
    all.windows(2).all(|pair| pair[0] == pair[1])
}

pub fn model(clients: usize) -> ActorModel<RegisterActor<Paxos>, (), Got> {
    ActorModel::new((), [None; MOST_CLIENTS])
        .actors((0..SERVERS).map(|server| {
            RegisterActor::Server(Paxos {
                others: model_peers(server, SERVERS),
            })
        }))
        .actors((0..clients).map(|_| RegisterActor::Client {
            put_count: 1,
            server_count: SERVERS,
        }))
        .init_network(Network::new_unordered_nonduplicating([]))
        .property(
            Expectation::Always,
            "clients that get a value get the same one",
            |_, state| agree(state.history.iter().flatten().copied()),
        )
        .record_msg_in(note)
}
