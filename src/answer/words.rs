//! An utterance as the words that carry meaning: one spelling, no fillers, no thinking aloud.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick, is_nfkc_quick,
};

use crate::{answer::korean, language::Language};

/// Words that are spoken while one thinks. They never count, neither for nor against.
const FILLERS: [&[&str]; 3] = [
    &[
        "euh", "heu", "hum", "hm", "hein", "ben", "bah", "alors", "donc", "voyons", "attendez",
        "attends", "ah", "oh", "eh", "voila", "tiens", "ouf", "zut",
    ],
    &["um", "uh", "er", "erm", "hm", "hmm", "oh", "ah", "gosh"],
    &[
        "음",
        "어",
        "그",
        "저",
        "글쎄",
        "글쎄요",
        "아",
        "자",
        "뭐",
        "뭐더라",
        "그러니까",
        "에",
        "아이고",
        "가만",
        "가만있자",
        "잠깐",
        "잠깐만",
        "잠깐만요",
        "잠시만요",
        "뭐였더라",
    ],
];

/// What is said while one looks for a word, folded and longest first within a language.
const THINKING: [&[&[&str]]; 3] = [
    &[
        &["je", "l", "ai", "sur", "le", "bout", "de", "la", "langue"],
        &["qu", "est", "ce", "que", "c", "est", "deja"],
        &["sur", "le", "bout", "de", "la", "langue"],
        &["attendez", "que", "je", "reflechisse"],
        &["attends", "que", "je", "reflechisse"],
        &["comment", "ca", "s", "appelle", "deja"],
        &["comment", "est", "ce", "qu", "on", "dit"],
        &["comment", "on", "appelle", "ca"],
        &["comment", "ca", "s", "appelle"],
        &["il", "faut", "que", "je", "reflechisse"],
        &["laissez", "moi", "reflechir"],
        &["laisse", "moi", "reflechir"],
        &["comment", "on", "dit"],
        &["comment", "dire"],
        &["je", "reflechis"],
        &["attendez", "voir"],
        &["attends", "voir"],
        &["voyons", "voir"],
        &["ma", "foi"],
        &["mon", "dieu"],
        &["oh", "la", "la"],
        &["la", "la"],
    ],
    &[
        &["it", "s", "on", "the", "tip", "of", "my", "tongue"],
        &["on", "the", "tip", "of", "my", "tongue"],
        &["what", "do", "you", "call", "it"],
        &["what", "s", "it", "called"],
        &["what", "is", "it", "called"],
        &["let", "me", "think"],
        &["let", "me", "see"],
        &["let", "s", "see"],
        &["hang", "on"],
        &["hold", "on"],
        &["give", "me", "a", "moment"],
        &["just", "a", "moment"],
        &["my", "goodness"],
    ],
    &[&["뭐라고", "하더라"], &["뭐라", "그러더라"], &["가만", "있자"], &["가만", "있어", "봐"]],
];

/// What is said when nothing more comes to mind, at the end of an utterance.
const CLOSING: [&[&[&str]]; 3] = [
    &[&["et", "c", "est", "tout"], &["c", "est", "tout"], &["voila", "tout"]],
    &[&["and", "that", "s", "all"], &["that", "s", "all"], &["that", "is", "all"]],
    &[&["그게", "다"], &["이게", "다"], &["끝"]],
];

