//! Models whose states are packed in two words. What the fields mean is told in the models for Spin.

use stateright::{Model, Property};

/// Two words.
pub type State = (u64, u64);

/// A step, by a number that the model gives it.
pub type Action = u16;

fn has(set: u64, i: u32) -> bool {
    set & (1 << i) != 0
}

/// Some bits of a word, from one of them on.
fn field(word: u64, at: u32, bits: u32) -> u64 {
    (word >> at) & ((1 << bits) - 1)
}

fn with(word: u64, at: u32, bits: u32, value: u64) -> u64 {
    (word & !(((1 << bits) - 1) << at)) | (value << at)
}

/// Participants' stages (2 bits) with whether `Prepared` was sent (1 bit); and the manager: who is
/// recorded, and the decision in the two bits above.
pub struct TwoPhaseCommit(pub u32);

impl Model for TwoPhaseCommit {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![(0, 0)]
    }

    fn actions(&self, &(participants, manager): &State, actions: &mut Vec<Action>) {
        let n = self.0;
        let decision = manager >> n;
        if decision == 0 {
            if manager == (1 << n) - 1 {
                actions.push(0);
            }
            actions.push(1);
        }
        for i in 0..n {
            let it = field(participants, 3 * i, 3);
            let base = (2 + 5 * i) as Action;
            if it & 3 == 0 {
                actions.push(base);
                actions.push(base + 1);
            }
            if decision == 0 && it & 4 != 0 {
                actions.push(base + 2);
            }
            if decision == 1 {
                actions.push(base + 3);
            }
            if decision == 2 {
                actions.push(base + 4);
            }
        }
    }

    fn next_state(&self, &(participants, manager): &State, action: Action) -> Option<State> {
        let n = self.0;
        if action < 2 {
            return Some((participants, manager | (1 << (n + action as u32))));
        }
        let i = (action as u32 - 2) / 5;
        let become_ = |stage: u64| with(participants, 3 * i, 2, stage);
        Some(match (action - 2) % 5 {
            0 => (participants | (5 << (3 * i)), manager),
            1 => (become_(3), manager),
            2 => (participants, manager | (1 << i)),
            3 => (become_(2), manager),
            _ => (become_(3), manager),
        })
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            "nobody committed while another aborted",
            |model, &(it, _): &State| {
                let lowest = ((1u64 << (3 * model.0)) - 1) / 7;
                let committed = (it >> 1) & !it & lowest;
                let aborted = (it >> 1) & it & lowest;
                committed == 0 || aborted == 0
            },
        )]
    }
}

/// Philosophers' stages (2 bits each), and the forks that are taken.
pub struct DiningPhilosophers(pub u32);

impl DiningPhilosophers {
    fn forks(&self, i: u32) -> (u32, u32) {
        if i == self.0 - 1 {
            (0, i)
        } else {
            (i, i + 1)
        }
    }
}

impl Model for DiningPhilosophers {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![(0, 0)]
    }

    fn actions(&self, &(philosophers, forks): &State, actions: &mut Vec<Action>) {
        for i in 0..self.0 {
            let (first, second) = self.forks(i);
            let is_enabled = match field(philosophers, 2 * i, 2) {
                0 => !has(forks, first),
                1 => !has(forks, second),
                _ => true,
            };
            if is_enabled {
                actions.push(i as Action);
            }
        }
    }

    fn next_state(&self, &(philosophers, forks): &State, action: Action) -> Option<State> {
        let i = action as u32;
        let (first, second) = self.forks(i);
        Some(match field(philosophers, 2 * i, 2) {
            0 => (with(philosophers, 2 * i, 2, 1), forks | (1 << first)),
            1 => (with(philosophers, 2 * i, 2, 2), forks | (1 << second)),
            _ => (
                with(philosophers, 2 * i, 2, 0),
                forks & !((1 << first) | (1 << second)),
            ),
        })
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            "neighbours never eat at once",
            |model, &(it, _): &State| {
                let n = model.0;
                (0..n).all(|i| field(it, 2 * i, 2) != 2 || field(it, 2 * ((i + 1) % n), 2) != 2)
            },
        )]
    }
}

/// Who wants; and where the token is (8 bits) and whether it is in flight there, held, or in use.
pub struct TokenRing(pub u32);

