//! Answers of one piece: a word, yes or no, a number.

use std::sync::LazyLock;

use crate::{
    answer::{
        Source, YesNo,
        grammar::YES_NO,
        intent,
        matching::{Found, Likeness, Matcher, Target, Token},
        numbers::{self, Piece},
        sounds::Nearness,
        words,
    },
    language::Language,
};

/// How a one-piece answer was judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Judged {
    pub(super) right: bool,
    /// What was given instead of the right answer, as it was said.
    pub(super) other: Option<String>,
    /// Why it may yet be right: ask again.
    pub(super) doubt: Option<Doubt>,
    /// What was heard in place of the right answer that it sounds like.
    pub(super) alike: Option<Alike>,
    /// A foil was said word for word.
    pub(super) foil: bool,
}

/// Something heard, and what it sounds like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alike {
    pub(super) heard: String,
    pub(super) meant: String,
    /// In halves of a sound.
    pub(super) distance: u16,
}

/// Why an answer can be taken neither as right nor as wrong.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Doubt {
    /// It sounds a little like the right one.
    Sound(Alike),
    /// Two answers, and no choice between them.
    EitherOr,
    /// "Perhaps".
    Undecided,
    /// The right one, followed by others.
    Among,
}

/// Words that take back what was said before them ("Lyon… non, Paris").
const CORRECTIONS: [&[&str]; 3] = [
    &["non", "pardon", "plutot", "enfin"],
    &["no", "sorry", "rather", "mean", "wait"],
    &["아니", "아니요", "아뇨", "아니다", "아니라", "아니고", "말고"],
];

pub(super) fn corrects(language: Language, word: &str) -> bool {
    CORRECTIONS[language as usize].contains(&word)
}

/// One of the accepted answers. In a self-correction what comes last counts. What a foil says
/// word for word is the foil, whatever else it sounds like.
pub(super) fn one_of(
    matcher: &Matcher,
    language: Language,
    accepted: &[Target],
    foils: &[Target],
    all: &[Token],
    source: Source,
) -> Judged {
    let said = after_correction(language, all);
    let foils_said: Vec<Found> = foils.iter().flat_map(|foil| matcher.places(foil, said)).collect();
    // "c'est" is no east, "l'est" is.
    let stands = |found: &Found| stands_for_itself(language, said, found);
    let is_foil = |found: &Found| {
        foils_said.iter().any(|foil| {
            foil.covers(found) && (foil.length > found.length || (foil.literal && !found.literal))
        })
    };
    let mut given: Vec<Found> = accepted
        .iter()
        .flat_map(|target| matcher.places(target, said))
        .filter(|found| !is_foil(found) && stands(found))
        .collect();
    given.sort_by_key(Found::end);
    let foil_said = foils_said.iter().any(stands);
    let mut judged = Judged { foil: foil_said, ..Judged::default() };
    // What was touched was touched: it has no sound.
    if given.is_empty() && source != Source::Touch {
        let mut taken = vec![false; said.len()];
        for foil in &foils_said {
            taken[foil.at..foil.end()].fill(true);
        }
        if let Some((found, likeness, meant)) = nearest(matcher, accepted, foils, said, &taken) {
            let heard = spelled(&said[found.at..found.end()]);
            let alike = Alike { heard, meant, distance: likeness.distance };
            let alone = !touches(matcher, language, accepted, said, &found);
            match likeness.nearness {
                Nearness::Same | Nearness::Near if alone => {
                    judged.alike = Some(alike);
                    given.push(found);
                }
                _ if source == Source::Voice && !negated(language, said, &found) => {
                    judged.doubt = Some(Doubt::Sound(alike));
                }
                _ => {}
            }
        }
    }
    if let Some(last) = given.last() {
        if negated(language, said, last) {
            judged.alike = None;
        } else if hedged(language, said, last, &given) {
            judged.alike = None;
            judged.doubt = Some(Doubt::EitherOr);
        } else {
            judged.right = true;
        }
    }
    if !judged.right {
        let content = all.iter().filter(|token| !words::is_frame(language, &token.word));
        let other: Vec<&str> = content.map(|token| token.written.as_str()).collect();
        judged.other = Some(other.join(" ")).filter(|text| !text.is_empty());
    }
    judged
}

