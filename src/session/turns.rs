//! Whose turn it is: the members of a group, or teams, are called by name, each as often. Who would
//! rather not passes to the next one; whoever has been quiet is offered a choice at once.

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::{
    answer::Verdict,
    script::{Ask, Kind},
    session::{Session, agenda::Act, ladder::Rung, shuffle::shuffle},
};

/// How often a question passes on to somebody else.
const PASSES: u32 = 2;

/// Those who are called, with how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Turns {
    names: Vec<String>,
    /// Who is still to be called in the round in hand, the next one last.
    round: Vec<usize>,
    last: Option<usize>,
    /// For each, how many turns in a row brought no answer.
    quiet: Vec<u32>,
}

impl Turns {
    pub(super) fn new(names: Vec<String>) -> Turns {
        let quiet = vec![0; names.len()];
        Turns { names, round: Vec::new(), last: None, quiet }
    }

    /// Everybody is called once in each round, in an order of chance, and nobody twice in a row.
    fn next(&mut self, random: &mut ChaCha8Rng) -> Option<usize> {
        if self.round.is_empty() {
            self.round = (0..self.names.len()).collect();
            shuffle(&mut self.round, random);
            if self.round.len() > 1 && self.round.last() == self.last.as_ref() {
                self.round.rotate_right(1);
            }
        }
        self.last = self.round.pop();
        self.last
    }

    fn called(&self, who: usize) -> Option<Called> {
        let name = self.names.get(who)?.clone();
        Some(Called { who, name, passes: 0 })
    }

    fn note(&mut self, who: usize, answered: bool) {
        if let Some(quiet) = self.quiet.get_mut(who) {
            *quiet = if answered { 0 } else { *quiet + 1 };
        }
    }

    fn is_quiet(&self, who: usize) -> bool {
        self.quiet.get(who).is_some_and(|quiet| *quiet > 0)
    }
}

/// Who was called for the question in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Called {
    who: usize,
    pub(super) name: String,
    /// How often the question has passed on.
    passes: u32,
}

/// Two teams or more that play against nobody but the questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Teams {
    turns: Turns,
    /// The first question of theirs.
    since: u32,
}

impl Session {
    /// The group's members, if their names are known and names are called in this routine.
    pub(super) fn gather(&mut self) {
        let members = &self.participant.members;
        let called = self.participant.group && self.plan.kind == Kind::Memory;
        self.members = (called && !members.is_empty()).then(|| Turns::new(members.clone()));
    }

    /// Teams begin: until they end, questions go to them in turn.
    pub(super) fn teams_begin(&mut self, names: &[String]) {
        let turns = Turns::new(names.to_vec());
        self.teams = Some(Teams { turns, since: self.tally.asked + 1 });
    }

    /// Teams end: what each of them has reached is said, and all are praised alike.
    pub(super) fn teams_end(&mut self) {
        let Some(Teams { turns, since }) = self.teams.take() else { return };
        for name in &turns.names {
            let points = self.tally.points_of(name, since).to_string();
            let put_in = |text: String| text.replace("{member}", name).replace("{points}", &points);
            let words = self.phrase(|phrases| &phrases.group.team_points).map(put_in);
            self.agenda.extend(words.map(Act::Say));
        }
        self.push_phrase_then(|phrases| &phrases.group.teams_end);
    }

    fn turns(&mut self) -> Option<&mut Turns> {
        match &mut self.teams {
            Some(teams) => Some(&mut teams.turns),
            None => self.members.as_mut(),
        }
    }

    /// Who is asked this question; nobody by name when it is for everybody. A question that staff
    /// have asked again stays with whom it was.
    pub(super) fn call(&mut self, ask: &Ask) -> Option<Called> {
        if ask.feeling || self.for_everybody == Some(self.step) {
            return None;
        }
        if self.tally.again && self.called.is_some() {
            return self.called.clone();
        }
        let mut random = self.random.clone();
        let turns = self.turns()?;
        let who = turns.next(&mut random)?;
        let called = turns.called(who);
        self.random = random;
        called
    }

    /// The words by which somebody is called.
    pub(super) fn calling(&mut self, called: &Called) -> Option<Act> {
        let team = self.teams.is_some();
        let quiet = !team && self.turns().is_some_and(|turns| turns.is_quiet(called.who));
        let words = self.phrase(|phrases| match (team, quiet) {
            (true, _) => &phrases.group.call_team,
            (false, true) => &phrases.group.invite,
            (false, false) => &phrases.group.call,
        })?;
        Some(Act::Say(words.replace("{member}", &called.name)))
    }

    /// Whoever has been quiet is offered two answers with the question.
    pub(super) fn invite(&mut self, ask: &Ask) {
        let Some(called) = self.asking.as_ref().and_then(|asking| asking.called.clone()) else {
            return;
        };
        if !self.turns().is_some_and(|turns| turns.is_quiet(called.who)) {
            return;
        }
        if let Some(rung @ Rung::Choice(_)) = self.next_rung(ask, true, true) {
            self.climb(rung);
        }
    }

    /// The question passes on to the next one; `false` when it was passed on enough.
    pub(super) fn pass_on(&mut self, ask: &Ask) -> bool {
        let Some(called) = self.asking.as_ref().and_then(|asking| asking.called.clone()) else {
            return false;
        };
        let mut random = self.random.clone();
        let Some(turns) = self.turns() else { return false };
        turns.note(called.who, false);
        if called.passes >= PASSES || turns.names.len() < 2 {
            return false;
        }
        let next = turns.next(&mut random).and_then(|who| turns.called(who));
        self.random = random;
        let Some(next) = next.filter(|next| next.who != called.who) else { return false };
        let next = Called { passes: called.passes + 1, ..next };
        if let Some(words) = self.phrase(|phrases| &phrases.group.pass) {
            self.agenda.push_back(Act::Say(words.replace("{member}", &called.name)));
        }
        self.ask_next(ask, next);
        true
    }

    /// Remembers whether whoever was called has answered.
    pub(super) fn note_turn(&mut self, verdict: Verdict, refused: bool) {
        let called = self.asking.as_ref().and_then(|asking| asking.called.clone());
        if let (Some(called), false) = (called, refused)
            && let Some(turns) = self.turns()
        {
            turns.note(called.who, verdict != Verdict::NoAnswer);
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn everybody_is_called_as_often_and_nobody_twice_in_a_row() {
        for seed in 0..50 {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            let mut turns = Turns::new(["Anne", "Jean", "Louise"].map(String::from).to_vec());
            let calls: Vec<usize> = (0..30).filter_map(|_| turns.next(&mut random)).collect();
            for who in 0..3 {
                assert_eq!(calls.iter().filter(|called| **called == who).count(), 10);
            }
            assert!(calls.windows(2).all(|two| two[0] != two[1]), "{calls:?}");
        }
    }
}
