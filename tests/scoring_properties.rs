//! What holds of every score, whatever was asked and heard.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use companion::{
    answer::{
        Accepted, Direction, Heard, Hypothesis, Lexicon, Score, Source, Task, Verdict, YesNo,
        score, spoken,
    },
    language::Language,
};
use proptest::prelude::*;

/// Words of a language that are not alike.
fn vocabulary(language: Language) -> Vec<&'static str> {
    match language {
        Language::Fr => vec![
            "pomme",
            "violon",
            "jardin",
            "facteur",
            "éléphant",
            "montagne",
            "cerise",
            "horloge",
            "pomme de terre",
            "bœuf",
            "hiver",
        ],
        Language::En => vec![
            "apple",
            "violin",
            "garden",
            "postman",
            "elephant",
            "mountain",
            "cherry",
            "clock",
            "ice cream",
            "umbrella",
            "winter",
        ],
        Language::Ko => vec![
            "사과",
            "바이올린",
            "정원",
            "우체부",
            "코끼리",
            "산",
            "앵두",
            "시계",
            "우산",
            "겨울",
        ],
    }
}

/// What a recogniser may write where something like it was said, and what is none of it.
fn mishearings(language: Language) -> Vec<&'static str> {
    match language {
        Language::Fr => {
            vec!["paume", "violons", "jardine", "face tard", "montaigne", "bœufs", "chaise"]
        }
        Language::En => vec!["apples", "vial in", "guard in", "mountains", "clocks", "chair"],
        Language::Ko => vec!["사가", "바이얼린", "정언", "코기리", "시게", "의자"],
    }
}

/// Words of a list, mishearings and others, as somebody may say them.
fn said(language: Language, most: usize) -> impl Strategy<Value = Vec<String>> {
    let all = [vocabulary(language), mishearings(language)].concat();
    prop::collection::vec(prop::sample::select(all), 0..most)
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

/// What people say while they think.
fn fillers(language: Language) -> Vec<&'static str> {
    match language {
        Language::Fr => vec!["euh", "ben", "alors", "voyons", "ah", "hum"],
        Language::En => vec!["um", "uh", "well", "oh", "erm", "so"],
        Language::Ko => vec!["음", "어", "글쎄요", "저", "그러니까"],
    }
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.to_vec())
}

fn words(language: Language, most: usize) -> impl Strategy<Value = Vec<String>> {
    let all = vocabulary(language);
    prop::sample::subsequence(all, 1..=most)
        .prop_shuffle()
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

fn accepted(words: &[String]) -> Vec<Accepted> {
    words.iter().cloned().map(Accepted::One).collect()
}

/// A task with its own right answer, as somebody would say it.
fn task(language: Language) -> impl Strategy<Value = (Task, String)> {
    let yes_no = match language {
        Language::Fr => ("oui", "non"),
        Language::En => ("yes", "no"),
        Language::Ko => ("네", "아니요"),
    };
    let digits = move |digits: &[u8]| {
        let words = digits.iter().map(|digit| spoken(language, i64::from(*digit)));
        words.collect::<Vec<_>>().join(" ")
    };
    prop_oneof![
        words(language, 3)
            .prop_map(|words| (Task::OneOf { one_of: accepted(&words) }, words[0].clone())),
        words(language, 6)
            .prop_map(|words| (Task::Recall { recall: accepted(&words) }, words.join(" "))),
        words(language, 6)
            .prop_map(|words| (Task::Sequence { sequence: accepted(&words) }, words.join(" "))),
        any::<bool>().prop_map(move |yes| match yes {
            true => (Task::YesNo { yes_no: YesNo::Yes }, yes_no.0.to_owned()),
            false => (Task::YesNo { yes_no: YesNo::No }, yes_no.1.to_owned()),
        }),
        (0..100_000_i64)
            .prop_map(move |number| (Task::Number { number }, spoken(language, number))),
        prop::collection::vec(0..=9_u8, 1..9).prop_map(move |span| {
            let said = digits(&span);
            (Task::Span { span, direction: Direction::Forward }, said)
        }),
        prop::collection::vec(0..=9_u8, 1..9).prop_map(move |span| {
            let said = digits(&span.iter().rev().copied().collect::<Vec<_>>());
            (Task::Span { span, direction: Direction::Backward }, said)
        }),
    ]
}

fn asked() -> impl Strategy<Value = (Language, Task, String)> {
    language().prop_flat_map(|language| {
        task(language).prop_map(move |(task, right)| (language, task, right))
    })
}

/// Anything: noise, or words that mean something in one of the languages.
fn anything() -> impl Strategy<Value = String> {
    let all: Vec<&str> = Language::ALL
        .into_iter()
        .flat_map(|language| [vocabulary(language), fillers(language)].concat())
        .chain(["non", "pas", "no", "not", "아니", "안", "vingt", "cent", "hundred", "만", "십"])
        .collect();
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(all), 0..12).prop_map(|words| words.join(" ")),
    ]
}

