//! Korean particles and endings, and Korean numbers, both native and Sino-Korean.
//! No well-kept crate does either.

use std::sync::LazyLock;

/// Particles and endings that are glued to a noun, longest first.
const ENDINGS: [&str; 60] = [
    "이었습니다",
    "일거예요",
    "이십니다",
    "였습니다",
    "입니다만",
    "이랍니다",
    "같습니다",
    "특별시",
    "광역시",
    "이구나",
    "이거든",
    "이니까",
    "이에요",
    "입니다",
    "이네요",
    "인가요",
    "이지요",
    "이라고",
    "이라는",
    "이면서",
    "에게서",
    "구나",
    "이지",
    "인가",
    "이네",
    "이야",
    "인데",
    "이다",
    "이라",
    "에게",
    "한테",
    "께서",
    "부터",
    "까지",
    "처럼",
    "예요",
    "에요",
    "이요",
    "네요",
    "지요",
    "이죠",
    "라고",
    "하고",
    "에서",
    "이랑",
    "으로",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "요",
    "도",
    "죠",
    "랑",
    "과",
    "와",
    "님",
    "인",
];

/// Endings that also end many nouns: words are compared with and without them.
const SHORT_ENDINGS: [&str; 28] = [
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "도",
    "요",
    "랑",
    "이랑",
    "과",
    "와",
    "님",
    "인",
    "이다",
    "이라",
    "이야",
    "이네",
    "인데",
    "인가",
    "이지",
    "구나",
    "부터",
    "까지",
    "처럼",
    "에게",
    "한테",
    "특별시",
];

/// Endings that only longer nouns are known by: 바다 is no 바 with an ending.
const LOOSE_ENDINGS: [&str; 9] = ["지", "일", "야", "네", "고", "라", "다", "만", "의"];

/// A word without its particle. Nouns that end like a particle (고양이) must be compared in both
/// forms: see [`same`].
pub(super) fn bare(word: &str) -> String {
    static LONG: LazyLock<Vec<&str>> = LazyLock::new(|| {
        ENDINGS.into_iter().filter(|ending| !SHORT_ENDINGS.contains(ending)).collect()
    });
    let stems = LONG.iter().filter_map(|ending| word.strip_suffix(ending));
    stems.into_iter().find(|stem| !stem.is_empty()).unwrap_or(word).to_owned()
}

/// Whether two words are the same but for one particle, or two (김치는요).
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || particle_apart(one, other) || particle_apart(other, one)
}

fn particle_apart(longer: &str, shorter: &str) -> bool {
    let Some(rest) = longer.strip_prefix(shorter).filter(|_| !shorter.is_empty()) else {
        return false;
    };
    let two = |ending: &str| rest.strip_suffix(ending).is_some_and(|one| follows(shorter, one));
    follows(shorter, rest) || ENDINGS.iter().any(|ending| two(ending))
}

/// Whether an ending may follow a noun: some follow only a final consonant, some only a vowel. So
/// 사과 is no 사 with a particle.
fn follows(noun: &str, ending: &str) -> bool {
    let closed = noun.chars().next_back().is_some_and(is_closed);
    let agrees = match ending {
        "과" | "은" | "을" | "이" | "이랑" | "으로" => closed,
        "와" | "는" | "를" | "가" | "랑" => !closed,
        _ => true,
    };
    let loose = noun.chars().nth(1).is_some() && LOOSE_ENDINGS.contains(&ending);
    agrees && (loose || ENDINGS.contains(&ending))
}

/// Whether a syllable ends in a consonant.
fn is_closed(syllable: char) -> bool {
    let code = syllable as u32;
    (0xAC00..=0xD7A3).contains(&code) && !(code - 0xAC00).is_multiple_of(28)
}

/// A word without an ending, in every way that it may have one.
pub(super) fn stems(word: &str) -> impl Iterator<Item = &str> {
    ENDINGS.iter().filter_map(move |ending| {
        word.strip_suffix(ending).filter(|stem| !stem.is_empty() && follows(stem, ending))
    })
}