impl Model for TokenRing {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![(0, 1 << 8)]
    }

    fn actions(&self, &(wants, token): &State, actions: &mut Vec<Action>) {
        let (place, phase) = (field(token, 0, 8) as u32, token >> 8);
        for i in 0..self.0 {
            if !has(wants, i) && !(place == i && phase == 2) {
                actions.push(i as Action);
            }
        }
        actions.push(self.0 as Action);
    }

    fn next_state(&self, &(wants, token): &State, action: Action) -> Option<State> {
        let n = self.0;
        if (action as u32) < n {
            return Some((wants | (1 << action), token));
        }
        let place = field(token, 0, 8);
        let held = place | (1 << 8);
        Some(match token >> 8 {
            1 if has(wants, place as u32) => (wants & !(1 << place), place | (2 << 8)),
            1 => (wants, (place + 1) % n as u64),
            _ => (wants, held),
        })
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            "the token is at a station",
            |model, &(_, token): &State| field(token, 0, 8) < model.0 as u64,
        )]
    }
}

/// Stages (4 bits each), and who came last on each level (3 bits each).
pub struct Peterson(pub u32);

impl Peterson {
    fn may_go_on(&self, &(stages, lasts): &State, i: u32) -> bool {
        let stage = field(stages, 4 * i, 4);
        if stage == 0 || stage % 2 == 1 {
            return true;
        }
        field(lasts, 3 * (stage / 2) as u32, 3) != i as u64
            || (0..self.0).all(|k| k == i || field(stages, 4 * k, 4) + 1 < stage)
    }
}

impl Model for Peterson {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![(0, 0)]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(
            (0..self.0)
                .filter(|&i| self.may_go_on(state, i))
                .map(|i| i as Action),
        );
    }

    fn next_state(&self, &(stages, lasts): &State, action: Action) -> Option<State> {
        let i = action as u32;
        let stage = field(stages, 4 * i, 4);
        let within = 2 * self.0 as u64 - 1;
        if stage == within {
            return Some((with(stages, 4 * i, 4, 0), lasts));
        }
        let then = with(stages, 4 * i, 4, stage + 1);
        if stage % 2 == 0 {
            return Some((then, lasts));
        }
        Some((then, with(lasts, 3 * ((stage + 1) / 2) as u32, 3, i as u64)))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            "one process at most is within",
            |model, &(stages, _): &State| {
                let within = 2 * model.0 as u64 - 1;
                (0..model.0)
                    .filter(|&i| field(stages, 4 * i, 4) == within)
                    .count()
                    <= 1
            },
        )]
    }
}

/// Who is active, and in the next 16 bits who is black; and where the token is (8 bits), and
/// whether it is black.
pub struct Ewd840(pub u32);

impl Model for Ewd840 {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let n = self.0;
        let mut all = Vec::new();
        for active in 0..1 << n {
            for black in 0..1 << n {
                for token in 0..n as u64 {
                    all.push((active | (black << 16), token | (1 << 8)));
                }
            }
        }
        all
    }

    fn actions(&self, &(nodes, token): &State, actions: &mut Vec<Action>) {
        let n = self.0;
        let (place, is_black) = (field(token, 0, 8) as u32, token >> 8 == 1);
        if is_black || has(nodes, 16 + place) || (place > 0 && !has(nodes, place)) {
            actions.push(0);
        }
        for i in (0..n).filter(|&i| has(nodes, i)) {
            // To itself stands for: it rests.
            actions.extend((0..n).map(|j| (1 + i * n + j) as Action));
        }
    }

    fn next_state(&self, &(nodes, token): &State, action: Action) -> Option<State> {
        let n = self.0;
        if action == 0 {
            let place = field(token, 0, 8);
            let is_black = place > 0 && (token >> 8 == 1 || has(nodes, 16 + place as u32));
            let next = (place + n as u64 - 1) % n as u64;
            return Some((
                nodes & !(1 << (16 + place)),
                next | ((is_black as u64) << 8),
            ));
        }
        let (i, j) = ((action as u32 - 1) / n, (action as u32 - 1) % n);
        if i == j {
            return Some((nodes & !(1 << i), token));
        }
        let black = if j > i { 1 << (16 + i) } else { 0 };
        Some((nodes | (1 << j) | black, token))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            "what is detected is true",
            |_, &(nodes, token): &State| {
                token != 0 || has(nodes, 16) || has(nodes, 0) || field(nodes, 0, 16) == 0
            },
        )]
    }
}