fn scored(task: &Task, language: Language, text: &str) -> Score {
    let heard = Heard::Speech(Hypothesis::certain(text, Source::Voice));
    score(task, language, &Lexicon::default(), &heard)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_text_has_a_score((language, task, _) in asked(), text in anything()) {
        let score = scored(&task, language, &text);
        prop_assert!(score.points <= score.of);
        prop_assert_eq!(score.verdict == Verdict::Right, score.points == score.of);
        prop_assert_eq!(score.verdict == Verdict::Partly, 0 < score.points && score.points < score.of);
    }

    #[test]
    fn doubt_is_never_wrong(
        (language, task, _) in asked(),
        text in anything(),
        confidence in -1.0..0.49_f64,
    ) {
        let hypothesis = Hypothesis { confidence, ..Hypothesis::certain(text, Source::Voice) };
        let heard = Heard::Speech(hypothesis);
        let score = score(&task, language, &Lexicon::default(), &heard);
        prop_assert_ne!(score.verdict, Verdict::Wrong);
    }

    #[test]
    fn the_right_answer_is_right((language, task, right) in asked()) {
        let score = scored(&task, language, &right);
        prop_assert_eq!(score.verdict, Verdict::Right, "{}: {:?}", right, score);
        prop_assert_eq!(score.points, score.of);
        prop_assert!(score.missed.is_empty() && score.intrusions.is_empty());
    }

    #[test]
    fn fillers_change_nothing(
        ((language, task, right), filler) in asked().prop_flat_map(|asked| {
            let fillers = prop::sample::select(fillers(asked.0));
            (Just(asked), fillers)
        }),
        wrong in any::<bool>(),
    ) {
        let said = if wrong { vocabulary(language)[0].to_owned() } else { right };
        let plain = scored(&task, language, &said).verdict;
        for filled in [format!("{filler} {said}"), format!("{said} {filler}")] {
            prop_assert_eq!(scored(&task, language, &filled).verdict, plain, "{}", filled);
        }
    }

    #[test]
    fn order_does_not_matter_for_recall(
        (language, wanted, one, other) in language().prop_flat_map(|language| {
            (Just(language), words(language, 6), said(language, 9))
        }).prop_flat_map(|(language, wanted, said)| {
            let shuffled = Just(said.clone()).prop_shuffle();
            (Just(language), Just(wanted), Just(said), shuffled)
        }),
    ) {
        let task = Task::Recall { recall: accepted(&wanted) };
        let one = scored(&task, language, &one.join(", "));
        let other = scored(&task, language, &other.join(", "));
        prop_assert_eq!(one.points, other.points);
        prop_assert_eq!(one.verdict, other.verdict);
        prop_assert_eq!(one.missed, other.missed);
    }

    #[test]
    fn one_more_right_word_never_takes_points_away(
        (language, wanted, said, more) in language().prop_flat_map(|language| {
            (Just(language), words(language, 6), said(language, 8))
        }).prop_flat_map(|(language, wanted, said)| {
            let more = prop::sample::select(wanted.clone());
            (Just(language), Just(wanted), Just(said), more)
        }),
        at in any::<prop::sample::Index>(),
    ) {
        let place = at.index(said.len() + 1);
        let mut longer = said.clone();
        longer.insert(place, more);
        for task in [
            Task::Recall { recall: accepted(&wanted) },
            Task::OneOf { one_of: accepted(&wanted) },
        ] {
            let before = scored(&task, language, &said.join(", "));
            let after = scored(&task, language, &longer.join(", "));
            prop_assert!(after.points >= before.points, "{:?} {:?}", before, after);
        }
    }

    #[test]
    fn who_says_all_in_order_has_all(
        (language, wanted) in language()
            .prop_flat_map(|language| (Just(language), words(language, 6))),
    ) {
        for task in [
            Task::Recall { recall: accepted(&wanted) },
            Task::Sequence { sequence: accepted(&wanted) },
        ] {
            let score = scored(&task, language, &wanted.join(" "));
            prop_assert_eq!(&score.credited, &wanted);
            prop_assert!(score.order_errors.is_empty() && score.repetitions.is_empty());
        }
    }

    #[test]
    fn letters_in_their_order_spell_a_word(
        (language, word) in language().prop_flat_map(|language| {
            let plain = vocabulary(language).into_iter().filter(|word| {
                !word.contains(' ') && !word.contains('œ')
            });
            (Just(language), prop::sample::select(plain.collect::<Vec<_>>()))
        }),
    ) {
        let task = Task::Spell { spell: word.to_owned() };
        let letters: Vec<String> = word.chars().map(String::from).collect();
        prop_assert_eq!(scored(&task, language, &letters.join(" ")).verdict, Verdict::Right);
        let half = scored(&task, language, &letters[..letters.len() / 2].join(" "));
        prop_assert!(half.points < half.of);
    }
}
