//! Numbers in words.

use text2num::{Language as Interpreter, text2digits};

use crate::{
    answer::{korean, single, words},
    language::Language,
};

/// The longest number in words that is looked for ("quatre-vingt-dix-neuf mille neuf cent
/// quatre-vingt-dix-neuf" has eleven).
const WORDS_AT_MOST: usize = 12;

/// A part of what was said where numbers are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A number, and another that the same words may say: 이십이요 is 22요 or 20이요.
    Value(i64, Option<i64>),
    /// What takes back the number before it.
    Correction,
    /// "Or".
    Or,
    /// Any other word.
    Other,
}

impl Piece {
    /// The number, when it is one.
    pub(super) fn value(&self) -> Option<i64> {
        match self {
            Piece::Value(value, _) => Some(*value),
            _ => None,
        }
    }

    /// Whether it can be this number.
    pub(super) fn is(&self, wanted: i64) -> bool {
        matches!(self, Piece::Value(value, other) if *value == wanted || *other == Some(wanted))
    }
}

/// What was said, as numbers, each as long as it can be ("vingt trois" is 23, not 20 and 3), and
/// what stands between them. Where only numbers can be meant, what sounds like one is one.
pub(super) fn said(language: Language, text: &str) -> Vec<Piece> {
    let words = words::spoken_words(language, text);
    let plain = pieces(language, &words);
    let none = plain.iter().all(|piece| piece.value().is_none());
    match by_sound(language, &words, none) {
        Some(alike) => pieces(language, &alike),
        None => plain,
    }
}

fn pieces(language: Language, words: &[String]) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if single::corrects(language, &words[at]) {
            found.push(Piece::Correction);
            at += 1;
            continue;
        }
        let run = run_length(language, &words[at..]);
        let longest = (1..=run)
            .rev()
            .find_map(|length| value(language, &words[at..at + length]).map(|n| (n, length)));
        match longest {
            Some(((number, other), length)) => {
                found.push(Piece::Value(number, other));
                at += length;
            }
            None => {
                let or = OR[language as usize].contains(&words[at].as_str());
                found.push(if or { Piece::Or } else { Piece::Other });
                at += 1;
            }
        }
    }
    found
}

const OR: [&[&str]; 3] = [&["ou"], &["or"], &["아니면", "또는", "혹은"]];

/// How many words from the first on may belong to one number.
fn run_length(language: Language, words: &[String]) -> usize {
    let at_most = WORDS_AT_MOST.min(words.len());
    match language {
        // Pieces of Korean numbers and their counters are looked up together.
        Language::Ko => at_most,
        Language::Fr | Language::En => words[..at_most]
            .iter()
            .take_while(|word| {
                matches!(word.as_str(), "et" | "and" | "a" | "half" | "demi" | "minus" | "moins")
                    || in_words(language, word).is_some()
                    || group(language, word).is_some()
            })
            .count(),
    }
}

/// What sounds like a number, by language.
const ALIKE: [&[(&str, &str)]; 3] = [
    &[
        ("cette", "sept"),
        ("cet", "sept"),
        ("sete", "sept"),
        ("set", "sept"),
        ("sis", "six"),
        ("scie", "six"),
        ("dis", "dix"),
        ("dit", "dix"),
        ("disse", "dix"),
        ("vin", "vingt"),
        ("vins", "vingt"),
        ("vain", "vingt"),
        ("sans", "cent"),
        ("sang", "cent"),
        ("saint", "cinq"),
        ("sein", "cinq"),
        ("sain", "cinq"),
        ("troie", "trois"),
        ("oui", "huit"),
        ("de", "deux"),
        ("eux", "deux"),
        ("neuve", "neuf"),
        ("mil", "mille"),
        ("hein", "un"),
        ("katre", "quatre"),
        ("dous", "douze"),
        ("treze", "treize"),
    ],
    &[
        ("won", "one"),
        ("too", "two"),
        ("to", "two"),
        ("tree", "three"),
        ("free", "three"),
        ("for", "four"),
        ("fore", "four"),
        ("sex", "six"),
        ("sicks", "six"),
        ("ate", "eight"),
        ("nein", "nine"),
        ("tin", "ten"),
        ("nought", "zero"),
        ("naught", "zero"),
        ("nil", "zero"),
    ],
    &[
        ("여덜", "여덟"),
        ("여덥", "여덟"),
        ("설흔", "서른"),
        ("스믈", "스물"),
        ("아흡", "아홉"),
        ("다서", "다섯"),
        ("여서", "여섯"),
        ("마은", "마흔"),
        ("륙", "육"),
    ],
];

fn alike(language: Language, word: &str) -> Option<&'static str> {
    ALIKE[language as usize].iter().find(|(heard, _)| *heard == word).map(|(_, meant)| *meant)
}