/// Whether words that only frame answers are one here: alone, behind an article, or at the end of
/// what says more than "c'est".
fn stands_for_itself(language: Language, said: &[Token], found: &Found) -> bool {
    let frame = |token: &Token| words::is_frame(language, &token.word);
    if !said[found.at..found.end()].iter().all(frame) {
        return true;
    }
    let Some(before) = found.at.checked_sub(1).and_then(|at| said.get(at)) else {
        return found.length == said.len();
    };
    let article = matches!(
        before.word.as_str(),
        "le" | "la" | "les" | "l" | "un" | "une" | "du" | "des" | "de" | "au" | "the" | "a" | "an"
    );
    let verb = matches!(before.word.as_str(), "c" | "ce" | "il" | "y" | "qu" | "n" | "it" | "that");
    article || (found.end() == said.len() && !verb)
}

/// Whether a word of another name stands right beside what sounds like an answer: “Philippe
/// Noiret” is no “Philipe”.
fn touches(
    matcher: &Matcher,
    language: Language,
    accepted: &[Target],
    said: &[Token],
    found: &Found,
) -> bool {
    let windows = matcher.windows(said, &vec![false; said.len()]);
    let other = |at: usize| {
        said.get(at).is_some_and(|token| {
            !words::is_frame(language, &token.word)
                && !negates(language, &token.word)
                && !windows.iter().any(|window| {
                    window.at == at
                        && accepted.iter().any(|target| matcher.likeness(target, window).is_some())
                })
        })
    };
    found.at.checked_sub(1).is_some_and(other) || other(found.end())
}

/// What was said that comes nearest to an accepted answer, with how near and to which. A foil that
/// is as near makes it doubtful; one that is nearer has it.
fn nearest(
    matcher: &Matcher,
    accepted: &[Target],
    foils: &[Target],
    said: &[Token],
    taken: &[bool],
) -> Option<(Found, Likeness, String)> {
    let windows = matcher.windows(said, taken);
    let mut best: Option<(Found, Likeness, String)> = None;
    for window in &windows {
        for target in accepted {
            let Some(mut likeness) = matcher.likeness(target, window) else { continue };
            let foil = foils.iter().filter_map(|foil| matcher.likeness(foil, window)).min();
            match foil {
                Some(foil) if foil.distance < likeness.distance => continue,
                Some(foil) if foil.distance == likeness.distance => {
                    likeness.nearness = Nearness::Doubtful;
                }
                _ => {}
            }
            let better = best.as_ref().is_none_or(|(found, other, _)| {
                (likeness, usize::MAX - window.at) < (*other, usize::MAX - found.at)
            });
            if better {
                let found = Found { at: window.at, length: window.length, literal: false };
                best = Some((found, likeness, target.shown.clone()));
            }
        }
    }
    best
}

pub(super) fn spelled(said: &[Token]) -> String {
    said.iter().map(|token| token.written.as_str()).collect::<Vec<_>>().join(" ")
}

/// "pas Paris", "not Paris".
const NEGATIONS: [&[&str]; 3] = [&["pas"], &["not", "isn"], &["안"]];

/// What negates the answer before it: 고양이가 아니에요.
const NEGATED_BEFORE: [&[&str]; 3] =
    [&[], &[], &["아니", "아니에요", "아니야", "아닙니다", "아닌"]];

pub(super) fn negates(language: Language, word: &str) -> bool {
    NEGATIONS[language as usize].contains(&word)
}

/// Whether the words before an answer negate it ("ce n'est pas le chat") and not a verb of their
/// own ("pierre qui roule n'amasse pas mousse"); in Korean the words behind it.
fn negated(language: Language, said: &[Token], found: &Found) -> bool {
    let frame = |token: &Token| words::is_frame(language, &token.word) || token.word == "t";
    if let Some(after) = said[found.end()..].iter().find(|token| !frame(token))
        && NEGATED_BEFORE[language as usize].contains(&after.word.as_str())
    {
        return true;
    }
    let before = &said[..found.at];
    let Some(at) = before.iter().rposition(|token| !frame(token)) else { return false };
    // "c'est Paris, pas Lyon": another answer before it is no verb.
    let verb = verbal(language, &before[..at]);
    language != Language::Ko && negates(language, &before[at].word) && !verb
}

/// What makes a verb of the word between it and "pas" ("n'amasse pas"); in English what stands
/// right before "not" ("does not").
fn verbal(language: Language, before: &[Token]) -> bool {
    let last = |back: usize| {
        before
            .len()
            .checked_sub(back)
            .and_then(|at| before.get(at))
            .map(|token| token.word.as_str())
    };
    match language {
        Language::Fr => matches!(last(2), Some("n" | "ne")),
        Language::En => matches!(
            last(1),
            Some(
                "do" | "does" | "did" | "can" | "could" | "will" | "shall" | "has" | "have" | "had"
            )
        ),
        Language::Ko => false,
    }
}

/// "Paris ou Lyon", "a cat or a dog", 고양이 아니면 강아지.
const ALTERNATIVES: [&[&str]; 3] = [&["ou"], &["or"], &["아니면", "또는", "혹은"]];

