//! Words that are spelled: letters said one by one, by their names in each language, as a
//! recogniser writes them; in Korean syllable by syllable or letter by letter.

use crate::{
    answer::{
        lists::corrected,
        order::{Given, in_order},
        single::corrects,
        words::{self, Spoken},
    },
    language::Language,
};

/// The letters of a word that is to be spelled, lower case without accents; syllables in Korean.
pub(super) fn letters(language: Language, word: &str) -> Vec<String> {
    words::spoken_words(language, word).concat().chars().map(|letter| letter.to_string()).collect()
}

/// How a word was spelled; `None` when no letter was said.
pub(super) fn spell(language: Language, word: &str, said: &[Spoken]) -> Option<Given> {
    let wanted = letters(language, word);
    let whole = wanted.concat();
    // Who says the word first spells it after that; in Korean the word is its syllables.
    let said: Vec<&Spoken> = match language {
        Language::Ko => said.iter().collect(),
        Language::Fr | Language::En => said.iter().filter(|spoken| spoken.word != whole).collect(),
    };
    let parts: Vec<Vec<String>> = said
        .split(|spoken| corrects(language, &spoken.word))
        .map(|part| match language {
            Language::Ko => syllables(part),
            Language::Fr | Language::En => named(language, part),
        })
        .collect();
    if parts.iter().all(Vec::is_empty) {
        return None;
    }
    corrected(&parts, wanted.len())
        .iter()
        .map(|said| in_order(&wanted, said, |letter| Some(letter.clone())))
        .max_by_key(|given| given.credited.len())
}

type Names = &'static [(&'static [&'static str], &'static str)];

/// Names of letters as they are written where they are heard, longer ones first, folded.
const FRENCH: Names = &[
    (&["i", "grec"], "y"),
    (&["y", "grec"], "y"),
    (&["double", "v"], "w"),
    (&["double", "ve"], "w"),
    (&["ache"], "h"),
    (&["hache"], "h"),
    (&["be"], "b"),
    (&["ce"], "c"),
    (&["ses"], "c"),
    (&["sait"], "c"),
    (&["des"], "d"),
    (&["de"], "d"),
    (&["euh"], "e"),
    (&["eux"], "e"),
    (&["effe"], "f"),
    (&["ge"], "g"),
    (&["j", "ai"], "g"),
    (&["ji"], "j"),
    (&["ka"], "k"),
    (&["cas"], "k"),
    (&["elle"], "l"),
    (&["aile"], "l"),
    (&["aime"], "m"),
    (&["eme"], "m"),
    (&["emme"], "m"),
    (&["haine"], "n"),
    (&["enne"], "n"),
    (&["aine"], "n"),
    (&["eau"], "o"),
    (&["au"], "o"),
    (&["oh"], "o"),
    (&["ho"], "o"),
    (&["pe"], "p"),
    (&["paix"], "p"),
    (&["cul"], "q"),
    (&["qu"], "q"),
    (&["air"], "r"),
    (&["erre"], "r"),
    (&["esse"], "s"),
    (&["est", "ce"], "s"),
    (&["te"], "t"),
    (&["the"], "t"),
    (&["hue"], "u"),
    (&["eu"], "u"),
    (&["ve"], "v"),
    (&["ixe"], "x"),
    (&["zede"], "z"),
    (&["ah"], "a"),
    (&["hein"], "n"),
    (&["hi"], "i"),
];

