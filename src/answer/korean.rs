//! Korean particles and endings, and Korean numbers, both native and Sino-Korean.
//! No well-kept crate does either.

/// Particles and endings that are glued to a noun, longest first.
const ENDINGS: [&str; 32] = [
    "이었습니다",
    "였습니다",
    "입니다만",
    "이랍니다",
    "같습니다",
    "이에요",
    "입니다",
    "이네요",
    "인가요",
    "이지요",
    "이라고",
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
];

/// Endings that also end many nouns: words are compared with and without them.
const SHORT_ENDINGS: [&str; 10] = ["은", "는", "이", "가", "을", "를", "도", "요", "랑", "이랑"];

/// A word without its particle. Nouns that end like a particle (고양이) must be compared in both
/// forms: see [`same`].
pub(super) fn bare(word: &str) -> String {
    for ending in ENDINGS {
        if SHORT_ENDINGS.contains(&ending) {
            continue;
        }
        if let Some(stem) = word.strip_suffix(ending)
            && !stem.is_empty()
        {
            return stem.to_owned();
        }
    }
    word.to_owned()
}

/// Whether two words are the same but for one particle, or two (김치는요).
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || particle_apart(one, other) || particle_apart(other, one)
}

fn particle_apart(longer: &str, shorter: &str) -> bool {
    let Some(rest) = longer.strip_prefix(shorter).filter(|_| !shorter.is_empty()) else {
        return false;
    };
    let two = |ending: &str| rest.strip_suffix(ending).is_some_and(|one| ENDINGS.contains(&one));
    ENDINGS.contains(&rest) || ENDINGS.iter().any(|ending| two(ending))
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
const COUNTERS: [&str; 10] = ["개", "명", "마리", "살", "번", "시", "분", "원", "권", "일"];

/// The number that a text says, from 0 to 99,999,999; `None` when it says none or something else
/// beside it.
pub(super) fn number(text: &str) -> Option<i64> {
    let mut joined: String = text.split_whitespace().collect();
    for ending in ENDINGS.iter().filter(|ending| **ending != "이") {
        if let Some(stem) = joined.strip_suffix(ending)
            && !stem.is_empty()
            && (native(stem).is_some() || sino(stem).is_some())
        {
            joined = stem.to_owned();
            break;
        }
    }
    if let Ok(digits) = joined.parse::<i64>() {
        return Some(digits);
    }
    native(&joined).or_else(|| sino(&joined)).or_else(|| {
        let stem = COUNTERS.iter().find_map(|counter| joined.strip_suffix(counter))?;
        native(stem).or_else(|| sino(stem)).or_else(|| stem.parse().ok())
    })
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