/// The words with what sounds like a number made into it, when numbers are all that can be meant:
/// every word of weight is a number or sounds like one. Articles and the like ("to", "de") become
/// numbers only where there is no other.
fn by_sound(language: Language, words: &[String], articles: bool) -> Option<Vec<String>> {
    let mut changed = false;
    let mut alike_words = Vec::with_capacity(words.len());
    for word in words {
        let frame = words::is_frame(language, word);
        let free = frame || words::is_filler(language, word) || single::corrects(language, word);
        match alike(language, word).filter(|_| !frame || articles) {
            Some(meant) => {
                changed = true;
                alike_words.push(meant.to_owned());
            }
            None if free || is_number(language, word) => alike_words.push(word.clone()),
            None => return None,
        }
    }
    changed.then_some(alike_words)
}

fn is_number(language: Language, word: &str) -> bool {
    value(language, std::slice::from_ref(&word.to_owned())).is_some()
}

/// A year in two numbers, "nineteen forty-five", "dix-neuf cent quarante-cinq".
pub(super) fn year(said: &[Piece]) -> Option<i64> {
    let mut ends = said.windows(2).rev().filter_map(|two| {
        let (hundreds, rest) = (two[0].value()?, two[1].value()?);
        let rest = if (100..200).contains(&rest) { rest - 100 } else { rest };
        ((10..100).contains(&hundreds) && (0..100).contains(&rest)).then_some(hundreds * 100 + rest)
    });
    ends.next()
}

/// All numbers said, in order.
#[cfg(test)]
fn numbers(language: Language, text: &str) -> Vec<i64> {
    said(language, text).iter().filter_map(Piece::value).collect()
}

/// The ways in which what was said can be single digits, the plainest first: "trente-sept" gives 3
/// and 7, as many people read spans, and what sounds like a digit may be one.
pub(super) fn digits(language: Language, words: &[String]) -> Vec<Vec<u8>> {
    let mut readings = vec![one_by_one(language, words, false)];
    let joined = |words: &[String]| -> Vec<u8> {
        pieces(language, words).iter().filter_map(Piece::value).flat_map(digits_of).collect()
    };
    readings.push(joined(words));
    if language == Language::Ko {
        readings.push(one_by_one(language, words, true));
    }
    let any = words.iter().any(|word| is_number(language, word));
    let zero = words.iter().map(|word| match word.as_str() {
        "oh" if language == Language::En && any => "zero".to_owned(),
        _ => word.clone(),
    });
    let heard: Vec<String> = zero.collect();
    let heard = by_sound(language, &heard, true).unwrap_or(heard);
    readings.push(one_by_one(language, &heard, false));
    readings.push(joined(&heard));
    readings
}

fn one_by_one(language: Language, words: &[String], bare: bool) -> Vec<u8> {
    let mut found = Vec::new();
    for word in words {
        // Korean digits are often written in one word: 삼칠이.
        let run = (language == Language::Ko).then(|| korean::run(word, bare)).flatten();
        match run {
            Some(run) => found.extend(run),
            None => found.extend(
                value(language, std::slice::from_ref(word))
                    .map(|(number, _)| digits_of(number))
                    .unwrap_or_default(),
            ),
        }
    }
    found
}

fn digits_of(number: i64) -> Vec<u8> {
    number.to_string().bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect()
}

/// "A dozen", "une centaine".
fn group(language: Language, word: &str) -> Option<i64> {
    let groups: &[(&str, i64)] = match language {
        Language::Fr => &[
            ("dizaine", 10),
            ("douzaine", 12),
            ("quinzaine", 15),
            ("vingtaine", 20),
            ("trentaine", 30),
            ("quarantaine", 40),
            ("cinquantaine", 50),
            ("soixantaine", 60),
            ("centaine", 100),
            ("millier", 1000),
        ],
        Language::En => &[("couple", 2), ("pair", 2), ("dozen", 12)],
        Language::Ko => &[],
    };
    let singular = word.strip_suffix('s').unwrap_or(word);
    groups.iter().find(|(name, _)| *name == word || *name == singular).map(|(_, size)| *size)
}

/// The number that words say, and another that they may say.
fn value(language: Language, words: &[String]) -> Option<(i64, Option<i64>)> {
    if language == Language::Ko {
        return korean::readings(&words.concat());
    }
    if let [many @ .., last] = words
        && let Some(size) = group(language, last)
    {
        let times = match many {
            [] => 1,
            [one] if matches!(one.as_str(), "a" | "une" | "un") => 1,
            [half] if matches!(half.as_str(), "half" | "demi") => return Some((size / 2, None)),
            [.., half] if half == "demi" => return Some((size / 2, None)),
            [half, a] if half == "half" && a == "a" => return Some((size / 2, None)),
            many => in_words(language, &many.join(" "))?,
        };
        return Some((times * size, None));
    }
    if let [minus, rest @ ..] = words
        && matches!(minus.as_str(), "moins" | "minus")
        && !rest.is_empty()
    {
        return in_words(language, &rest.join(" ")).map(|value| (-value, None));
    }
    in_words(language, &words.join(" ")).map(|value| (value, None))
}

