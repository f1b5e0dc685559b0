//! What is remembered of somebody from one session to the next: at which level they play each
//! bank, and what they were asked lately.
//!
//! The level is a weighted staircase (Kaernbach 1991, Perception & Psychophysics 49, 227–229): a
//! failure takes it down four times as far as a success takes it up, so that it comes to rest where
//! four of five questions are known, whatever a level means to somebody.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use crate::session::{Fact, tally::Judged};

/// What is known of somebody before a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Their level in each bank that they have played, by the bank's name.
    #[serde(default)]
    pub levels: BTreeMap<String, Level>,
    /// The items that they were asked lately (`<bank>/<id>`), the last one first.
    #[serde(default)]
    pub lately: Vec<String>,
}

impl Remembered {
    /// What concerns these banks.
    #[must_use]
    pub fn of_banks(mut self, banks: &BTreeSet<&str>) -> Remembered {
        self.levels.retain(|bank, _| banks.contains(bank.as_str()));
        self.lately
            .retain(|item| item.split_once('/').is_some_and(|(bank, _)| banks.contains(bank)));
        self
    }
}

/// How hard the questions of a bank are for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Level {
    /// Eighths of a level above the first.
    eighths: u8,
    /// Whether a failure has shown where the limit is; until then the level goes up faster.
    settled: bool,
}

/// A level as it is kept.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Kept {
    eighths: u8,
    settled: bool,
}

/// No such level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a level is a number from 1 to 5")]
pub struct NoLevel;

/// The steps of one level.
const EIGHTHS: u8 = 8;

/// The fifth level.
const CEILING: u8 = 4 * EIGHTHS;

/// A success takes it up so far.
const UP: u8 = 1;

/// A failure takes it down so far: success near 80 % is where `UP` and `DOWN` balance.
const DOWN: u8 = 4 * UP;

/// Before the first failure a success takes it up so far: two in a row make a level.
const UP_AT_FIRST: u8 = EIGHTHS / 2;

impl Level {
    /// Of somebody whom nobody knows yet: the second, from where it is soon found out.
    pub const BEGINNER: Level = Level { eighths: EIGHTHS, settled: false };

    /// The level that staff wish, 1 to 5.
    ///
    /// # Errors
    /// When there is no such level.
    pub fn wished(level: u8) -> Result<Level, NoLevel> {
        let eighths = level.checked_sub(1).filter(|above| *above <= CEILING / EIGHTHS);
        eighths.map(|above| Level { eighths: above * EIGHTHS, settled: true }).ok_or(NoLevel)
    }

    /// As it was kept.
    ///
    /// # Errors
    /// When it lies above the fifth level.
    pub fn kept(eighths: u8, settled: bool) -> Result<Level, NoLevel> {
        (eighths <= CEILING).then_some(Level { eighths, settled }).ok_or(NoLevel)
    }

    /// Eighths of a level above the first, 0 to 32.
    pub fn eighths(self) -> u8 {
        self.eighths
    }

    /// Whether a failure has shown where the limit is.
    pub fn is_settled(self) -> bool {
        self.settled
    }

    /// The nearest whole level, 1 to 5.
    pub fn number(self) -> u8 {
        1 + (self.eighths + EIGHTHS / 2) / EIGHTHS
    }

    /// How many of something suit them, from the fewest at the first level to the most at the
    /// fifth.
    pub(super) fn within(self, fewest: u32, most: u32) -> u32 {
        let (above, all) = (u32::from(self.eighths), u32::from(CEILING));
        fewest + ((most.saturating_sub(fewest)) * above + all / 2) / all
    }

    /// The level of the next question: between two levels now the one and now the other.
    pub(super) fn drawn(self, random: &mut impl Rng) -> u8 {
        let above = random.random_range(0..EIGHTHS) < self.eighths % EIGHTHS;
        1 + self.eighths / EIGHTHS + u8::from(above)
    }

    fn after(self, judged: Judged) -> Level {
        match judged {
            Judged::Known => {
                let up = if self.settled { UP } else { UP_AT_FIRST };
                Level { eighths: (self.eighths + up).min(CEILING), ..self }
            }
            Judged::Unknown => Level { eighths: self.eighths.saturating_sub(DOWN), settled: true },
            Judged::Untold => self,
        }
    }

