//! What people say instead of an answer: "repeat", "I don't know", "stop", "I feel dizzy".

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{
    answer::words::{self, Spoken},
    language::Language,
};

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
    /// "I pass": in a group the next one is asked; alone it is as much as [`Intent::Refuse`].
    Pass,
    /// "I'm tired": as much as [`Intent::Refuse`], and a class asks less from then on.
    Tired,
    /// "Stop", "arrête", "그만".
    Stop,
    /// Pain, dizziness, a call for help: the session pauses and staff are told.
    Distress,
}

use Intent::{Distress, DontKnow, Pass, Refuse, Repeat, Stop, Tired};

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
    ("qu'est-ce que vous dites", Repeat),
    ("qu'est-ce que vous avez dit", Repeat),
    ("vous avez dit quoi", Repeat),
    ("j'entends pas", Repeat),
    ("je n'entends pas", Repeat),
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
    ("je m'en souviens plus", DontKnow),
    ("je ne m'en souviens plus", DontKnow),
    ("je me souviens plus", DontKnow),
    ("je me souviens pas", DontKnow),
    ("je me rappelle plus", DontKnow),
    ("je ne me rappelle plus", DontKnow),
    ("je me rappelle pas", DontKnow),
    ("ça ne me revient pas", DontKnow),
    ("ça me revient pas", DontKnow),
    ("chais pas", DontKnow),
    ("j'en sais rien", DontKnow),
    ("je n'en sais rien", DontKnow),
    ("je donne ma langue au chat", DontKnow),
    ("je vois pas", DontKnow),
    ("je vois plus", DontKnow),
    ("je ne vois pas", DontKnow),
    ("je ne vois plus", DontKnow),
    ("j'ai tout oublié", DontKnow),
    ("je l'ai oublié", DontKnow),
    ("je ne veux pas", Refuse),
    ("je veux pas", Refuse),
    ("pas envie", Refuse),
    ("je passe mon tour", Pass),
    ("je passe", Pass),
    ("non merci", Refuse),
    ("je suis fatigué", Tired),
    ("je suis fatiguée", Tired),
    ("laissez-moi", Refuse),
    ("passez au suivant", Pass),
    ("demandez à quelqu'un d'autre", Pass),
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
    ("i can't hear", Repeat),
    ("what was that", Repeat),
    ("sorry what", Repeat),
    ("what", Repeat),
    ("i didn't understand", Repeat),
    ("i don't know", DontKnow),
    ("i do not know", DontKnow),
    ("no idea", DontKnow),
    ("not sure", DontKnow),
    ("i forgot", DontKnow),
    ("i can't remember", DontKnow),
    ("i don't remember", DontKnow),
    ("i've forgotten", DontKnow),
    ("i've forgotten them all", DontKnow),
    ("i haven't a clue", DontKnow),
    ("haven't a clue", DontKnow),
    ("i've no idea", DontKnow),
    ("dunno", DontKnow),
    ("i dunno", DontKnow),
    ("it escapes me", DontKnow),
    ("you tell me", DontKnow),
    ("i give up", DontKnow),
    ("all i can remember", DontKnow),
    ("can't remember", DontKnow),
    ("i don't want to", Refuse),
    ("i'd rather not", Refuse),
    ("no thank you", Refuse),
    ("no thanks", Refuse),
    ("pass", Pass),
    ("i'll pass", Pass),
    ("leave me alone", Refuse),
    ("i pass", Pass),
    ("pass please", Pass),
    ("ask somebody else", Pass),
    ("ask someone else", Pass),
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
    ("뭐라고 하셨어요", Repeat),
    ("뭐라 그랬어요", Repeat),
    ("안 들려요", Repeat),
    ("안 들려", Repeat),
    ("몰라요", DontKnow),
    ("몰라", DontKnow),
    ("모르겠어요", DontKnow),
    ("모르겠습니다", DontKnow),
    ("잊어버렸어요", DontKnow),
    ("기억이 안 나요", DontKnow),
    ("기억이 안 나", DontKnow),
    ("기억이 안 나네", DontKnow),
    ("기억이 안 나네요", DontKnow),
    ("생각이 안 나요", DontKnow),
    ("생각이 안 나", DontKnow),
    ("생각이 안 나네", DontKnow),
    ("생각이 안 나네요", DontKnow),
    ("까먹었어요", DontKnow),
    ("까먹었어", DontKnow),
    ("잊어버렸어", DontKnow),
    ("다 잊어버렸어요", DontKnow),
    ("모르겠네요", DontKnow),
    ("모르겠네", DontKnow),
    ("모르겠는데", DontKnow),
    ("모르겠는데요", DontKnow),
    ("모르겠어", DontKnow),
    ("하기 싫어요", Refuse),
    ("안 할래요", Refuse),
    ("안 할래", Refuse),
    ("안 해요", Refuse),
    ("통과", Pass),
    ("통과할게요", Pass),
    ("싫어요", Refuse),
    ("패스", Pass),
    ("넘어갈게요", Pass),
    ("다음 분", Pass),
    ("다른 분께", Pass),
    ("피곤해요", Tired),
    ("힘들어요", Tired),
    ("그만", Stop),
    ("그만해요", Stop),
    ("그만하세요", Stop),
    ("멈춰", Stop),
];

