//! What came of a game beside points: kept over time, and told to staff in a sentence.

use serde::{Deserialize, Serialize};

use crate::{
    answer::Direction,
    language::Language,
    session::{Command, Fact},
};

/// What came of a game.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GameResult {
    /// Digit span.
    Span {
        /// How the digits were given back.
        direction: Direction,
        /// The most digits that were given back rightly.
        longest: Option<u32>,
        /// The length at which half of the trials succeed, by Spearman and Kärber; `None` when the
        /// game did not come to its end or no trial succeeded.
        mean: Option<f64>,
    },
    /// Recall of a list of words.
    Recall {
        /// Words of the list.
        of: u32,
        /// Words found without a hint.
        found: u32,
        /// Words found with one; `None` when no hints were given.
        cued: Option<u32>,
        /// Time since the list was said, s; `None`: it was asked for at once.
        after_s: Option<u64>,
        /// Words found later as a share of those found in the last trial that followed at once.
        savings: Option<f64>,
    },
    /// Spaced retrieval.
    Spaced {
        /// Times that the question came back.
        asked: u32,
        /// Times that the answer was known.
        known: u32,
        /// The longest interval after which it was known, s.
        longest_s: Option<u32>,
    },
    /// Simon says.
    Simon {
        /// Movements of the longest sequence that was given back.
        longest: Option<u32>,
        /// The most movements from the beginning of a sequence that were given back in order.
        prefix: u32,
    },
}

impl GameResult {
    /// Keeps it, with its sentence in the routine's language.
    pub(super) fn kept(self, game: &str, language: Language) -> Command {
        let told = self.told(language);
        Command::Record(Fact::Played { game: game.to_owned(), result: self, told })
    }

    /// The result in a sentence for staff, in the routine's language.
    fn told(&self, language: Language) -> String {
        match self {
            GameResult::Span { direction, longest, mean } => {
                span(language, *direction, *longest, *mean)
            }
            GameResult::Recall { of, found, cued, after_s, savings } => {
                recall(language, (*found, *of), *cued, *after_s, *savings)
            }
            GameResult::Spaced { asked, known, longest_s } => {
                spaced(language, (*known, *asked), *longest_s)
            }
            GameResult::Simon { longest, prefix } => simon(language, longest.unwrap_or(*prefix)),
        }
    }
}

fn span(
    language: Language,
    direction: Direction,
    longest: Option<u32>,
    mean: Option<f64>,
) -> String {
    use Direction::{Backward, Forward};
    let opening = match (language, direction) {
        (Language::Fr, Forward) => "Chiffres à l'endroit",
        (Language::Fr, Backward) => "Chiffres à l'envers",
        (Language::En, Forward) => "Digits forward",
        (Language::En, Backward) => "Digits backward",
        (Language::Ko, Forward) => "숫자 바로 따라 하기",
        (Language::Ko, Backward) => "숫자 거꾸로 따라 하기",
    };
    let Some(longest) = longest else {
        return match language {
            Language::Fr => format!("{opening} : aucune suite complète."),
            Language::En => format!("{opening}: no whole series."),
            Language::Ko => format!("{opening}: 끝까지 맞힌 것 없음."),
        };
    };
    let mean = mean.map(|mean| decimal(language, mean));
    match (language, mean) {
        (Language::Fr, Some(mean)) => {
            format!("{opening} : jusqu'à {longest} chiffres, {mean} en moyenne.")
        }
        (Language::Fr, None) => format!("{opening} : jusqu'à {longest} chiffres."),
        (Language::En, Some(mean)) => {
            format!("{opening}: up to {longest} digits, {mean} on average.")
        }
        (Language::En, None) => format!("{opening}: up to {longest} digits."),
        (Language::Ko, Some(mean)) => format!("{opening}: 최대 {longest}개, 평균 {mean}개."),
        (Language::Ko, None) => format!("{opening}: 최대 {longest}개."),
    }
}

fn recall(
    language: Language,
    (found, of): (u32, u32),
    cued: Option<u32>,
    after_s: Option<u64>,
    savings: Option<f64>,
) -> String {
    let when = match (language, after_s) {
        (Language::Fr, None) => "Tout de suite".to_owned(),
        (Language::Fr, Some(seconds)) => format!("Après {}", time(language, seconds)),
        (Language::En, None) => "At once".to_owned(),
        (Language::En, Some(seconds)) => format!("After {}", time(language, seconds)),
        (Language::Ko, None) => "바로 회상".to_owned(),
        (Language::Ko, Some(seconds)) => format!("{} 뒤 회상", time(language, seconds)),
    };
    let mut told = match language {
        Language::Fr => format!("{when} : {found} mots sur {of}"),
        Language::En => format!("{when}: {found} of {of} words"),
        Language::Ko => format!("{when}: 낱말 {of}개 중 {found}개"),
    };
    if let Some(cued) = cued {
        told += &match language {
            Language::Fr => format!(", et {cued} avec un indice"),
            Language::En => format!(", and {cued} with a hint"),
            Language::Ko => format!(", 도움말로 {cued}개"),
        };
    }
    if let Some(savings) = savings {
        let share = (savings * 100.0).round();
        told += &match language {
            Language::Fr => format!(" ; {share} % de ce qui avait été retenu"),
            Language::En => format!("; {share} % of what was kept at first"),
            Language::Ko => format!("; 처음 기억한 것의 {share} %"),
        };
    }
    told + "."
}

fn spaced(language: Language, (known, asked): (u32, u32), longest_s: Option<u32>) -> String {
    let mut told = match language {
        Language::Fr => format!("Retrouvé {known} fois sur {asked}"),
        Language::En => format!("Known {known} of {asked} times"),
        Language::Ko => format!("{asked}번 중 {known}번 기억함"),
    };
    if let Some(longest_s) = longest_s {
        let after = time(language, u64::from(longest_s));
        told += &match language {
            Language::Fr => format!(", jusqu'à {after} après"),
            Language::En => format!(", up to {after} later"),
            Language::Ko => format!(", 최대 {after} 뒤까지"),
        };
    }
    told + "."
}

fn simon(language: Language, movements: u32) -> String {
    match language {
        Language::Fr => format!("Jusqu'à {movements} gestes dans l'ordre."),
        Language::En => format!("Up to {movements} movements in order."),
        Language::Ko => format!("동작을 순서대로 최대 {movements}개."),
    }
}

/// A length of time in words.
fn time(language: Language, seconds: u64) -> String {
    let minutes = (seconds + 30) / 60;
    match (language, seconds < 90) {
        (Language::Fr | Language::En, true) => format!("{seconds} s"),
        (Language::Fr | Language::En, false) => format!("{minutes} min"),
        (Language::Ko, true) => format!("{seconds}초"),
        (Language::Ko, false) => format!("{minutes}분"),
    }
}

/// A number with one decimal, as it is written in the language.
fn decimal(language: Language, number: f64) -> String {
    let written = format!("{number:.1}");
    match language {
        Language::Fr => written.replace('.', ","),
        Language::En | Language::Ko => written,
    }
}
