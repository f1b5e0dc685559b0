//! What people say instead of an answer: "repeat", "I don't know", "stop", "I feel dizzy".

use serde::{Deserialize, Serialize};

use crate::{answer::words, language::Language};

/// Something said that is not an attempt at the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// "Pardon?", "répétez".
    Repeat,
    /// "I don't know", "je ne sais plus".
    DontKnow,
    /// "I don't want to": respected, never pressed.
    Refuse,
    /// "I'm tired": as much as [`Intent::Refuse`], and a class asks less from then on.
    Tired,
    /// "Stop", "arrête", "그만".
    Stop,
    /// Pain, dizziness, a call for help: the session pauses and staff are told.
    Distress,
}

use Intent::{Distress, DontKnow, Refuse, Repeat, Stop, Tired};

const FRENCH: &[(&str, Intent)] = &[
    ("au secours", Distress),
    ("à l'aide", Distress),
    ("j'ai mal", Distress),
    ("ça me fait mal", Distress),
    ("j'ai la tête qui tourne", Distress),
    ("la tête me tourne", Distress),
    ("je me sens mal", Distress),
    ("je ne me sens pas bien", Distress),
    ("j'étouffe", Distress),
    ("appelez l'infirmière", Distress),
    ("répétez", Repeat),
    ("répète", Repeat),
    ("vous pouvez répéter", Repeat),
    ("pouvez-vous répéter", Repeat),
    ("pardon", Repeat),
    ("comment", Repeat),
    ("quoi", Repeat),
    ("encore une fois", Repeat),
    ("je n'ai pas entendu", Repeat),
    ("je n'ai pas compris", Repeat),
    ("je ne sais pas", DontKnow),
    ("je sais pas", DontKnow),
    ("je ne sais plus", DontKnow),
    ("je sais plus", DontKnow),
    ("aucune idée", DontKnow),
    ("pas sûr", DontKnow),
    ("pas sûre", DontKnow),
    ("j'ai oublié", DontKnow),
    ("je ne me souviens pas", DontKnow),
    ("je ne me souviens plus", DontKnow),
    ("je ne veux pas", Refuse),
    ("je veux pas", Refuse),
    ("pas envie", Refuse),
    ("je suis fatigué", Tired),
    ("je suis fatiguée", Tired),
    ("laissez-moi", Refuse),
    ("stop", Stop),
    ("arrête", Stop),
    ("arrêtez", Stop),
    ("on arrête", Stop),
    ("ça suffit", Stop),
];

const ENGLISH: &[(&str, Intent)] = &[
    ("help me", Distress),
    ("help", Distress),
    ("it hurts", Distress),
    ("i am in pain", Distress),
    ("i'm in pain", Distress),
    ("i feel dizzy", Distress),
    ("i'm dizzy", Distress),
    ("i don't feel well", Distress),
    ("i feel sick", Distress),
    ("i can't breathe", Distress),
    ("call the nurse", Distress),
    ("pardon", Repeat),
    ("repeat", Repeat),
    ("could you repeat", Repeat),
    ("can you repeat", Repeat),
    ("say that again", Repeat),
    ("say it again", Repeat),
    ("again please", Repeat),
    ("what did you say", Repeat),
    ("i didn't hear", Repeat),
    ("i didn't understand", Repeat),
    ("i don't know", DontKnow),
    ("i do not know", DontKnow),
    ("no idea", DontKnow),
    ("not sure", DontKnow),
    ("i forgot", DontKnow),
    ("i can't remember", DontKnow),
    ("i don't remember", DontKnow),
    ("i don't want to", Refuse),
    ("i'd rather not", Refuse),
    ("leave me alone", Refuse),
    ("i'm tired", Tired),
    ("i am tired", Tired),
    ("stop", Stop),
    ("stop it", Stop),
    ("that's enough", Stop),
];

const KOREAN: &[(&str, Intent)] = &[
    ("도와주세요", Distress),
    ("도와 주세요", Distress),
    ("살려 주세요", Distress),
    ("아파요", Distress),
    ("아파", Distress),
    ("어지러워요", Distress),
    ("어지러워", Distress),
    ("숨이 막혀요", Distress),
    ("다시 말해 주세요", Repeat),
    ("다시 한 번", Repeat),
    ("다시", Repeat),
    ("뭐라고요", Repeat),
    ("못 들었어요", Repeat),
    ("몰라요", DontKnow),
    ("몰라", DontKnow),
    ("모르겠어요", DontKnow),
    ("모르겠습니다", DontKnow),
    ("잊어버렸어요", DontKnow),
    ("기억이 안 나요", DontKnow),
    ("하기 싫어요", Refuse),
    ("싫어요", Refuse),
    ("피곤해요", Tired),
    ("힘들어요", Tired),
    ("그만", Stop),
    ("그만해요", Stop),
    ("그만하세요", Stop),
    ("멈춰", Stop),
];

/// The intent of an utterance, or `None` if it is an attempt at an answer.
///
/// A call for help counts wherever it comes in the utterance; the others only when little else
/// was said, so that "I don't know, a cat?" is still an answer to be scored.
pub fn intent(language: Language, text: &str) -> Option<Intent> {
    let said = words::spoken_words(language, text);
    let mut best: Option<(usize, Intent)> = None;
    for (phrase, intent) in intent_phrases(language) {
        let wanted = words::spoken_words(language, phrase);
        let contained = said.windows(wanted.len().max(1)).any(|window| window == wanted);
        if !contained {
            continue;
        }
        if *intent == Distress {
            return Some(Distress);
        }
        let others = words::content(language, text).len().saturating_sub(wanted.len());
        if others <= OTHER_WORDS && best.is_none_or(|(length, _)| wanted.len() > length) {
            best = Some((wanted.len(), *intent));
        }
    }
    best.map(|(_, intent)| intent)
}

/// The words of an utterance without what says that one does not know: the "no" of "no idea" is
/// no answer.
pub(super) fn without_doubt(language: Language, text: &str) -> Vec<String> {
    let mut said = words::words(language, text);
    for (phrase, _) in intent_phrases(language).iter().filter(|(_, intent)| *intent == DontKnow) {
        let wanted = words::words(language, phrase);
        while let Some(at) = said.windows(wanted.len().max(1)).position(|window| window == wanted) {
            said.drain(at..at + wanted.len());
        }
    }
    said
}

/// Words beside a phrase ("oh, repeat, please, will you") that do not make it an answer.
const OTHER_WORDS: usize = 2;

/// The words and phrases that carry an intent in this language, for the recogniser's grammar.
pub fn intent_phrases(language: Language) -> &'static [(&'static str, Intent)] {
    match language {
        Language::Fr => FRENCH,
        Language::En => ENGLISH,
        Language::Ko => KOREAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_means_itself() {
        for language in Language::ALL {
            for (phrase, meant) in intent_phrases(language) {
                assert_eq!(intent(language, phrase), Some(*meant), "{phrase}");
            }
        }
    }

    #[test]
    fn answers_mean_nothing_else() {
        assert_eq!(intent(Language::Fr, "c'est Paris"), None);
        assert_eq!(intent(Language::En, "the cat"), None);
        assert_eq!(intent(Language::Ko, "고양이예요"), None);
        assert_eq!(intent(Language::Fr, "la bavaroise aux mirabelles de Lorraine pardon"), None);
    }

    #[test]
    fn help_is_heard_in_any_sentence() {
        assert_eq!(intent(Language::Fr, "oh là là j'ai mal au bras gauche"), Some(Distress));
    }
}