const ENGLISH: Names = &[
    (&["double", "you"], "w"),
    (&["double", "u"], "w"),
    (&["ay"], "a"),
    (&["hey"], "a"),
    (&["bee"], "b"),
    (&["be"], "b"),
    (&["see"], "c"),
    (&["sea"], "c"),
    (&["dee"], "d"),
    (&["ee"], "e"),
    (&["eff"], "f"),
    (&["gee"], "g"),
    (&["aitch"], "h"),
    (&["haitch"], "h"),
    (&["eye"], "i"),
    (&["jay"], "j"),
    (&["kay"], "k"),
    (&["okay"], "k"),
    (&["el"], "l"),
    (&["ell"], "l"),
    (&["em"], "m"),
    (&["en"], "n"),
    (&["an"], "n"),
    (&["oh"], "o"),
    (&["owe"], "o"),
    (&["pee"], "p"),
    (&["pea"], "p"),
    (&["cue"], "q"),
    (&["queue"], "q"),
    (&["are"], "r"),
    (&["ar"], "r"),
    (&["ess"], "s"),
    (&["tee"], "t"),
    (&["tea"], "t"),
    (&["you"], "u"),
    (&["ewe"], "u"),
    (&["vee"], "v"),
    (&["ex"], "x"),
    (&["why"], "y"),
    (&["zed"], "z"),
    (&["zee"], "z"),
];

/// What doubles the letter after it.
const DOUBLES: [&[&str]; 2] = [&["deux", "double"], &["two", "double"]];

/// What belongs to the letter before it.
const MARKS: [&[&str]; 2] = [
    &[
        "accent",
        "aigu",
        "grave",
        "circonflexe",
        "trema",
        "cedille",
        "majuscule",
        "minuscule",
        "trait",
        "union",
        "apostrophe",
    ],
    &["capital", "hyphen", "apostrophe"],
];

/// What brings in a word that begins with the letter: "m comme maman", "b for Bertie".
const EXAMPLES: [&[&str]; 2] = [&["comme"], &["for", "as", "like"]];

/// The letters that words name, in French or English; what names none is no letter.
fn named(language: Language, said: &[&Spoken]) -> Vec<String> {
    let (names, place) = match language {
        Language::En => (ENGLISH, 1),
        Language::Fr | Language::Ko => (FRENCH, 0),
    };
    let mut letters: Vec<String> = Vec::new();
    let mut double = false;
    let mut at = 0;
    while let Some(word) = said.get(at).map(|spoken| spoken.word.as_str()) {
        if EXAMPLES[place].contains(&word) && !letters.is_empty() && said.len() > at + 1 {
            // "as in Bertie": the example is the last word.
            let two = said.get(at + 1).is_some_and(|next| next.word == "in");
            at += if two { 3 } else { 2 };
            continue;
        }
        let name = names.iter().find(|(name, _)| {
            said[at..].len() >= name.len()
                && said[at..].iter().zip(*name).all(|(spoken, word)| spoken.word == *word)
        });
        let (letter, length) = match name {
            Some((name, letter)) => (Some((*letter).to_owned()), name.len()),
            None if word.chars().count() == 1 => (Some(word.to_owned()), 1),
            None => (None, 1),
        };
        match letter {
            // "two p's": the s is an ending.
            Some(letter)
                if letter == "s" && plural(language, said, at, double_before(&letters)) => {}
            Some(letter) => {
                letters.push(letter.clone());
                if std::mem::take(&mut double) {
                    letters.push(letter);
                }
            }
            None => double |= DOUBLES[place].contains(&word),
        }
        at += length;
    }
    letters
}

fn double_before(letters: &[String]) -> bool {
    matches!(letters, [.., one, other] if one == other)
}

/// Whether an s is the plural of the doubled letter before it: "two p's".
fn plural(language: Language, said: &[&Spoken], at: usize, doubled: bool) -> bool {
    let two = at >= 2 && said[at - 2].word == "two";
    language == Language::En && doubled && two
}

/// Consonants and vowels of Hangul by name, in the order of the syllable blocks.
const CONSONANTS: [&str; 19] = [
    "기역",
    "쌍기역",
    "니은",
    "디귿",
    "쌍디귿",
    "리을",
    "미음",
    "비읍",
    "쌍비읍",
    "시옷",
    "쌍시옷",
    "이응",
    "지읒",
    "쌍지읒",
    "치읓",
    "키읔",
    "티읕",
    "피읖",
    "히읗",
];

/// The same as final consonants: their places among the finals.
const FINALS: [u32; 19] = [1, 2, 4, 7, 0, 8, 16, 17, 0, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27];