/// Words around an answer: articles, "it is", "I think".
const FRAME: [&[&str]; 3] = [
    &[
        "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "c", "est", "cest", "ce",
        "ca", "cela", "sont", "je", "j", "crois", "pense", "que", "qu", "dirais", "il", "y", "a",
        "et", "puis", "aussi", "encore", "s", "plait", "mon", "ma", "mes", "au", "aux", "en", "n",
        "ne", "mais", "ouais", "avait", "etait", "ensuite", "apres", "enfin", "peut", "etre",
        "doit", "son", "sa", "ses",
    ],
    &[
        "the", "a", "an", "it", "is", "its", "was", "are", "i", "think", "believe", "guess",
        "that", "would", "be", "maybe", "perhaps", "and", "then", "also", "some", "my", "of", "to",
        "there", "s", "im", "say", "but", "first", "next", "his", "her", "were", "well", "so",
        "let", "see", "dear", "should", "must", "might", "got",
    ],
    &[
        "그리고",
        "또",
        "하고",
        "것",
        "거",
        "같아",
        "같아요",
        "같은데",
        "같은데요",
        "아마",
        "정답은",
        "답은",
        "정답",
        "답",
        "그다음",
        "다음에",
        "다음",
        "거예요",
        "있었고",
        "있고",
        "있었어",
        "있었어요",
        "있어요",
        "있어",
    ],
];

/// One word of an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Lower case, accents folded; in Korean without particles and endings.
    pub(super) word: String,
    /// Lower case as it was written, accents and all: how it sounds.
    pub(super) written: String,
}

/// The words of an utterance without punctuation, fillers and thinking aloud. Idempotent: words
/// of words are the same words.
pub(super) fn utterance(language: Language, text: &str) -> Vec<Spoken> {
    let mut said = pieces(language, text);
    loop {
        let before = said.len();
        for phrase in THINKING[language as usize] {
            drop_all(&mut said, phrase);
        }
        for phrase in CLOSING[language as usize] {
            let end = said.len().saturating_sub(phrase.len());
            if place_of(&said[end..], phrase).is_some() {
                said.truncate(end);
            }
        }
        said.retain(|spoken| !is_filler(language, &spoken.word));
        if language != Language::Ko {
            if said.len() == before {
                return said;
            }
            continue;
        }
        let joined = korean::rejoined(said.iter().map(|spoken| spoken.word.as_str()));
        let bare: Vec<String> = joined.iter().map(|word| korean::bare(word)).collect();
        let same = said.len() == before
            && said.len() == bare.len()
            && said.iter().zip(&bare).all(|(spoken, bare)| spoken.word == *bare);
        if same {
            return said;
        }
        said = bare
            .into_iter()
            .filter(|word| !word.is_empty())
            .map(|word| Spoken { written: word.clone(), word })
            .collect();
    }
}

/// Takes out every place where a phrase stands.
pub(super) fn drop_all(said: &mut Vec<Spoken>, phrase: &[impl AsRef<str>]) {
    let mut from = 0;
    while let Some(at) = place_of(&said[from..], phrase) {
        said.drain(from + at..from + at + phrase.len());
        from += at;
    }
}

fn place_of(said: &[Spoken], phrase: &[impl AsRef<str>]) -> Option<usize> {
    let same = |window: &[Spoken]| {
        window.iter().zip(phrase).all(|(spoken, word)| spoken.word == word.as_ref())
    };
    said.windows(phrase.len().max(1)).position(same)
}

/// The words of [`utterance`], folded.
pub(super) fn words(language: Language, text: &str) -> Vec<String> {
    utterance(language, text).into_iter().map(|spoken| spoken.word).collect()
}

/// The words that may be an answer: [`words`] without articles and carrier phrases. When nothing
/// would be left, the words as they are.
#[cfg(test)]
fn content(language: Language, text: &str) -> Vec<String> {
    carried(language, utterance(language, text)).into_iter().map(|spoken| spoken.word).collect()
}

/// An utterance without articles and carrier phrases, or as it is when nothing would be left.
pub(super) fn carried(language: Language, all: Vec<Spoken>) -> Vec<Spoken> {
    if all.iter().all(|spoken| is_frame(language, &spoken.word)) {
        return all;
    }
    all.into_iter().filter(|spoken| !is_frame(language, &spoken.word)).collect()
}

/// Whether a word only frames answers.
pub(super) fn is_frame(language: Language, word: &str) -> bool {
    static SETS: LazyLock<[HashSet<&str>; 3]> = LazyLock::new(|| FRAME.map(set));
    SETS[language as usize].contains(word)
}

