//! netsplit's benchmark models for Stateright: `peers MODEL SIZE` explores the whole graph, breadth
//! first, on one thread, and prints how many states there are and how many were generated.
//!
//! States are a few integers, as in the models for Spin: a vector of enums for each state, as in
//! Stateright's own example of two-phase commit, takes three times as long.

mod packed;
mod paxos;

use stateright::{Checker, Model};
use std::fmt::Debug;
use std::hash::Hash;

fn explore<M>(model: M)
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Debug + Hash + Send + Sync + PartialEq,
    M::Action: Clone + Debug + Send + Sync + PartialEq,
{
    let checker = model.checker().threads(1).spawn_bfs().join();
    checker.assert_properties();
    println!(
        "states {} generated {}",
        checker.unique_state_count(),
        checker.state_count()
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let size: u32 = arguments[2].parse().expect("a size");
    match arguments[1].as_str() {
        "two-phase-commit" => explore(packed::TwoPhaseCommit(size)),
        "dining-philosophers" => explore(packed::DiningPhilosophers(size)),
        "token-ring" => explore(packed::TokenRing(size)),
        "peterson" => explore(packed::Peterson(size)),
        "ewd840" => explore(packed::Ewd840(size)),
        "paxos" => explore(paxos::model(size as usize)),
        other => panic!("no model {other}"),
    }
}
