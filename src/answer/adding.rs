//! Lists that are given in several tries: what was said before counts on.

use crate::{
    answer::{Score, Task, Verdict, reasons::Reason},
    language::Language,
};

/// The score of a further try at a list, with what earlier tries of the same asking credited.
///
/// Whoever is asked for more says what is missing and not what they have said already. Only lists
/// in any order add up: what has an order is given as a whole.
pub fn add_up(task: &Task, language: Language, earlier: &[String], score: Score) -> Score {
    if earlier.is_empty() || !matches!(task, Task::Recall { .. } | Task::Category { .. }) {
        return score;
    }
    let before: Vec<String> =
        earlier.iter().filter(|item| !score.credited.contains(item)).cloned().collect();
    let missed: Vec<String> =
        score.missed.iter().filter(|item| !earlier.contains(item)).cloned().collect();
    let mut credited = before.clone();
    credited.extend(score.credited);
    let points = (credited.len() as u32).min(score.of);
    let verdict = match score.verdict {
        Verdict::Unsure => Verdict::Unsure,
        _ if points >= score.of => Verdict::Right,
        _ => Verdict::Partly,
    };
    let told = Reason::Missed(&score.missed).sentence(language);
    let mut reasons: Vec<String> =
        score.reasons.into_iter().filter(|reason| *reason != told).collect();
    if !before.is_empty() {
        reasons.push(Reason::SaidBefore(&before).sentence(language));
    }
    if !missed.is_empty() {
        reasons.push(Reason::Missed(&missed).sentence(language));
    }
    Score { points, credited, missed, verdict, reasons, ..score }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Accepted, Heard, Hypothesis, Lexicon, Source, score};

    fn tried(earlier: &[&str], heard: Heard) -> Score {
        let recall = ["lamp", "cherry", "drum"].map(|word| Accepted::One(word.into())).to_vec();
        let task = Task::Recall { recall };
        let score = score(&task, Language::En, &Lexicon::default(), &heard);
        let earlier: Vec<String> = earlier.iter().map(|word| (*word).to_owned()).collect();
        add_up(&task, Language::En, &earlier, score)
    }

    fn said(words: &str) -> Heard {
        Heard::Speech(Hypothesis::certain(words, Source::Voice))
    }

    #[test]
    fn who_adds_what_was_missing_has_it_all() {
        let score = tried(&["lamp", "cherry"], said("and the drum"));
        assert_eq!((score.points, score.of, score.verdict), (3, 3, Verdict::Right));
        assert_eq!(score.reasons, ["Said before: lamp, cherry."]);
    }

    #[test]
    fn who_says_the_same_again_has_it_once() {
        let score = tried(&["lamp"], said("lamp and cherry"));
        assert_eq!((score.points, score.verdict), (2, Verdict::Partly));
        assert_eq!(score.missed, ["drum"]);
    }

    #[test]
    fn silence_takes_nothing_away() {
        let score = tried(&["lamp"], Heard::Silence);
        assert_eq!((score.points, score.of, score.verdict), (1, 3, Verdict::Partly));
    }

    #[test]
    fn a_doubtful_try_stays_doubtful() {
        assert_eq!(tried(&["lamp"], Heard::NotUnderstood).verdict, Verdict::Unsure);
    }
}
