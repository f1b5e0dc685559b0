//! Whether a wording was said: word by word, inflection aside, with a little room for the
//! recogniser's spelling in long words.

use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    answer::{Accepted, korean, words},
    language::Language,
};

/// From so many letters on, one letter may differ. Shorter words differ by a letter all too often
/// (main, pain, bain).
const LONG_WORD: usize = 7;

/// Where a wording was found in an utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// First word.
    pub(super) at: usize,
    /// How many words.
    pub(super) length: usize,
}

/// Compares words of one language.
pub(super) struct Matcher {
    language: Language,
    stemmer: Option<Stemmer>,
}

impl Matcher {
    pub(super) fn new(language: Language) -> Matcher {
        let stemmer = match language {
            Language::Fr => Some(Stemmer::create(Algorithm::French)),
            Language::En => Some(Stemmer::create(Algorithm::English)),
            Language::Ko => None,
        };
        Matcher { language, stemmer }
    }

    /// The place in `said` (made by [`words::words`]) where the accepted answer comes first, in
    /// any of its wordings.
    pub(super) fn find(&self, accepted: &Accepted, said: &[String]) -> Option<Found> {
        self.find_from(accepted, said, 0)
    }

    /// The same from a word on.
    pub(super) fn find_from(
        &self,
        accepted: &Accepted,
        said: &[String],
        from: usize,
    ) -> Option<Found> {
        accepted
            .wordings()
            .iter()
            .filter_map(|wording| {
                let wanted = words::content(self.language, wording);
                self.find_words(&wanted, said, from)
            })
            .min_by_key(|found| (found.at, usize::MAX - found.length))
    }

    /// The words in order; articles and the like may stand between them.
    fn find_words(&self, wanted: &[String], said: &[String], from: usize) -> Option<Found> {
        let first = wanted.first()?;
        'place: for at in from..said.len() {
            if !self.same(first, &said[at]) {
                continue;
            }
            let mut next = at + 1;
            for word in &wanted[1..] {
                while next < said.len()
                    && !self.same(word, &said[next])
                    && words::is_frame(self.language, &said[next])
                {
                    next += 1;
                }
                if next >= said.len() || !self.same(word, &said[next]) {
                    continue 'place;
                }
                next += 1;
            }
            return Some(Found { at, length: next - at });
        }
        None
    }

    /// Whether two words are one but for inflection or a slip of spelling.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        if one == other {
            return true;
        }
        let Some(stemmer) = &self.stemmer else { return korean::same(one, other) };
        let digits = |word: &str| word.chars().any(|c| c.is_ascii_digit());
        if digits(one) || digits(other) {
            return false;
        }
        if stemmer.stem(one) == stemmer.stem(other) {
            return true;
        }
        let shorter = one.chars().count().min(other.chars().count());
        shorter >= LONG_WORD && strsim::osa_distance(one, other) <= 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(language: Language, wording: &str, said: &str) -> bool {
        Matcher::new(language)
            .find(&Accepted::One(wording.into()), &words::words(language, said))
            .is_some()
    }

    #[test]
    fn inflection_does_not_matter() {
        assert!(finds(Language::Fr, "les pommes", "une pomme"));
        assert!(finds(Language::En, "apple", "apples"));
        assert!(finds(Language::Ko, "고양이", "고양이가"));
        assert!(finds(Language::Ko, "사과", "사과를"));
    }

    #[test]
    fn short_words_must_be_right() {
        assert!(!finds(Language::Fr, "main", "pain"));
        assert!(!finds(Language::En, "cat", "car"));
    }

    #[test]
    fn long_words_may_be_slightly_off() {
        assert!(finds(Language::Fr, "hippopotame", "hipopotame"));
    }

    #[test]
    fn a_phrase_may_be_said_with_other_articles() {
        assert!(finds(Language::Fr, "pomme de terre", "la pomme terre"));
        assert!(!finds(Language::Fr, "pomme de terre", "la pomme"));
    }
}