/// A phrase in words, and what it means.
type InWords = (Vec<String>, Intent);

/// The phrases of a language, in words.
static IN_WORDS: LazyLock<[Vec<InWords>; 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let in_words =
            |(phrase, intent): &(&str, Intent)| (words::spoken_words(language, phrase), *intent);
        intent_phrases(language).iter().map(in_words).collect()
    })
});

/// The phrases that say that one does not know, in the words of [`words::utterance`], longest
/// first.
static DOUBTS: LazyLock<[Vec<Vec<String>>; 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let doubts = intent_phrases(language).iter().filter(|(_, intent)| *intent == DontKnow);
        let mut doubts: Vec<Vec<String>> =
            doubts.map(|(phrase, _)| words::words(language, phrase)).collect();
        doubts.sort_by_key(|doubt| std::cmp::Reverse(doubt.len()));
        doubts
    })
});

/// The intent of an utterance, or `None` if it is an attempt at an answer.
///
/// A call for help counts wherever it comes in the utterance; the others only when little else
/// was said, so that "I don't know, a cat?" is still an answer to be scored. Who looks for a word
/// ("comment ça s'appelle") asks for nothing.
pub fn intent(language: Language, text: &str) -> Option<Intent> {
    let all = words::spoken_words(language, text);
    let thoughtful = words::words(language, text);
    let mut best: Option<(usize, Intent)> = None;
    for (wanted, intent) in &IN_WORDS[language as usize] {
        let contained =
            |said: &[String]| said.windows(wanted.len().max(1)).any(|window| window == *wanted);
        if *intent == Distress && contained(&all) {
            return Some(Distress);
        }
        // Only what is left without thinking aloud is said to somebody.
        if !contained(&all) || !contained_bare(language, &thoughtful, wanted) {
            continue;
        }
        let others = thoughtful
            .iter()
            .filter(|word| !words::is_frame(language, word) && !wanted.contains(word))
            .count();
        let alone = wanted.iter().all(|word| ALONE.contains(&word.as_str()));
        let at_most = if alone { 0 } else { OTHER_WORDS };
        if others <= at_most && best.is_none_or(|(length, _)| wanted.len() > length) {
            best = Some((wanted.len(), *intent));
        }
    }
    best.map(|(_, intent)| intent)
}

/// Whether a phrase stands in what [`words::words`] left, which has no fillers and, in Korean, no
/// endings.
fn contained_bare(language: Language, said: &[String], wanted: &[String]) -> bool {
    let bare = words::words(language, &wanted.join(" "));
    bare.is_empty() || said.windows(bare.len()).any(|window| window == bare)
}

/// An utterance without what says that one does not know: the "no" of "no idea" is no answer.
pub(super) fn without_doubt(language: Language, text: &str) -> Vec<Spoken> {
    let mut said = words::utterance(language, text);
    for doubt in DOUBTS[language as usize].iter().filter(|doubt| !doubt.is_empty()) {
        words::drop_all(&mut said, doubt);
    }
    said
}

/// The same with every word as it was said: letters and digits may sound like fillers.
pub(super) fn pieces_without_doubt(language: Language, text: &str) -> Vec<Spoken> {
    let mut said = words::pieces(language, text);
    for (phrase, _) in IN_WORDS[language as usize].iter().filter(|(_, meant)| *meant == DontKnow) {
        words::drop_all(&mut said, phrase);
    }
    said
}

/// Words beside a phrase ("oh, repeat, please, will you") that do not make it an answer.
const OTHER_WORDS: usize = 2;

/// Words that mean it only when they are all that was said.
const ALONE: [&str; 3] = ["what", "pass", "통과"];

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