fn in_words(language: Language, joined: &str) -> Option<i64> {
    if let Ok(digits) = joined.parse::<i64>() {
        return Some(digits);
    }
    // Its French words keep their accents, which were folded away before.
    let (interpreter, zero) = match language {
        Language::Fr => (Interpreter::french(), "zéro"),
        Language::En => (Interpreter::english(), "zero"),
        Language::Ko => return None,
    };
    text2digits(&joined.replace("zero", zero), &interpreter).ok()?.parse().ok()
}

/// A number in words, as people say it and as a recogniser writes it, for 0 to 99,999,999;
/// outside of that, its digits.
pub fn spoken(language: Language, number: i64) -> String {
    if !(0..100_000_000).contains(&number) {
        return number.to_string();
    }
    match language {
        Language::Ko => korean::spoken(number),
        Language::Fr => french(number),
        Language::En => english(number),
    }
}

fn french(number: i64) -> String {
    const SMALL: [&str; 20] = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
        "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit",
        "dix-neuf",
    ];
    const TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
    let after = |rest: i64| if rest == 0 { String::new() } else { format!(" {}", french(rest)) };
    match number {
        0..20 => SMALL[number as usize].to_owned(),
        20..70 => {
            let tens = TENS[(number / 10) as usize];
            match number % 10 {
                0 => tens.to_owned(),
                1 => format!("{tens} et un"),
                ones => format!("{tens}-{}", SMALL[ones as usize]),
            }
        }
        71 => "soixante et onze".to_owned(),
        70..80 => format!("soixante-{}", french(number - 60)),
        80 => "quatre-vingts".to_owned(),
        81..100 => format!("quatre-vingt-{}", french(number - 80)),
        100..1_000 => match (number / 100, number % 100) {
            (1, rest) => format!("cent{}", after(rest)),
            (hundreds, 0) => format!("{} cents", french(hundreds)),
            (hundreds, rest) => format!("{} cent{}", french(hundreds), after(rest)),
        },
        1_000..1_000_000 => match (number / 1_000, number % 1_000) {
            (1, rest) => format!("mille{}", after(rest)),
            (thousands, rest) => {
                // "quatre-vingts" and "cents" lose their s before "mille".
                let thousands = french(thousands);
                let thousands = thousands
                    .strip_suffix("vingts")
                    .map(|stem| format!("{stem}vingt"))
                    .or_else(|| thousands.strip_suffix("cents").map(|stem| format!("{stem}cent")))
                    .unwrap_or(thousands);
                format!("{thousands} mille{}", after(rest))
            }
        },
        _ => {
            let millions = number / 1_000_000;
            let plural = if millions > 1 { "s" } else { "" };
            format!("{} million{plural}{}", french(millions), after(number % 1_000_000))
        }
    }
}

fn english(number: i64) -> String {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let after = |rest: i64| if rest == 0 { String::new() } else { format!(" {}", english(rest)) };
    match number {
        0..20 => SMALL[number as usize].to_owned(),
        20..100 => {
            let tens = TENS[(number / 10) as usize];
            match number % 10 {
                0 => tens.to_owned(),
                ones => format!("{tens} {}", SMALL[ones as usize]),
            }
        }
        100..1_000 => format!("{} hundred{}", english(number / 100), after(number % 100)),
        1_000..1_000_000 => {
            format!("{} thousand{}", english(number / 1_000), after(number % 1_000))
        }
        _ => format!("{} million{}", english(number / 1_000_000), after(number % 1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_trip() {
        for language in Language::ALL {
            for n in 0..10_000 {
                let words = spoken(language, n);
                assert_eq!(numbers(language, &words), [n], "{language}: {words}");
            }
        }
    }

    #[test]
    fn numbers_stand_among_words() {
        assert_eq!(numbers(Language::Fr, "je crois quatre-vingt-treize"), [93]);
        assert_eq!(numbers(Language::Fr, "septante"), [70]);
        assert_eq!(numbers(Language::En, "it is twenty three, I think"), [23]);
        assert_eq!(numbers(Language::Ko, "아마 스물셋"), [23]);
    }

    #[test]
    fn digits_come_one_by_one() {
        let first = |language: Language, text: &str| {
            digits(language, &words::spoken_words(language, text)).remove(0)
        };
        assert_eq!(first(Language::Fr, "trois, sept, deux"), [3, 7, 2]);
        assert_eq!(first(Language::En, "three seven two"), [3, 7, 2]);
        assert_eq!(first(Language::Ko, "삼 칠 이"), [3, 7, 2]);
        assert_eq!(first(Language::Ko, "삼칠이"), [3, 7, 2]);
        assert_eq!(first(Language::Fr, "372"), [3, 7, 2]);
    }
}
