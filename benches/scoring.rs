//! What scoring one answer costs: a list of fifteen words, given in full, in part, and beside the
//! point, in each language; then answers of one piece. `cargo bench --bench scoring`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::{hint::black_box, time::Instant};

use companion::{
    answer::{Accepted, Heard, Hypothesis, Lexicon, Source, Task, score},
    language::Language,
};

const RUNS: usize = 20_000;

/// No answer may cost more, in microseconds at the 99th percentile.
const AT_MOST_US: f64 = 50.0;

const FRENCH: [&str; 15] = [
    "lampe", "cerise", "tambour", "vache", "facteur", "bateau", "chapeau", "soleil", "tulipe",
    "table", "pain", "mouton", "marteau", "église", "train",
];
const ENGLISH: [&str; 15] = [
    "lamp", "cherry", "drum", "cow", "postman", "boat", "hat", "sun", "tulip", "table", "bread",
    "sheep", "hammer", "church", "train",
];
const KOREAN: [&str; 15] = [
    "모자",
    "사과",
    "기차",
    "의자",
    "나비",
    "시계",
    "바다",
    "연필",
    "호랑이",
    "우산",
    "구두",
    "감자",
    "피아노",
    "창문",
    "소금",
];

/// Microseconds at the median and the 99th percentile.
fn measure(task: &Task, language: Language, text: &str) -> (f64, f64) {
    let lexicon = Lexicon::default();
    let heard = Heard::Speech(Hypothesis::certain(text, Source::Voice));
    let mut times: Vec<u128> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            black_box(score(black_box(task), language, &lexicon, black_box(&heard)));
            began.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    let at = |share: f64| times[(RUNS as f64 * share) as usize] as f64 / 1000.0;
    (at(0.5), at(0.99))
}

fn main() {
    let mut worst = 0.0_f64;
    println!("{:<44} {:>8} {:>8}", "one answer, µs", "median", "p99");
    for (language, words, beside) in [
        (
            Language::Fr,
            FRENCH,
            "euh alors la lampe une serise le bato non le chameau et puis le bin",
        ),
        (Language::En, ENGLISH, "um well the lamp a cheri the bote no the camel and then the bred"),
        (Language::Ko, KOREAN, "음 모자하고 사가하고 기자 아니 바대 그리고 연필이랑 노트요"),
    ] {
        let all = words.iter().map(|word| Accepted::One((*word).to_owned())).collect();
        let task = Task::Recall { recall: all };
        let whole = words.join(" ");
        let half = words[..8].join(" ");
        for (what, text) in [
            ("all of 15 words", whole.as_str()),
            ("8 of 15 words", &half),
            ("near misses of 15 words", beside),
        ] {
            let (median, p99) = measure(&task, language, text);
            worst = worst.max(p99);
            println!("{:<44} {median:>8.1} {p99:>8.1}", format!("{language}: {what}"));
        }
    }
    let paris = Task::OneOf { one_of: vec![Accepted::One("Paris".into())] };
    for (what, task, text) in [
        ("fr: one of", &paris, "euh c'est Lyon non c'est Paris"),
        ("fr: number", &Task::Number { number: 93 }, "je crois quatre-vingt-treize"),
    ] {
        let (median, p99) = measure(task, Language::Fr, text);
        println!("{what:<44} {median:>8.1} {p99:>8.1}");
    }
    println!("the worst list at p99: {worst:.1} µs; no more than {AT_MOST_US} µs is wanted");
}