/// The digits of a word that is made of them, 삼칠이; `bare`: without an ending.
pub(super) fn run(word: &str, bare: bool) -> Option<Vec<u8>> {
    let digits = |word: &str| -> Option<Vec<u8>> {
        word.chars()
            .map(|syllable| {
                let digit = SINO_DIGITS.iter().find(|(name, _)| name.starts_with(syllable));
                digit.and_then(|(_, digit)| u8::try_from(*digit).ok())
            })
            .collect()
    };
    if !bare && let Some(whole) = digits(word) {
        return Some(whole);
    }
    let mut without = ENDINGS.iter().filter_map(|ending| {
        word.strip_suffix(ending).filter(|stem| !stem.is_empty()).and_then(digits)
    });
    if bare { without.next() } else { without.next_back() }
}

const NATIVE_ONES: [(&str, i64); 14] = [
    ("하나", 1),
    ("한", 1),
    ("둘", 2),
    ("두", 2),
    ("셋", 3),
    ("세", 3),
    ("넷", 4),
    ("네", 4),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
    ("스무", 20),
];

const NATIVE_TENS: [(&str, i64); 9] = [
    ("열", 10),
    ("스물", 20),
    ("서른", 30),
    ("마흔", 40),
    ("쉰", 50),
    ("예순", 60),
    ("일흔", 70),
    ("여든", 80),
    ("아흔", 90),
];

const SINO_DIGITS: [(&str, i64); 11] = [
    ("영", 0),
    ("공", 0),
    ("일", 1),
    ("이", 2),
    ("삼", 3),
    ("사", 4),
    ("오", 5),
    ("육", 6),
    ("칠", 7),
    ("팔", 8),
    ("구", 9),
];

const SINO_UNITS: [(&str, i64); 3] = [("십", 10), ("백", 100), ("천", 1000)];

/// Counters after a number: 두 개, 세 마리, 다섯 명.
const COUNTERS: [&str; 18] = [
    "마리", "송이", "그루", "가지", "개", "명", "살", "번", "시", "분", "원", "권", "일", "년",
    "월", "세", "장", "벌",
];

/// The number that a text says, from 0 to 99,999,999, and another that it may say as well: 이십이요
/// is 20이요 or 22요, 삼십 일 is 31 or thirty days. `None` when it says none, or something else beside
/// it.
pub(super) fn readings(text: &str) -> Option<(i64, Option<i64>)> {
    let joined: String = text.split_whitespace().collect();
    let mut all: Vec<i64> = counted(&joined).collect();
    for ending in ENDINGS.iter().filter(|ending| **ending != "이") {
        if let Some(stem) = joined.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            all.extend(counted(stem));
        }
    }
    let first = *all.first()?;
    Some((first, all.into_iter().find(|other| *other != first)))
}

/// The same, one reading.
#[cfg(test)]
fn number(text: &str) -> Option<i64> {
    readings(text).map(|(value, _)| value)
}

/// A number, and a number before a counter.
fn counted(text: &str) -> impl Iterator<Item = i64> {
    let plain = |text: &str| text.parse().ok().or_else(|| native(text)).or_else(|| sino(text));
    let before = COUNTERS.iter().filter_map(move |counter| text.strip_suffix(counter));
    plain(text).into_iter().chain(before.filter_map(plain))
}

fn native(text: &str) -> Option<i64> {
    let exact = |table: &[(&str, i64)], text: &str| {
        table.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
    };
    if let Some(value) = exact(&NATIVE_ONES, text).or_else(|| exact(&NATIVE_TENS, text)) {
        return Some(value);
    }
    NATIVE_TENS.iter().find_map(|(word, tens)| {
        let rest = text.strip_prefix(word)?;
        exact(&NATIVE_ONES, rest).filter(|ones| *ones < 10).map(|ones| tens + ones)
    })
}

fn sino(text: &str) -> Option<i64> {
    match text.split_once('만') {
        Some((high, low)) => {
            let high = if high.is_empty() { 1 } else { below_ten_thousand(high)? };
            let low = if low.is_empty() { 0 } else { below_ten_thousand(low)? };
            Some(high * 10_000 + low)
        }
        None => below_ten_thousand(text),
    }
}