    fn moved(self, up: bool) -> Level {
        let eighths =
            if up { self.eighths + EIGHTHS } else { self.eighths.saturating_sub(EIGHTHS) };
        Level { eighths: eighths.min(CEILING), settled: true }
    }
}

impl TryFrom<Kept> for Level {
    type Error = NoLevel;

    fn try_from(kept: Kept) -> Result<Level, NoLevel> {
        Level::kept(kept.eighths, kept.settled)
    }
}

impl From<Level> for Kept {
    fn from(Level { eighths, settled }: Level) -> Kept {
        Kept { eighths, settled }
    }
}

/// How many items are held to have been asked lately.
const LATELY: usize = 400;

/// The memory of a session: what it began with, and what has come since.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    began: Remembered,
    /// What moved the levels, in order. A correction changes what has been judged, and the levels
    /// are what follows.
    moves: Vec<Move>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Move {
    bank: String,
    title: String,
    by: By,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum By {
    /// A question was answered.
    Answer { visit: u32, refused: bool, judged: Judged },
    /// Staff wish it harder, or easier.
    Staff { harder: bool },
}

impl Memory {
    pub(super) fn new(began: Remembered) -> Memory {
        Memory { began, moves: Vec::new() }
    }

    /// The level in a bank as of now.
    pub(super) fn level(&self, bank: &str) -> Level {
        let began = self.began.levels.get(bank).copied().unwrap_or(Level::BEGINNER);
        let moves = self.moves.iter().filter(|made| made.bank == bank);
        moves.fold(began, |level, made| match made.by {
            By::Answer { judged, .. } => level.after(judged),
            By::Staff { harder } => level.moved(harder),
        })
    }

    /// A question of a bank was answered: the level follows.
    pub(super) fn answered(
        &mut self,
        (bank, title): (&str, &str),
        visit: u32,
        judged: Judged,
        refused: bool,
    ) -> Option<Fact> {
        // Who would rather not has shown nothing of what they know.
        let judged = if refused { Judged::Untold } else { judged };
        self.then(bank, title, By::Answer { visit, refused, judged })
    }

    /// Staff wish a bank harder or easier.
    pub(super) fn steered(&mut self, (bank, title): (&str, &str), harder: bool) -> Option<Fact> {
        self.then(bank, title, By::Staff { harder })
    }

    fn then(&mut self, bank: &str, title: &str, by: By) -> Option<Fact> {
        let before = self.level(bank);
        self.moves.push(Move { bank: bank.to_owned(), title: title.to_owned(), by });
        self.changed(bank, title, before)
    }

    /// An answer was corrected: whatever it did to the level is done otherwise.
    pub(super) fn corrected(&mut self, corrected: u32, as_it_is: Judged) -> Option<Fact> {
        let place = self
            .moves
            .iter()
            .position(|made| matches!(made.by, By::Answer { visit, .. } if visit == corrected))?;
        let made = self.moves.get(place)?;
        let (bank, title) = (made.bank.clone(), made.title.clone());
        let before = self.level(&bank);
        if let Some(Move { by: By::Answer { refused, judged, .. }, .. }) = self.moves.get_mut(place)
        {
            *judged = if *refused && as_it_is != Judged::Known { Judged::Untold } else { as_it_is };
        }
        self.changed(&bank, &title, before)
    }

    fn changed(&self, bank: &str, title: &str, before: Level) -> Option<Fact> {
        let level = self.level(bank);
        let (bank, title) = (bank.to_owned(), title.to_owned());
        (level != before).then_some(Fact::Level { bank, title, level })
    }

    /// How many items have been asked since this one; `None`: it was not asked lately.
    pub(super) fn asked_ago(&self, item: &str) -> Option<usize> {
        self.began.lately.iter().position(|asked| asked == item)
    }

    /// An item is asked now.
    pub(super) fn asks(&mut self, item: &str) {
        let lately = &mut self.began.lately;
        lately.retain(|asked| asked != item);
        lately.insert(0, item.to_owned());
        lately.truncate(LATELY);
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    const BANK: (&str, &str) = ("birds", "Birds");

    fn level(memory: &Memory) -> Level {
        memory.level("birds")
    }

    #[test]
    fn two_right_in_a_row_lead_up_and_one_failure_leads_down() {
        let mut memory = Memory::default();
        memory.answered(BANK, 1, Judged::Known, false);
        memory.answered(BANK, 2, Judged::Known, false);
        assert_eq!(level(&memory), Level::kept(16, false).unwrap());
        memory.answered(BANK, 3, Judged::Unknown, false);
        assert_eq!(level(&memory), Level::kept(12, true).unwrap());
        memory.answered(BANK, 4, Judged::Known, false);
        assert_eq!(level(&memory), Level::kept(13, true).unwrap());
    }

    #[test]
    fn a_refusal_and_a_doubt_leave_it_as_it_is() {
        let mut memory = Memory::default();
        assert_eq!(memory.answered(BANK, 1, Judged::Unknown, true), None);
        assert_eq!(memory.answered(BANK, 2, Judged::Untold, false), None);
        assert_eq!(level(&memory), Level::BEGINNER);
    }

    #[test]
    fn there_is_a_floor_and_a_ceiling() {
        let mut memory = Memory::default();
        for visit in 0..40 {
            memory.answered(BANK, visit, Judged::Unknown, false);
        }
        assert_eq!(level(&memory).number(), 1);
        assert_eq!(memory.answered(BANK, 41, Judged::Unknown, false), None, "nothing has changed");
        for visit in 50..150 {
            memory.answered(BANK, visit, Judged::Known, false);
        }
        assert_eq!(level(&memory).number(), 5);
        assert_eq!(level(&memory).eighths(), 32);
    }

    #[test]
    fn a_correction_leads_to_where_it_would_have_led() {
        let right = |judged| {
            let mut memory = Memory::default();
            memory.answered(BANK, 1, judged, false);
            memory.answered(BANK, 2, Judged::Known, false);
            memory.answered(BANK, 3, Judged::Known, false);
            memory
        };
        let mut memory = right(Judged::Unknown);
        let fact = memory.corrected(1, Judged::Known);
        let as_if = level(&right(Judged::Known));
        assert_eq!(level(&memory), as_if);
        let (bank, title) = ("birds".to_owned(), "Birds".to_owned());
        assert_eq!(fact, Some(Fact::Level { bank, title, level: as_if }));
        assert_eq!(memory.corrected(7, Judged::Known), None, "no such question");
    }

    #[test]
    fn staff_move_it_by_a_whole_level() {
        let mut memory = Memory::default();
        memory.steered(BANK, true);
        assert_eq!(level(&memory), Level::wished(3).unwrap());
        for _ in 0..9 {
            memory.steered(BANK, false);
        }
        assert_eq!(level(&memory), Level::wished(1).unwrap());
    }

    #[test]
    fn between_two_levels_both_are_drawn_in_proportion() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let level = Level::kept(10, true).unwrap();
        let thirds = (0..4_000).filter(|_| level.drawn(&mut random) == 3).count();
        assert!((900..1_100).contains(&thirds), "a quarter of them: {thirds}");
        let ceiling = Level::kept(32, true).unwrap();
        assert!((0..100).all(|_| ceiling.drawn(&mut random) == 5));
    }

    #[test]
    fn so_many_words_suit_a_level() {
        let words = |eighths| Level::kept(eighths, true).unwrap().within(3, 10);
        assert_eq!([0, 8, 16, 24, 32].map(words), [3, 5, 7, 8, 10]);
    }

    #[test]
    fn what_is_no_level_is_refused() {
        assert_eq!(Level::wished(0), Err(NoLevel));
        assert_eq!(Level::wished(6), Err(NoLevel));
        assert!(serde_json::from_str::<Level>(r#"{"eighths":33,"settled":true}"#).is_err());
        let five = Level::wished(5).unwrap();
        let text = serde_json::to_string(&five).unwrap();
        assert_eq!(serde_json::from_str::<Level>(&text).unwrap(), five);
    }

    #[test]
    fn what_is_asked_is_asked_lately() {
        let lately = vec!["birds/robin".to_owned(), "birds/wren".to_owned()];
        let mut memory = Memory::new(Remembered { lately, ..Remembered::default() });
        assert_eq!(memory.asked_ago("birds/wren"), Some(1));
        memory.asks("birds/wren");
        memory.asks("birds/crow");
        assert_eq!(memory.asked_ago("birds/wren"), Some(1));
        assert_eq!(memory.asked_ago("birds/robin"), Some(2));
        assert_eq!(memory.asked_ago("birds/owl"), None);
    }
}
