//! How words sound, roughly, and how near two sounds are: a recogniser writes “verre” where
//! somebody said “vert”, and a person of ninety must not lose a point by it.
//!
//! A word becomes a string of sounds, one byte each, by the spelling rules of its language. The
//! known phonetic codes (Soundex, Metaphone and their kin) were made for names in English: they
//! drop the vowels, so that “cat” is “coat”, and know neither French nor Korean.

mod english;
mod french;
mod korean;

use crate::language::Language;

/// How near two sounds are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// They sound the same.
    Same,
    /// One is a near miss of the other: nobody would take it for another word.
    Near,
    /// One may be the other: ask again.
    Doubtful,
}

/// The sounds of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sounds {
    all: Vec<u8>,
    /// Which sounds there are, a bit each: most words are told apart by these alone.
    which: u128,
}

/// The sounds of a written word, lower case with its accents; several words are taken as one.
pub(super) fn sounds(language: Language, written: &str) -> Sounds {
    let all = match language {
        Language::Fr => french::sounds(written),
        Language::En => english::sounds(written),
        Language::Ko => korean::sounds(written),
    };
    let which = all.iter().fold(0, |which, sound| which | 1 << (sound % 128));
    Sounds { all, which }
}

/// Costs are counted in halves of a sound.
const ALIKE: u16 = 1;
const KIN: u16 = 2;
const MISSING: u16 = 2;
const UNLIKE: u16 = 4;

/// The longest word that is compared, in sounds; beyond, only the same is near.
const LONGEST: usize = 40;

/// How near two sounds are, with the distance in halves of a sound; `None`: they are two words.
pub(super) fn nearness(
    language: Language,
    one: &Sounds,
    other: &Sounds,
) -> Option<(Nearness, u16)> {
    let only_in = |one: u128, other: u128| (one & !other).count_ones();
    let apart = only_in(one.which, other.which).max(only_in(other.which, one.which));
    let (one, other) = (one.all.as_slice(), other.all.as_slice());
    if one.is_empty() || other.is_empty() {
        return None;
    }
    if one == other {
        return Some((Nearness::Same, 0));
    }
    let length = one.len().max(other.len());
    let allowed = match length {
        0 | 1 => return None,
        2..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    // Each sound that is too many costs at least a half.
    if one.len().abs_diff(other.len()) > usize::from(allowed) || length > LONGEST {
        return None;
    }
    // So does each that only one of them has.
    if apart > u32::from(allowed) {
        return None;
    }
    let costs = match language {
        Language::Fr => &french::COSTS,
        Language::En => &english::COSTS,
        Language::Ko => &korean::COSTS,
    };
    let distance = distance(costs, one, other);
    if distance > allowed {
        return None;
    }
    let begins_alike = costs.change(one[0], other[0]) <= ALIKE;
    let near = match length {
        0..6 => false,
        6..8 => distance <= 1,
        _ => distance <= 2,
    };
    let nearness = if near && begins_alike { Nearness::Near } else { Nearness::Doubtful };
    Some((nearness, distance))
}

/// Which sounds of a language are taken for one another.
pub(super) struct Costs {
    /// Pairs that differ by little: voiced and unvoiced, open and closed.
    alike: &'static [&'static [u8]],
    /// Groups whose members differ by more.
    kin: &'static [&'static [u8]],
    /// Sounds that come and go.
    weak: &'static [u8],
}

impl Costs {
    fn change(&self, one: u8, other: u8) -> u16 {
        let both = |group: &&[u8]| group.contains(&one) && group.contains(&other);
        if one == other {
            0
        } else if self.alike.iter().any(both) {
            ALIKE
        } else if self.kin.iter().any(both) {
            KIN
        } else {
            UNLIKE
        }
    }

    fn missing(&self, sound: u8) -> u16 {
        if self.weak.contains(&sound) { ALIKE } else { MISSING }
    }
}

/// The least cost of changing one into the other; both no longer than [`LONGEST`].
fn distance(costs: &Costs, one: &[u8], other: &[u8]) -> u16 {
    let mut row = [0_u16; LONGEST + 1];
    for (j, sound) in other.iter().enumerate() {
        row[j + 1] = row[j] + costs.missing(*sound);
    }
    for sound in one {
        let mut diagonal = row[0];
        row[0] += costs.missing(*sound);
        for (j, against) in other.iter().enumerate() {
            let change = diagonal + costs.change(*sound, *against);
            diagonal = row[j + 1];
            row[j + 1] =
                change.min(row[j] + costs.missing(*against)).min(diagonal + costs.missing(*sound));
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(language: Language, one: &str, other: &str) -> Option<Nearness> {
        nearness(language, &sounds(language, one), &sounds(language, other))
            .map(|(nearness, _)| nearness)
    }

    #[test]
    fn homophones_sound_the_same() {
        for (language, all) in [
            (Language::Fr, ["vert", "verre", "vers", "ver"].as_slice()),
            (Language::Fr, &["sept", "cette", "sète"]),
            (Language::Fr, &["pain", "pin", "peint", "pains"]),
            (Language::Fr, &["mer", "mère", "maire", "mères"]),
            (Language::Fr, &["cygne", "signe", "signes"]),
            (Language::Fr, &["sang", "cent", "sans"]),
            (Language::Fr, &["foie", "fois", "foi"]),
            (Language::Fr, &["cœur", "coeur", "chœur"]),
            (Language::Fr, &["conte", "compte", "comte"]),
            (Language::Fr, &["renard", "renar", "renards"]),
            (Language::En, &["pear", "pair", "pare"]),
            (Language::En, &["flour", "flower"]),
            (Language::En, &["knight", "night"]),
            (Language::En, &["elephant", "elefant"]),
            (Language::Ko, &["게", "개"]),
            (Language::Ko, &["무지개", "무지게"]),
        ] {
            for other in all {
                assert_eq!(near(language, all[0], other), Some(Nearness::Same), "{other}");
            }
        }
    }

    #[test]
    fn near_misses_of_long_words_are_near() {
        for (language, one, other) in [
            (Language::En, "umbrella", "umberella"),
            (Language::Ko, "바이올린", "바이얼린"),
            (Language::Ko, "고양이", "고냥이"),
        ] {
            assert_eq!(near(language, one, other), Some(Nearness::Near), "{one} {other}");
        }
    }

    #[test]
    fn a_short_word_is_never_near_but_may_be_in_doubt() {
        for (language, one, other) in [
            (Language::Fr, "pain", "bain"),
            (Language::Fr, "poisson", "boisson"),
            (Language::En, "bear", "pear"),
            (Language::Ko, "우산", "우상"),
        ] {
            assert_eq!(near(language, one, other), Some(Nearness::Doubtful), "{one} {other}");
        }
    }

    #[test]
    fn other_words_are_far() {
        for (language, one, other) in [
            (Language::Fr, "chat", "chien"),
            (Language::Fr, "chat", "château"),
            (Language::Fr, "main", "pain"),
            (Language::Fr, "lapin", "sapin"),
            (Language::Fr, "renard", "canard"),
            (Language::Fr, "parapluie", "parasol"),
            (Language::Fr, "Irlande", "Islande"),
            (Language::En, "cat", "car"),
            (Language::En, "cat", "hat"),
            (Language::En, "cat", "coat"),
            (Language::En, "moon", "spoon"),
            (Language::Ko, "우산", "양산"),
            (Language::Ko, "부산", "서울"),
        ] {
            assert_eq!(near(language, one, other), None, "{one} {other}");
        }
    }
}