/// Whether a word is only said while one thinks.
pub(super) fn is_filler(language: Language, word: &str) -> bool {
    static SETS: LazyLock<[HashSet<&str>; 3]> = LazyLock::new(|| FILLERS.map(set));
    SETS[language as usize].contains(word)
}

/// These lists are asked for every word that is heard.
fn set(words: &'static [&'static str]) -> HashSet<&'static str> {
    words.iter().copied().collect()
}

/// Every word as it was spoken, lower case, folded, without punctuation.
pub(super) fn spoken_words(language: Language, text: &str) -> Vec<String> {
    pieces(language, text).into_iter().map(|spoken| spoken.word).collect()
}

/// Every word, folded and as it was written; in Korean with endings that were torn off.
pub(super) fn pieces(language: Language, text: &str) -> Vec<Spoken> {
    let lower = lowered(text);
    let pieces = lower
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|piece| !piece.is_empty());
    match language {
        // Korean syllables must not fall apart into their letters.
        Language::Ko => korean::rejoined(pieces)
            .into_iter()
            .map(|word| Spoken { written: word.clone(), word })
            .collect(),
        Language::Fr | Language::En => pieces
            .map(|piece| Spoken { word: folded(piece), written: piece.to_owned() })
            .filter(|spoken| !spoken.word.is_empty())
            .collect(),
    }
}

/// A text in lower case and in one spelling of its accents. Most texts have it already.
fn lowered(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfkc().collect()),
    };
    let lower = plain.to_lowercase();
    match is_nfc_quick(lower.chars()) {
        IsNormalized::Yes => lower,
        IsNormalized::No | IsNormalized::Maybe => lower.nfc().collect(),
    }
}

/// A word in lower case without its accents, ligatures opened.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).fold(
        String::with_capacity(word.len()),
        |mut folded, c| {
            match c {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                _ => folded.push(c),
            }
            folded
        },
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn articles_accents_and_fillers_fall_away() {
        assert_eq!(content(Language::Fr, "Euh… c'est l'Éléphant !"), ["elephant"]);
        assert_eq!(content(Language::En, "Well, I think it's the elephant."), ["elephant"]);
        assert_eq!(content(Language::Ko, "음… 고양이예요."), ["고양이"]);
    }

    #[test]
    fn thinking_aloud_falls_away() {
        assert_eq!(content(Language::Fr, "Laissez-moi réfléchir… un lapin"), ["lapin"]);
        assert_eq!(content(Language::En, "what's it called, a rabbit"), ["rabbit"]);
        assert_eq!(content(Language::Ko, "뭐라고 하더라 토끼"), ["토끼"]);
    }

    #[test]
    fn an_answer_made_of_frame_words_stays() {
        assert_eq!(content(Language::Fr, "un"), ["un"]);
    }

    /// Noise, and words of all kinds in any order.
    fn anything() -> impl Strategy<Value = String> {
        let all: Vec<&str> = [FILLERS, FRAME]
            .iter()
            .flat_map(|lists| lists.iter().copied().flatten().copied())
            .chain(THINKING.iter().copied().flatten().copied().flatten().copied())
            .chain(["Éléphant", "l'œuf", "고양이입니다", "예요", "요", "에서", "İ", "ǅ", "한글"])
            .collect();
        prop_oneof![
            any::<String>(),
            prop::collection::vec(prop::sample::select(all), 0..12)
                .prop_map(|words| words.join(" ")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn words_of_words_are_the_same_words(
            language in prop::sample::select(Language::ALL.to_vec()),
            text in anything(),
        ) {
            let once = words(language, &text);
            prop_assert_eq!(&words(language, &once.join(" ")), &once);
            let once = spoken_words(language, &text);
            prop_assert_eq!(&spoken_words(language, &once.join(" ")), &once);
        }
    }
}
