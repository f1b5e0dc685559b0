//! The answers of a session and what they add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Verdict,
    session::{AnswerId, AnswerView},
};

/// One scored try.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) answer: AnswerId,
    /// Which asking it belongs to.
    pub(super) visit: u32,
    pub(super) question: String,
    /// Who was called for it.
    pub(super) called: Option<String>,
    pub(super) heard: Option<String>,
    pub(super) verdict: Verdict,
    pub(super) points: u32,
    pub(super) of: u32,
    pub(super) reasons: Vec<String>,
    pub(super) overruled: bool,
    /// Hints given before.
    #[serde(default)]
    pub(super) cues: u32,
}

/// What an asking has shown of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Judged {
    /// They knew it without help.
    Known,
    /// They did not, or not without help.
    Unknown,
    /// Nothing, one way or the other: it was known in part, or heard with doubt.
    Untold,
}

/// All tries, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tally {
    entries: Vec<Entry>,
    /// Questions asked so far.
    pub(super) asked: u32,
    /// Outcome of the last question.
    pub(super) last: Option<Verdict>,
    /// Right answer of the last question, as shown.
    pub(super) answer_shown: String,
    /// The next asking is the last one once more: staff had the question repeated.
    pub(super) again: bool,
}

impl Tally {
    /// A new asking of a question; its tries belong together.
    pub(super) fn open_visit(&mut self) -> u32 {
        if !std::mem::take(&mut self.again) {
            self.asked += 1;
        }
        self.asked
    }

    pub(super) fn next_answer(&self) -> AnswerId {
        AnswerId(self.entries.len() as u64 + 1)
    }

    pub(super) fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// What was heard at an asking so far, in lower case.
    pub(super) fn said(&self, visit: u32) -> Vec<String> {
        let tries = self.entries.iter().filter(|entry| entry.visit == visit);
        tries
            .filter_map(|entry| entry.heard.as_ref().map(|heard| heard.to_lowercase()))
            .filter(|heard| !heard.trim().is_empty())
            .collect()
    }

    /// Whether nothing at all was heard at an asking.
    pub(super) fn was_silent(&self, visit: u32) -> bool {
        let mut tries = self.entries.iter().filter(|entry| entry.visit == visit).peekable();
        tries.peek().is_some()
            && tries.all(|entry| entry.heard.is_none() && entry.verdict != Verdict::Unsure)
    }

    /// Points reached, and points that could have been. The best try of each asking counts.
    pub(super) fn total(&self) -> (u32, u32) {
        let mut total = (0, 0);
        for tries in self.entries.chunk_by(|one, other| one.visit == other.visit) {
            total.0 += tries.iter().map(|entry| entry.points).max().unwrap_or(0);
            total.1 += tries.iter().map(|entry| entry.of).max().unwrap_or(0);
        }
        total
    }

    /// The same of one who was called, since an asking.
    pub(super) fn points_of(&self, name: &str, since: u32) -> u32 {
        let own = self
            .entries
            .iter()
            .filter(|entry| entry.visit >= since && entry.called.as_deref() == Some(name));
        let mut best: BTreeMap<u32, u32> = BTreeMap::new();
        for entry in own {
            let points = best.entry(entry.visit).or_default();
            *points = entry.points.max(*points);
        }
        best.values().sum()
    }

    /// Corrects a verdict. Gives the entry as it is now; `None` when there is no such answer or
    /// it has that verdict already.
    pub(super) fn overrule(&mut self, answer: AnswerId, verdict: Verdict) -> Option<&Entry> {
        let entry = self.entries.iter_mut().find(|entry| entry.answer == answer)?;
        if entry.verdict == verdict {
            return None;
        }
        entry.points = match verdict {
            Verdict::Right => entry.of,
            Verdict::Partly if (1..entry.of).contains(&entry.points) => entry.points,
            Verdict::Partly => entry.of / 2,
            Verdict::Wrong | Verdict::Unsure | Verdict::NoAnswer => 0,
        };
        entry.verdict = verdict;
        entry.overruled = true;
        Some(entry)
    }

    /// What an asking has shown. On a doubtful hearing alone nobody is held not to have known it.
    pub(super) fn judged(&self, visit: u32) -> Judged {
        let mut tries = self.entries.iter().filter(|entry| entry.visit == visit);
        if tries.clone().any(|entry| entry.verdict == Verdict::Right && entry.cues == 0) {
            return Judged::Known;
        }
        match tries.next_back().map(|entry| (entry.verdict, entry.cues)) {
            None | Some((Verdict::Unsure, _) | (Verdict::Partly, 0)) => Judged::Untold,
            Some(_) => Judged::Unknown,
        }
    }

    pub(super) fn views(&self) -> Vec<AnswerView> {
        self.entries
            .iter()
            .map(|entry| AnswerView {
                answer: entry.answer,
                question: entry.question.clone(),
                called: entry.called.clone(),
                heard: entry.heard.clone(),
                verdict: entry.verdict,
                points: entry.points,
                of: entry.of,
                reasons: entry.reasons.clone(),
                overruled: entry.overruled,
            })
            .collect()
    }
}
