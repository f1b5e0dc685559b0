//! Whether a wording was said: word by word, inflection aside, torn or joined; and where it was
//! not, whether something was said that sounds like it.

use std::cell::OnceCell;

use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    answer::{
        Accepted, korean,
        sounds::{self, Nearness, Sounds},
        words::{self, Spoken},
    },
    language::Language,
};

/// One word, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Folded; see [`Spoken::word`].
    pub(super) word: String,
    /// As it was written.
    pub(super) written: String,
    stem: String,
}

/// One answer, ready to be looked for.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The wording that is shown.
    pub(super) shown: String,
    wordings: Vec<Wording>,
}

#[derive(Debug, Clone)]
struct Wording {
    words: Vec<Token>,
    joined: String,
    written: String,
    /// Made when they are first needed: most answers are found by their words.
    sounds: OnceCell<Sounds>,
}

impl Target {
    /// The words of the longest wording.
    pub(super) fn longest(&self) -> usize {
        self.wordings.iter().map(|wording| wording.words.len()).max().unwrap_or(0)
    }
}

/// Where a wording was found in an utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// First word.
    pub(super) at: usize,
    /// How many words.
    pub(super) length: usize,
    /// Word for word, without any change.
    pub(super) literal: bool,
}

impl Found {
    /// The word after the last one.
    pub(super) fn end(&self) -> usize {
        self.at + self.length
    }

    /// Whether all words of the other stand in this one.
    pub(super) fn covers(&self, other: &Found) -> bool {
        self.at <= other.at && other.end() <= self.end()
    }
}

/// Something that was said, by its sounds.
#[derive(Debug, Clone)]
pub(super) struct Window {
    /// First word.
    pub(super) at: usize,
    /// How many words.
    pub(super) length: usize,
    sounds: Sounds,
    /// An article or the like: only the very same sound makes it a word of its own.
    frame: bool,
}

/// How near something that was said comes to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Likeness {
    pub(super) nearness: Nearness,
    /// In halves of a sound.
    pub(super) distance: u16,
}

/// The most words that a recogniser makes of one.
const TORN: usize = 4;

/// Compares words of one language.
pub(super) struct Matcher {
    language: Language,
    stemmer: Option<Stemmer>,
}

