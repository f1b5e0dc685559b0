//! An utterance as the words that carry meaning: one spelling, no fillers, no articles.

use unicode_normalization::UnicodeNormalization;

use crate::{answer::korean, language::Language};

/// Words that are spoken while one thinks. They never count, neither for nor against.
const FILLERS: [&[&str]; 3] = [
    &[
        "euh", "heu", "hum", "hm", "hein", "ben", "bah", "alors", "donc", "voyons", "attendez",
        "ah", "oh", "eh",
    ],
    &["um", "uh", "er", "erm", "hm", "hmm", "well", "oh", "ah", "so", "let's", "see"],
    &["음", "어", "그", "저", "글쎄", "글쎄요", "아", "자", "뭐", "뭐더라", "그러니까"],
];

/// Words around an answer: articles, "it is", "I think".
const FRAME: [&[&str]; 3] = [
    &[
        "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "c", "est", "cest", "ce",
        "ca", "cela", "sont", "je", "j", "crois", "pense", "que", "qu", "dirais", "il", "y", "a",
        "et", "puis", "aussi", "encore", "s", "plait", "mon", "ma", "mes", "au", "aux", "en", "n",
        "ne", "mais", "ouais",
    ],
    &[
        "the", "a", "an", "it", "is", "its", "was", "are", "i", "think", "believe", "guess",
        "that", "would", "be", "maybe", "perhaps", "and", "then", "also", "some", "my", "of", "to",
        "there", "s", "im", "say", "but",
    ],
    &["그리고", "또", "하고", "것", "거", "같아요", "같은데요", "아마", "정답은", "답은"],
];

/// The words of an utterance, lower case, without accents that carry no sound of their own,
/// punctuation, or fillers; for Korean, without particles and endings. Idempotent in effect:
/// words of words are the same words.
pub(super) fn words(language: Language, text: &str) -> Vec<String> {
    spoken_words(language, text)
        .into_iter()
        .filter(|word| !FILLERS[language as usize].contains(&word.as_str()))
        .map(|word| match language {
            Language::Ko => korean::bare(&word),
            Language::Fr | Language::En => word,
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words that may be an answer: [`words`] without articles and carrier phrases. When nothing
/// would be left, the words as they are.
pub(super) fn content(language: Language, text: &str) -> Vec<String> {
    let all = words(language, text);
    let carried: Vec<String> =
        all.iter().filter(|word| !is_frame(language, word)).cloned().collect();
    if carried.is_empty() { all } else { carried }
}

/// Whether a word only frames answers.
pub(super) fn is_frame(language: Language, word: &str) -> bool {
    FRAME[language as usize].contains(&word)
}

/// Every word as it was spoken, lower case, folded, without punctuation.
pub(super) fn spoken_words(language: Language, text: &str) -> Vec<String> {
    let folded = fold(language, text);
    let pieces = folded.split_whitespace();
    match language {
        Language::Ko => korean::rejoined(pieces),
        Language::Fr | Language::En => pieces.map(str::to_owned).collect(),
    }
}

/// One spelling: compatibility forms, case and accents folded, everything but letters and digits
/// made into spaces.
fn fold(language: Language, text: &str) -> String {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let letters: String = match language {
        // Korean syllables must not fall apart into their letters.
        Language::Ko => lower.nfc().collect(),
        Language::Fr | Language::En => lower
            .replace('œ', "oe")
            .replace('æ', "ae")
            .nfd()
            .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
            .collect(),
    };
    letters.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_accents_and_fillers_fall_away() {
        assert_eq!(content(Language::Fr, "Euh… c'est l'Éléphant !"), ["elephant"]);
        assert_eq!(content(Language::En, "Well, I think it's the elephant."), ["elephant"]);
        assert_eq!(content(Language::Ko, "음… 고양이예요."), ["고양이"]);
    }

    #[test]
    fn an_answer_made_of_frame_words_stays() {
        assert_eq!(content(Language::Fr, "un"), ["un"]);
    }
}
