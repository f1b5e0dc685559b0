//! The words that the recogniser should expect, made from the task.

use std::collections::BTreeSet;

use crate::{
    answer::{
        Accepted, Direction, Lexicon, Task, YesNo, intent_phrases, korean, numbers::spoken,
        spelling,
    },
    language::Language,
};

/// Numbers beside the right one that are listened for, so that a wrong number is heard as wrong.
const NUMBERS_UP_TO: i64 = 100;

/// Words for yes and no, in this order, as people say them.
pub(super) const YES_NO: [[&[&str]; 2]; 3] = [
    [
        &[
            "oui",
            "ouais",
            "si",
            "bien sûr",
            "tout à fait",
            "d'accord",
            "exact",
            "exactement",
            "absolument",
            "bien entendu",
            "vrai",
            "c'est vrai",
        ],
        &[
            "non",
            "pas du tout",
            "jamais",
            "faux",
            "c'est faux",
            "pas vraiment",
            "sûrement pas",
            "je ne crois pas",
            "je crois pas",
            "je ne pense pas",
            "je pense pas",
        ],
    ],
    [
        &[
            "yes",
            "yeah",
            "yep",
            "sure",
            "of course",
            "right",
            "true",
            "that's true",
            "correct",
            "absolutely",
            "indeed",
            "i think so",
            "it is",
        ],
        &[
            "no",
            "nope",
            "not at all",
            "never",
            "false",
            "not really",
            "wrong",
            "of course not",
            "certainly not",
            "i don't think so",
            "it isn't",
        ],
    ],
    [
        &[
            "네",
            "네네",
            "예",
            "응",
            "그래요",
            "그래",
            "그렇지",
            "그렇지요",
            "맞아요",
            "맞아",
            "맞습니다",
            "그럼요",
            "그럼",
            "물론이지요",
            "물론이죠",
            "물론",
            "당연하지",
            "당연하지요",
            "당연하죠",
            "좋아요",
        ],
        &[
            "아니요",
            "아니오",
            "아뇨",
            "아니",
            "아니야",
            "아니지",
            "아니에요",
            "아닙니다",
            "아닌 것 같아요",
            "틀려요",
            "틀렸어요",
            "안 돼요",
        ],
    ],
];

/// The phrases of a grammar for the recogniser, lower case, without `[unk]`: the right answers,
/// plausible wrong ones, and what people say instead of an answer. Without foils a grammar bends
/// wrong words into right ones with full confidence.
/// Empty: nothing can be foreseen, so recognition is open.
pub fn grammar(
    task: &Task,
    language: Language,
    lexicon: &Lexicon,
    foils: &[String],
) -> Vec<String> {
    let mut phrases = BTreeSet::new();
    match task {
        Task::Free { .. } => return Vec::new(),
        Task::OneOf { one_of: all }
        | Task::Recall { recall: all }
        | Task::Sequence { sequence: all } => {
            add_all(&mut phrases, all);
        }
        Task::YesNo { yes_no: YesNo::Yes | YesNo::No } => {
            for words in YES_NO[language as usize].iter().copied().flatten() {
                phrases.insert((*words).to_owned());
            }
        }
        Task::Number { number } => {
            let around = (0..=NUMBERS_UP_TO).chain([*number]);
            for number in around {
                phrases.insert(written(&spoken(language, number)));
                if language == Language::Ko {
                    phrases.extend(korean::spoken_native(number));
                }
            }
        }
        Task::Span { direction: Direction::Forward | Direction::Backward, .. } => {
            for digit in 0..=9 {
                phrases.insert(spoken(language, digit));
            }
        }
        Task::Spell { spell } => phrases.extend(spelling::phrases(language, spell)),
        Task::Category { category, .. } => {
            let members = lexicon.categories.get(category).map(Vec::as_slice).unwrap_or_default();
            if members.is_empty() {
                return Vec::new();
            }
            add_all(&mut phrases, members);
        }
    }
    phrases.extend(foils.iter().map(|foil| written(foil)));
    phrases.extend(intent_phrases(language).iter().map(|(phrase, _)| written(phrase)));
    if language == Language::Ko {
        // The model knows many words only in pieces.
        let pieces: Vec<String> =
            phrases.iter().filter_map(|phrase| korean::in_pieces(phrase)).collect();
        phrases.extend(pieces);
    }
    phrases.remove("");
    phrases.into_iter().collect()
}

/// The ways in which a phrase may stand in a grammar, each as the words that a model must know for
/// it to be heard.
pub fn grammar_forms(language: Language, phrase: &str) -> Vec<Vec<String>> {
    let written = written(phrase);
    let pieces = (language == Language::Ko).then(|| korean::in_pieces(&written)).flatten();
    std::iter::once(written)
        .chain(pieces)
        .map(|form| form.split_whitespace().map(str::to_owned).collect())
        .collect()
}

fn add_all(phrases: &mut BTreeSet<String>, all: &[Accepted]) {
    phrases.extend(all.iter().flat_map(Accepted::wordings).map(|wording| written(wording)));
}

/// As models write: lower case, hyphens as spaces, no punctuation but the apostrophe.
fn written(phrase: &str) -> String {
    let kept: String = phrase
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '’' | '\'' => '\'',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foils_and_refusals_are_listened_for() {
        let task = Task::OneOf { one_of: vec![Accepted::One("고양이".into())] };
        let phrases =
            grammar(&task, Language::Ko, &Lexicon::default(), &["기차".into(), "나무".into()]);
        for word in ["고양이", "기차", "나무", "몰라요", "그만"] {
            assert!(phrases.iter().any(|phrase| phrase == word), "{word}");
        }
    }

    #[test]
    fn a_number_is_listened_for_among_others() {
        let phrases = grammar(&Task::Number { number: 93 }, Language::Fr, &Lexicon::default(), &[]);
        assert!(phrases.contains(&"quatre vingt treize".to_owned()));
        assert!(phrases.contains(&"soixante et onze".to_owned()));
    }
}