/// Plurals that no rule of endings finds.
const IRREGULAR: [(&str, &str); 22] = [
    ("mice", "mouse"),
    ("lice", "louse"),
    ("geese", "goose"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("oxen", "ox"),
    ("wolves", "wolf"),
    ("calves", "calf"),
    ("halves", "half"),
    ("leaves", "leaf"),
    ("loaves", "loaf"),
    ("knives", "knife"),
    ("wives", "wife"),
    ("scarves", "scarf"),
    ("shelves", "shelf"),
    ("elves", "elf"),
    ("thieves", "thief"),
    ("dice", "die"),
    ("pence", "penny"),
];

impl Matcher {
    pub(super) fn new(language: Language) -> Matcher {
        let stemmer = match language {
            Language::Fr => Some(Stemmer::create(Algorithm::French)),
            Language::En => Some(Stemmer::create(Algorithm::English)),
            Language::Ko => None,
        };
        Matcher { language, stemmer }
    }

    /// Words, ready to be compared.
    pub(super) fn tokens(&self, said: Vec<Spoken>) -> Vec<Token> {
        said.into_iter()
            .map(|Spoken { word, written }| {
                let stem = self.stem(&word);
                Token { word, written, stem }
            })
            .collect()
    }

    /// An answer, ready to be looked for.
    pub(super) fn target(&self, accepted: &Accepted) -> Target {
        let wordings = accepted
            .wordings()
            .iter()
            .map(|wording| {
                let all = words::utterance(self.language, wording);
                self.wording(words::carried(self.language, all))
            })
            .filter(|wording| !wording.words.is_empty())
            .collect();
        Target { shown: accepted.shown().to_owned(), wordings }
    }

    /// All of them.
    pub(super) fn targets(&self, all: &[Accepted]) -> Vec<Target> {
        all.iter().map(|accepted| self.target(accepted)).collect()
    }

    fn wording(&self, said: Vec<Spoken>) -> Wording {
        let joined = said.iter().map(|spoken| spoken.word.as_str()).collect();
        let written = said.iter().map(|spoken| spoken.written.as_str()).collect();
        Wording { words: self.tokens(said), joined, written, sounds: OnceCell::new() }
    }

    fn stem(&self, word: &str) -> String {
        let Some(stemmer) = &self.stemmer else { return String::new() };
        let singular = match self.language {
            Language::En => IRREGULAR
                .iter()
                .find(|(plural, _)| {
                    word == *plural
                        || (plural.len() > 2 && word.ends_with("men") && *plural == "men")
                })
                .map(|(plural, singular)| {
                    format!("{}{singular}", word.strip_suffix(plural).unwrap_or_default())
                }),
            Language::Fr | Language::Ko => None,
        };
        stemmer.stem(singular.as_deref().unwrap_or(word)).into_owned()
    }

    /// All places where an answer stands, in any of its wordings, without overlaps.
    pub(super) fn places(&self, target: &Target, said: &[Token]) -> Vec<Found> {
        let mut found: Vec<Found> = target
            .wordings
            .iter()
            .flat_map(|wording| (0..said.len()).filter_map(|at| self.stands_at(wording, said, at)))
            .collect();
        found.sort_by_key(|found| (found.at, usize::MAX - found.length, !found.literal));
        let mut kept: Vec<Found> = Vec::with_capacity(found.len());
        for found in found {
            if kept.last().is_none_or(|last| last.end() <= found.at) {
                kept.push(found);
            }
        }
        kept
    }

    /// The words in order; articles and the like may stand between them.
    fn stands_at(&self, wording: &Wording, said: &[Token], at: usize) -> Option<Found> {
        let wanted = &wording.words;
        let mut next = at;
        let mut literal = true;
        for (place, word) in wanted.iter().enumerate() {
            if place > 0 {
                while next < said.len()
                    && !self.same(word, &said[next])
                    && words::is_frame(self.language, &said[next].word)
                {
                    next += 1;
                }
            }
            if next >= said.len() || !self.same(word, &said[next]) {
                return self.torn_at(wording, said, at);
            }
            literal &= word.word == said[next].word;
            next += 1;
        }
        Some(Found { at, length: next - at, literal })
    }

    /// The same letters in other pieces: “butter fly”, “icecream”, 김치 찌개.
    fn torn_at(&self, wording: &Wording, said: &[Token], at: usize) -> Option<Found> {
        let mut rest = wording.joined.as_str();
        for (pieces, token) in said[at..].iter().take(TORN).enumerate() {
            let last = match self.language {
                Language::Ko => korean::same(rest, &token.word),
                Language::Fr | Language::En => rest == token.word,
            };
            if last {
                return Some(Found { at, length: pieces + 1, literal: false });
            }
            rest = rest.strip_prefix(token.word.as_str()).filter(|rest| !rest.is_empty())?;
        }
        None
    }

    /// Whether two words are one but for inflection.
    fn same(&self, one: &Token, other: &Token) -> bool {
        if one.word == other.word {
            return true;
        }
        if self.stemmer.is_none() {
            return korean::same(&one.word, &other.word) || said_again(&one.word, &other.word);
        }
        let digits = |word: &str| word.bytes().any(|c| c.is_ascii_digit());
        one.stem == other.stem && !digits(&one.word) && !digits(&other.word)
    }

    /// What was said, word for word and in pieces that may belong together, by its sounds;
    /// without the words that are `taken`.
    pub(super) fn windows(&self, said: &[Token], taken: &[bool]) -> Vec<Window> {
        let mut windows = Vec::with_capacity(said.len() * 2);
        let is_frame = |at: usize| words::is_frame(self.language, &said[at].word);
        for at in 0..said.len() {
            let mut written = String::new();
            for length in 1..=TORN.min(said.len() - at) {
                let last = at + length - 1;
                if taken[last] || (length > 1 && (is_frame(at) || is_frame(last))) {
                    break;
                }
                written.push_str(&said[last].written);
                let frame = length == 1 && is_frame(at);
                let sounds = sounds::sounds(self.language, &written);
                windows.push(Window { at, length, sounds, frame });
                if self.language == Language::Ko {
                    windows.extend(korean::stems(&written).map(|stem| Window {
                        at,
                        length,
                        sounds: sounds::sounds(self.language, stem),
                        frame,
                    }));
                }
            }
        }
        windows
    }

    /// How near a window comes to an answer, when it comes near.
    pub(super) fn likeness(&self, target: &Target, window: &Window) -> Option<Likeness> {
        target
            .wordings
            .iter()
            .filter_map(|wording| {
                let wanted =
                    wording.sounds.get_or_init(|| sounds::sounds(self.language, &wording.written));
                let (nearness, distance) = sounds::nearness(self.language, wanted, &window.sounds)?;
                let enough = match nearness {
                    Nearness::Same => true,
                    Nearness::Near => !window.frame,
                    Nearness::Doubtful => !window.frame && window.length == 1,
                };
                enough.then_some(Likeness { nearness, distance })
            })
            .min()
    }
}

/// 고양이고양이: the same word again in one breath.
fn said_again(wanted: &str, said: &str) -> bool {
    !wanted.is_empty()
        && said.len() > wanted.len()
        && said.len().is_multiple_of(wanted.len())
        && said.as_bytes().chunks(wanted.len()).all(|chunk| chunk == wanted.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(language: Language, wording: &str, said: &str) -> bool {
        let matcher = Matcher::new(language);
        let said = matcher.tokens(words::utterance(language, said));
        !matcher.places(&matcher.target(&Accepted::One(wording.into())), &said).is_empty()
    }

    #[test]
    fn inflection_does_not_matter() {
        assert!(finds(Language::Fr, "les pommes", "une pomme"));
        assert!(finds(Language::Fr, "bateau", "des bateaux"));
        assert!(finds(Language::En, "apple", "apples"));
        assert!(finds(Language::En, "postman", "two postmen"));
        assert!(finds(Language::Ko, "고양이", "고양이가"));
        assert!(finds(Language::Ko, "사과", "사과를"));
    }

    #[test]
    fn short_words_must_be_right() {
        assert!(!finds(Language::Fr, "main", "pain"));
        assert!(!finds(Language::En, "cat", "car"));
    }

    #[test]
    fn words_may_be_torn_or_joined() {
        assert!(finds(Language::Fr, "tournevis", "un tourne vis"));
        assert!(finds(Language::En, "ice cream", "icecream"));
        assert!(finds(Language::Ko, "김치찌개", "김치 찌개를"));
    }

    #[test]
    fn a_phrase_may_be_said_with_other_articles() {
        assert!(finds(Language::Fr, "pomme de terre", "la pomme terre"));
        assert!(!finds(Language::Fr, "pomme de terre", "la pomme"));
    }
}