fn below_ten_thousand(text: &str) -> Option<i64> {
    let mut total = 0;
    let mut digit: Option<i64> = None;
    let mut smallest_unit = i64::MAX;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if let Some((word, value)) = SINO_DIGITS.iter().find(|(word, _)| rest.starts_with(word)) {
            if digit.is_some() {
                return None;
            }
            digit = Some(*value);
            rest = &rest[word.len()..];
        } else if let Some((word, unit)) =
            SINO_UNITS.iter().find(|(word, _)| rest.starts_with(word))
        {
            if *unit >= smallest_unit || digit == Some(0) {
                return None;
            }
            smallest_unit = *unit;
            total += digit.take().unwrap_or(1) * unit;
            rest = &rest[word.len()..];
        } else {
            return None;
        }
    }
    Some(total + digit.unwrap_or(0))
}

/// A number in Sino-Korean words.
pub(super) fn spoken(number: i64) -> String {
    if number == 0 {
        return "영".to_owned();
    }
    let (high, low) = (number / 10_000, number % 10_000);
    let mut words = String::new();
    if high > 0 {
        if high > 1 {
            words.push_str(&four_digits(high));
        }
        words.push('만');
    }
    words.push_str(&four_digits(low));
    words
}

fn four_digits(number: i64) -> String {
    const DIGITS: [&str; 10] = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];
    let mut words = String::new();
    for (unit, name) in [(1000, "천"), (100, "백"), (10, "십"), (1, "")] {
        let digit = (number / unit % 10) as usize;
        match digit {
            0 => {}
            1 if unit > 1 => words.push_str(name),
            _ => {
                words.push_str(DIGITS[digit]);
                words.push_str(name);
            }
        }
    }
    words
}

/// A number below one hundred in native words; `None` above.
pub(super) fn spoken_native(number: i64) -> Option<String> {
    if !(1..100).contains(&number) {
        return None;
    }
    let word = |table: &[(&'static str, i64)], value: i64| {
        table.iter().find(|(_, known)| *known == value).map(|(word, _)| *word)
    };
    let tens = word(&NATIVE_TENS, number / 10 * 10).unwrap_or_default();
    let ones = word(&NATIVE_ONES, number % 10).unwrap_or_default();
    Some(format!("{tens}{ones}"))
}

/// Endings that the recogniser's vocabulary holds as words of their own, longest first: it knows
/// “아파” and “요” where people say “아파요”.
const PIECES: [&str; 8] = ["주세요", "습니다", "이에요", "겠어요", "세요", "에요", "예요", "요"];

/// Words from pieces: an ending belongs to the word before it.
pub(super) fn rejoined<'a>(pieces: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        match words.last_mut() {
            Some(word) if PIECES.contains(&piece) => word.push_str(piece),
            _ => words.push(piece.to_owned()),
        }
    }
    words
}

/// A phrase as it may be written in pieces; `None` when its last word has no such ending.
pub(super) fn in_pieces(phrase: &str) -> Option<String> {
    PIECES.iter().find_map(|piece| {
        let stem = phrase.strip_suffix(piece)?;
        let whole = !stem.is_empty() && !stem.ends_with(' ');
        whole.then(|| format!("{stem} {piece}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_trip() {
        for n in 0..10_000 {
            assert_eq!(number(&spoken(n)), Some(n), "{}", spoken(n));
        }
        for n in 1..100 {
            let words = spoken_native(n).unwrap();
            assert_eq!(number(&words), Some(n), "{words}");
        }
    }

    #[test]
    fn counters_and_endings_may_follow() {
        assert_eq!(number("세 마리"), Some(3));
        assert_eq!(number("스물다섯이에요"), Some(25));
        assert_eq!(number("구십삼입니다"), Some(93));
        assert_eq!(number("고양이"), None);
    }

    #[test]
    fn endings_that_were_torn_off_are_joined_again() {
        assert_eq!(rejoined("도와 주세요".split(' ')), ["도와주세요"]);
        assert_eq!(rejoined("요 아파 요 너무".split(' ')), ["요", "아파요", "너무"]);
        assert_eq!(in_pieces("어지러워요").as_deref(), Some("어지러워 요"));
        assert_eq!(in_pieces("고양이"), None);
    }
}
