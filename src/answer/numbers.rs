//! Numbers in words.

use text2num::{Language as Interpreter, text2digits};

use crate::{
    answer::{korean, words},
    language::Language,
};

/// The longest number in words that is looked for ("quatre-vingt-dix-neuf mille neuf cent
/// quatre-vingt-dix-neuf" has eleven).
const WORDS_AT_MOST: usize = 12;

/// All numbers said, in order, each as long as it can be ("vingt trois" is 23, not 20 and 3).
pub(super) fn numbers(language: Language, text: &str) -> Vec<i64> {
    let words = words::spoken_words(language, text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=WORDS_AT_MOST.min(words.len() - at))
            .rev()
            .find_map(|length| value(language, &words[at..at + length]).map(|n| (n, length)));
        match longest {
            Some((number, length)) => {
                found.push(number);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The single digits said, in order: "trente-sept" gives 3 and 7, as many people read spans.
pub(super) fn digits(language: Language, text: &str) -> Vec<u8> {
    let one_by_one = words::spoken_words(language, text);
    let mut found = Vec::new();
    let mut rest = one_by_one.as_slice();
    while !rest.is_empty() {
        if let Some(number) = value(language, &rest[..1]) {
            found.extend(digits_of(number));
            rest = &rest[1..];
            continue;
        }
        // Korean digits are often written in one word: 삼칠이.
        if language == Language::Ko
            && let Some(run) = korean_run(&rest[0])
        {
            found.extend(run);
        }
        rest = &rest[1..];
    }
    found
}

fn korean_run(word: &str) -> Option<Vec<u8>> {
    word.chars()
        .map(|syllable| {
            korean::number(&syllable.to_string()).and_then(|digit| u8::try_from(digit).ok())
        })
        .collect()
}

fn digits_of(number: i64) -> Vec<u8> {
    number.to_string().bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect()
}

fn value(language: Language, words: &[String]) -> Option<i64> {
    let joined = words.join(" ");
    if let Ok(digits) = joined.parse::<i64>() {
        return Some(digits);
    }
    let interpreter = match language {
        Language::Ko => return korean::number(&joined),
        Language::Fr => Interpreter::french(),
        Language::En => Interpreter::english(),
    };
    // Its French words keep their accents, which were folded away before.
    let joined = joined.replace("zero", if language == Language::Fr { "zéro" } else { "zero" });
    text2digits(&joined, &interpreter).ok()?.parse().ok()
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
        assert_eq!(digits(Language::Fr, "trois, sept, deux"), [3, 7, 2]);
        assert_eq!(digits(Language::En, "three seven two"), [3, 7, 2]);
        assert_eq!(digits(Language::Ko, "삼 칠 이"), [3, 7, 2]);
        assert_eq!(digits(Language::Ko, "삼칠이"), [3, 7, 2]);
        assert_eq!(digits(Language::Fr, "372"), [3, 7, 2]);
    }
}