const VOWELS: [&str; 21] = [
    "아", "애", "야", "얘", "어", "에", "여", "예", "오", "와", "왜", "외", "요", "우", "워", "웨",
    "위", "유", "으", "의", "이",
];

/// Syllables, as they are or put together of their letters.
fn syllables(said: &[&Spoken]) -> Vec<String> {
    let consonant = |word: &str| {
        let word = word.strip_suffix('에').filter(|rest| rest.chars().count() > 1).unwrap_or(word);
        // As people say them: 시옷 is 시옫, 히읗 is 히읃.
        CONSONANTS.iter().position(|name| *name == word)
    };
    let vowel = |word: &str| VOWELS.iter().position(|name| *name == word);
    let by_letters = said.iter().any(|spoken| consonant(&spoken.word).is_some());
    if !by_letters {
        return said
            .iter()
            .flat_map(|spoken| spoken.word.chars())
            .map(|syllable| syllable.to_string())
            .collect();
    }
    let mut blocks: Vec<(u32, u32, u32)> = Vec::new();
    let mut waiting: Option<usize> = None;
    let close = |blocks: &mut Vec<(u32, u32, u32)>, consonant: usize| {
        if let Some(block) = blocks.last_mut().filter(|block| block.2 == 0) {
            block.2 = FINALS[consonant];
        }
    };
    for spoken in said {
        if let Some(found) = consonant(&spoken.word) {
            // Two consonants in a row: the first one closes the syllable before.
            if let Some(before) = waiting.replace(found) {
                close(&mut blocks, before);
            }
        } else if let Some(found) = vowel(&spoken.word) {
            let first = waiting.take().unwrap_or(SILENT);
            blocks.push((first as u32, found as u32, 0));
        }
    }
    if let Some(last) = waiting {
        close(&mut blocks, last);
    }
    blocks
        .into_iter()
        .filter_map(|(first, middle, last)| {
            char::from_u32(0xAC00 + first * 588 + middle * 28 + last)
        })
        .map(|syllable| syllable.to_string())
        .collect()
}

/// The place of ㅇ, which has no sound at the beginning of a syllable.
const SILENT: usize = 11;

/// What the ears listen for: the names of letters, and what stands beside them.
pub(super) fn phrases(language: Language, word: &str) -> Vec<String> {
    let (names, place) = match language {
        Language::Fr => (FRENCH, 0),
        Language::En => (ENGLISH, 1),
        Language::Ko => {
            let names = CONSONANTS.iter().chain(&VOWELS).map(|name| (*name).to_owned());
            return names.chain(letters(language, word)).collect();
        }
    };
    let alphabet = ('a'..='z').map(String::from);
    let names = names.iter().map(|(name, _)| name.join(" "));
    let beside = DOUBLES[place].iter().chain(MARKS[place]).map(|word| (*word).to_owned());
    alphabet.chain(names).chain(beside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credited(language: Language, word: &str, said: &str) -> Option<usize> {
        let said = words::pieces(language, said);
        spell(language, word, &said).map(|given| given.credited.len())
    }

    #[test]
    fn letters_are_said_by_their_names() {
        assert_eq!(credited(Language::Fr, "wagon", "double vé a gé o enne"), Some(5));
        assert_eq!(credited(Language::Fr, "été", "é t é"), Some(3));
        assert_eq!(credited(Language::En, "zebra", "zed ee b are a"), Some(5));
        assert_eq!(credited(Language::Ko, "한글", "히읗 아 니은 기역 으 리을"), Some(2));
        assert_eq!(credited(Language::Ko, "아기", "이응 아 기역 이"), Some(2));
    }

    #[test]
    fn letters_may_be_doubled() {
        assert_eq!(credited(Language::Fr, "pomme", "p o deux m e"), Some(5));
        assert_eq!(credited(Language::En, "apple", "a two p's l e"), Some(5));
        assert_eq!(credited(Language::En, "apple", "a p l e"), Some(4));
    }

    #[test]
    fn a_word_is_no_spelling() {
        assert_eq!(credited(Language::Fr, "maison", "maison"), None);
        assert_eq!(credited(Language::En, "house", "the house"), None);
    }
}
