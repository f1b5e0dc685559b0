//! What Nao is given to say: sentence by sentence, so that a stop or a pause acts between them;
//! at a pace for old people; and with nothing in it that is an order to the voice or the body.

use unicode_segmentation::UnicodeSegmentation;

use crate::language::Language;

/// Speech rate for old people, per cent of the voice's own (`\rspd`; 75 to 85 are advised).
const RATE: u32 = 80;

/// Silence after a sentence, ms (`\pau`).
const PAUSE_MS: u32 = 400;

/// Longer sentences are cut at a comma or a space, characters: Nao reacts between calls.
const LONGEST: usize = 180;

/// NAOqi's name of a language.
pub(super) fn language_name(language: Language) -> &'static str {
    match language {
        Language::Fr => "French",
        Language::En => "English",
        Language::Ko => "Korean",
    }
}

/// A text in sentences, each ready to be said.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let plain = plain(text);
    let pieces: Vec<&str> = plain
        .split_sentence_bounds()
        .flat_map(|sentence| breaths(sentence.trim()))
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .collect();
    let last = pieces.len().saturating_sub(1);
    pieces
        .into_iter()
        .enumerate()
        .map(|(place, piece)| {
            // Nobody waits after the last one.
            let pause = if place < last { format!("\\pau={PAUSE_MS}\\") } else { String::new() };
            format!("\\rspd={RATE}\\{piece}{pause}")
        })
        .collect()
}

/// `\` begins a tag and `^` an animation; what staff type must be neither.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\\' | '^'));
    kept.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A sentence in pieces that are not too long.
fn breaths(mut sentence: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    while let Some((end, _)) = sentence.char_indices().nth(LONGEST) {
        let head = &sentence[..end];
        let cut = head.rfind([',', ';', ':']).map(|comma| comma + 1);
        let cut = cut.or_else(|| head.rfind(' ')).filter(|cut| *cut > 0).unwrap_or(end);
        pieces.push(sentence[..cut].trim());
        sentence = sentence[cut..].trim();
    }
    pieces.push(sentence);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sentences_are_said_one_by_one() {
        assert_eq!(
            sentences("Bonjour, Odette. Comment allez-vous ? Bien !"),
            [
                "\\rspd=80\\Bonjour, Odette.\\pau=400\\",
                "\\rspd=80\\Comment allez-vous ?\\pau=400\\",
                "\\rspd=80\\Bien !",
            ]
        );
        assert_eq!(sentences("안녕하세요. 반가워요.").len(), 2);
        assert_eq!(sentences(" … "), Vec::<String>::new());
    }

    #[test]
    fn nothing_in_a_text_is_an_order_to_the_robot() {
        let said = sentences("\\vol=0\\ ^start(x) Bonjour");
        assert_eq!(said, ["\\rspd=80\\vol=0 start(x) Bonjour"]);
    }

    proptest! {
        #[test]
        fn every_sentence_is_short_and_no_word_is_lost(text in "[a-zé ,.!?]{0,900}") {
            let said = sentences(&text);
            let mut words = String::new();
            for sentence in &said {
                let sentence = sentence.replace("\\rspd=80\\", "").replace("\\pau=400\\", "");
                prop_assert!(sentence.chars().count() <= LONGEST);
                words.push_str(&sentence);
            }
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&words), letters(&text));
        }
    }
}