/// Whether an answer is one of two that were said with "or" between them.
fn hedged(language: Language, said: &[Token], found: &Found, given: &[Found]) -> bool {
    let or = |at: usize| ALTERNATIVES[language as usize].contains(&said[at].written.as_str());
    let says = |at: &usize| !words::is_frame(language, &said[*at].word);
    let other = |at: usize| !given.iter().any(|found| (found.at..found.end()).contains(&at));
    let before = (0..found.at).rev().find(says).filter(|at| or(*at));
    let after = (found.end()..said.len()).find(says).filter(|at| or(*at));
    let first = before.and_then(|at| (0..at).rev().find(says));
    let second = after.and_then(|at| (at + 1..said.len()).find(says));
    first.is_some_and(other) || second.is_some_and(other)
}

/// The words after the last correction, when an answer follows it; "non" alone is an answer.
fn after_correction(language: Language, said: &[Token]) -> &[Token] {
    match said.iter().rposition(|token| corrects(language, &token.word)) {
        Some(at) if at > 0 && at + 1 < said.len() => {
            let tail = &said[at + 1..];
            let says_something = tail.iter().any(|token| {
                !words::is_frame(language, &token.word) && !negates(language, &token.word)
            });
            // "non, pas Paris, Lyon": only what follows the negated word counts.
            if says_something { tail } else { said }
        }
        _ => said,
    }
}

/// The wordings of yes and no, in words.
static YES_NO_WORDS: LazyLock<[[Vec<Vec<String>>; 2]; 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        YES_NO[language as usize].map(|wordings| {
            wordings.iter().map(|wording| words::words(language, wording)).collect()
        })
    })
});

/// Neither yes nor no.
const UNDECIDED: [&[&[&str]]; 3] = [
    &[&["peut", "etre"], &["ca", "depend"]],
    &[&["maybe"], &["perhaps"], &["possibly"], &["it", "depends"]],
    &[&["그럴지도"], &["아마도"]],
];

/// Yes or no; what was said last counts.
pub(super) fn yes_no(language: Language, text: &str) -> Result<YesNo, Option<Doubt>> {
    let said: Vec<String> =
        intent::without_doubt(language, text).into_iter().map(|spoken| spoken.word).collect();
    let last = |wordings: &[Vec<String>]| {
        wordings
            .iter()
            .filter_map(|wanted| {
                let place =
                    said.windows(wanted.len().max(1)).rposition(|window| window == *wanted)?;
                let negated = place > 0 && negates(language, &said[place - 1]);
                Some((place + wanted.len(), wanted.len(), negated))
            })
            .max()
    };
    let [yes, no] = &YES_NO_WORDS[language as usize];
    match (last(yes), last(no)) {
        (None, None) => {
            let undecided = UNDECIDED[language as usize].iter().any(|wanted| {
                said.windows(wanted.len()).any(|window| window.iter().eq(wanted.iter()))
            });
            Err(undecided.then_some(Doubt::Undecided))
        }
        // The longer wording wins where both end ("pas du tout" over "tout").
        (yes, no) if yes > no => {
            let not_so = yes.is_some_and(|(_, _, negated)| negated);
            Ok(if not_so { YesNo::No } else { YesNo::Yes })
        }
        _ => Ok(YesNo::No),
    }
}

/// A number; the last one said counts, unless others only follow the right one without taking it
/// back.
pub(super) fn number(language: Language, wanted: i64, text: &str) -> Judged {
    let said = numbers::said(language, text);
    let kept = match said.iter().rposition(|piece| *piece == Piece::Correction) {
        Some(at) if said[at..].iter().any(|piece| piece.value().is_some()) => &said[at..],
        _ => &said[..],
    };
    let is_number = |piece: &&Piece| piece.value().is_some();
    let last = kept.iter().rfind(is_number);
    let hedged = kept.windows(3).any(|three| {
        let [one, or, other] = three else { return false };
        let both = one.value().is_some() && other.value().is_some() && one != other;
        *or == Piece::Or && both && (one.is(wanted) || other.is(wanted))
    });
    let right = !hedged
        && (last.is_some_and(|last| last.is(wanted)) || numbers::year(kept) == Some(wanted));
    let doubt = match () {
        () if hedged => Some(Doubt::EitherOr),
        () if !right && kept.iter().any(|piece| piece.is(wanted)) => Some(Doubt::Among),
        () => None,
    };
    let other = last.and_then(Piece::value).filter(|_| !right && !hedged);
    Judged { right, other: other.map(|other| other.to_string()), doubt, ..Judged::default() }
}
