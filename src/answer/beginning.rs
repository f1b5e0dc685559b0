//! How a word begins: the help that comes after a hint by meaning and before a choice.

use crate::{answer::words, language::Language};

/// How a word begins, as Nao can say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beginning {
    /// Its first syllable: “pa” of “Paris”.
    Sound(String),
    /// Its first letter, a capital.
    Letter(String),
}

/// The beginning of an answer, its article aside; `None` when telling it would tell the answer,
/// or when there is nothing to tell (a number in digits).
///
/// French has the first syllable where its spelling is read the same alone as in the word, else
/// the first letter; English, whose syllables are not, the letter; Korean the first syllable.
pub fn beginning(language: Language, answer: &str) -> Option<Beginning> {
    let lower = answer.to_lowercase();
    let mut all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let framed = |word: &&str| {
        words::words(language, word).iter().all(|word| words::is_frame(language, word))
    };
    let word = all.clone().find(|word| !framed(word)).or_else(|| all.next())?;
    let first = word.chars().next().filter(|first| first.is_alphabetic())?;
    match language {
        Language::Ko => {
            let more = word.chars().nth(1).is_some();
            more.then(|| Beginning::Sound(first.to_string()))
        }
        Language::Fr if open_syllable(word).is_some() => {
            open_syllable(word).map(|syllable| Beginning::Sound(syllable.to_owned()))
        }
        Language::Fr | Language::En => {
            let more = word.chars().nth(1).is_some();
            let letter = if first == 'œ' { 'o' } else { first };
            more.then(|| Beginning::Letter(letter.to_uppercase().collect()))
        }
    }
}

const VOWELS: &str = "aàâeéèêiîïoôuûùy";

/// Vowels of several letters that sound alike everywhere.
const TOGETHER: [&str; 6] = ["eau", "au", "ou", "oi", "ai", "eu"];

/// The first syllable of a French word, if it ends with its vowel (“pa-ris”): such a one is read
/// the same alone. One before a doubled consonant, a nasal vowel or a final mute e is none.
fn open_syllable(word: &str) -> Option<&str> {
    let vowel = |c: char| VOWELS.contains(c);
    let onset = word.find(vowel)?;
    // The u of “guitare” belongs to its consonant.
    let silent_u = ["qu", "gu"].iter().any(|pair| word[..].starts_with(pair))
        && word[onset + 1..].starts_with(vowel);
    let begin = if silent_u { onset + 1 } else { onset };
    let rest = &word[begin..];
    let together = TOGETHER.iter().find(|letters| rest.starts_with(**letters));
    let length =
        together.map_or_else(|| rest.chars().next().map_or(0, char::len_utf8), |l| l.len());
    let end = begin + length;
    let mut after = word[end..].chars();
    let consonant = after.next().filter(|c| c.is_alphabetic() && !vowel(*c) && *c != 'x')?;
    let tail = after.as_str();
    // “ph”, “ch” and “th” are one consonant, “gn” is one; “l” or “r” may follow one.
    let blend = tail.chars().next().filter(|c| matches!(c, 'h' | 'l' | 'r') && consonant != *c);
    let tail = blend.map_or(tail, |c| &tail[c.len_utf8()..]);
    let sounded = tail.starts_with(vowel) && !matches!(tail, "e" | "es" | "ent");
    sounded.then(|| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(language: Language, answer: &str) -> Option<String> {
        match beginning(language, answer)? {
            Beginning::Sound(sound) => Some(sound),
            Beginning::Letter(letter) => Some(format!("letter {letter}")),
        }
    }

    #[test]
    fn french_words_begin_with_a_syllable_that_is_read_alone() {
        for (answer, expected) in [
            ("Paris", "pa"),
            ("le parapluie", "pa"),
            ("l'automne", "au"),
            ("locomotive", "lo"),
            ("école", "é"),
            ("guitare", "gui"),
            ("moineau", "moi"),
            ("château", "châ"),
            ("chat", "letter C"),
            ("lune", "letter L"),
            ("temps", "letter T"),
            ("bonbon", "letter B"),
            ("tomate", "to"),
            ("pomme", "letter P"),
            ("la tour Eiffel", "letter T"),
            ("Édith Piaf", "é"),
        ] {
            assert_eq!(sound(Language::Fr, answer).as_deref(), Some(expected), "{answer}");
        }
    }

    #[test]
    fn english_words_begin_with_a_letter_and_korean_ones_with_a_syllable() {
        assert_eq!(sound(Language::En, "the umbrella").as_deref(), Some("letter U"));
        assert_eq!(sound(Language::Ko, "고양이").as_deref(), Some("고"));
    }

    #[test]
    fn what_would_tell_the_answer_is_not_told() {
        assert_eq!(beginning(Language::Ko, "봄"), None);
        assert_eq!(beginning(Language::En, "1945"), None);
        assert_eq!(beginning(Language::Fr, "…"), None);
    }
}
