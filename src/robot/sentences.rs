//! A text as Nao says it: sentence by sentence, at our pace, and with nothing in it that would be
//! an order to the voice or to the body.

use unicode_segmentation::UnicodeSegmentation;

use crate::robot::Manner;

/// A sentence is shorter than this: a stop acts within it, a pause after it (`naoqi.md`: 200).
const LONGEST: usize = 180;

/// Shorter sentences ("Bien.") are said together with what follows.
const SHORTEST: usize = 16;

/// Words after which a full stop ends nothing.
const SHORTENED: [&str; 17] = [
    "MM", "Mme", "Mmes", "Mlle", "Mr", "Mrs", "Ms", "Dr", "Pr", "Prof", "St", "Ste", "Sr", "Jr",
    "av", "bd", "vs",
];

/// The sentences of a text, each with its tags; none for a text in which nothing can be said.
pub(super) fn spoken(text: &str, manner: Manner) -> Vec<String> {
    let tag = |name: &str, value: u32| format!("\\{name}={value}\\");
    let mut tags = tag("rspd", manner.speed);
    if manner.pitch != 100 {
        tags.push_str(&tag("vct", manner.pitch));
    }
    if let Some(volume) = manner.volume {
        tags.push_str(&tag("vol", volume));
    }
    let pause = tag("pau", manner.pause_ms);
    sentences(&plain(text))
        .into_iter()
        .enumerate()
        .map(|(place, sentence)| {
            let pause = if place == 0 { "" } else { pause.as_str() };
            format!("{tags}{pause}{sentence}")
        })
        .collect()
}

/// What is left when nothing is an order any more: `\` begins a tag, `^` an animation.
fn plain(text: &str) -> String {
    let harmless: String = text
        .chars()
        .filter(|c| !matches!(c, '\\' | '^'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    harmless.trim().to_owned()
}

/// Splits a plain text.
fn sentences(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut short = String::new();
    for sentence in whole_sentences(text) {
        let together =
            if short.is_empty() { sentence.to_owned() } else { format!("{short} {sentence}") };
        short.clear();
        if length(&together) < SHORTEST {
            short = together;
        } else {
            all.extend(pieces(&together));
        }
    }
    if !short.is_empty() {
        match all.last_mut() {
            Some(last) if length(last) + length(&short) < LONGEST => {
                last.push(' ');
                last.push_str(&short);
            }
            _ => all.push(short),
        }
    }
    // A text of signs alone ("…") would only be a silence.
    all.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    all
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Splits after each end of a sentence: where Unicode sees one (UAX #29), but for shortened words
/// and for what goes on in a small letter (“… ?” dit-il).
fn whole_sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let (mut begin, mut end) = (0, 0);
    for piece in text.split_sentence_bounds() {
        // French closes its quotations after a space: that sign belongs to what was said.
        let rest = piece.strip_prefix('»').unwrap_or(piece);
        end += piece.len() - rest.len();
        let before = text[begin..end].trim();
        let goes_on = before.strip_suffix('.').is_some_and(shortened)
            || rest.trim_start().chars().next().is_some_and(char::is_lowercase);
        if !goes_on {
            all.push(before);
            begin = end;
        }
        end += rest.len();
    }
    all.push(text[begin..end].trim());
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// Whether a text ends with a word that is shortened: `M.`, `Dr.`, an initial.
fn shortened(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || SHORTENED.contains(&word)
}

/// Cuts a long sentence where one breathes: after a comma, else between words.
fn pieces(sentence: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = sentence.trim();
    while length(rest) > LONGEST {
        let reach = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(place, _)| place);
        let within = &rest[..reach];
        let breath = within
            .char_indices()
            .filter(|(place, c)| {
                let next = within[place + c.len_utf8()..].chars().next();
                matches!(c, ',' | ';' | ':') && next.is_some_and(char::is_whitespace)
            })
            .map(|(place, c)| place + c.len_utf8())
            // A crumb before a comma is no piece.
            .rfind(|cut| *cut > reach / 3);
        let cut = breath.or_else(|| within.rfind(char::is_whitespace)).filter(|cut| *cut > 0);
        let (piece, left) = rest.split_at(cut.unwrap_or(reach));
        all.push(piece.trim().to_owned());
        rest = left.trim_start();
    }
    if !rest.is_empty() {
        all.push(rest.to_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_in_a_text_is_an_order_to_the_robot() {
        let said = spoken("\\vol=0\\ ^start(x) Bonjour\u{7}", Manner::default());
        assert_eq!(said, ["\\rspd=80\\vol=0 start(x) Bonjour"]);
        assert_eq!(spoken("\\\\^^ …", Manner::default()), Vec::<String>::new());
    }

    #[test]
    fn sentences_have_pauses_between_them() {
        let slow =
            Manner { speed: 75, pitch: 90, volume: Some(70), pause_ms: 600, gestures: false };
        assert_eq!(
            spoken("Nous allons commencer. Levez les deux bras !", slow),
            [
                "\\rspd=75\\\\vct=90\\\\vol=70\\Nous allons commencer.",
                "\\rspd=75\\\\vct=90\\\\vol=70\\\\pau=600\\Levez les deux bras !",
            ]
        );
    }

    #[test]
    fn french_english_and_korean_end_their_sentences() {
        let cases: [(&str, &[&str]); 8] = [
            (
                "Bonjour, M. Dupont. Comment allez-vous ?",
                &["Bonjour, M. Dupont.", "Comment allez-vous ?"],
            ),
            (
                "« On y va maintenant ? » demande-t-elle.",
                &["« On y va maintenant ? » demande-t-elle."],
            ),
            (
                "Elle a dit : « Oui, je viens. » Puis elle est venue.",
                &["Elle a dit : « Oui, je viens. »", "Puis elle est venue."],
            ),
            ("Very good. Now lift your arms, please.", &["Very good. Now lift your arms, please."]),
            (
                "It costs 3.50 at St. Mary's. Please come!",
                &["It costs 3.50 at St. Mary's. Please come!"],
            ),
            (
                "Dr. J. Kim is here today. She will help us.",
                &["Dr. J. Kim is here today.", "She will help us."],
            ),
            (
                "안녕하세요, 만나서 정말 반갑습니다. 오늘 기분이 어떠신지 궁금해요?",
                &["안녕하세요, 만나서 정말 반갑습니다.", "오늘 기분이 어떠신지 궁금해요?"],
            ),
            (
                "Attention… on commence tout de suite. Bien.",
                &["Attention… on commence tout de suite. Bien."],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), expected);
        }
    }

    #[test]
    fn a_long_sentence_is_cut_where_one_breathes() {
        let clause = "levez doucement le bras droit en pensant à respirer";
        let text = format!("{}.", [clause; 6].join(", "));
        let cut = sentences(&text);
        assert!(cut.len() > 1 && cut[0].ends_with(','), "{cut:?}");
        let endless = "a".repeat(500);
        assert!(sentences(&endless).iter().all(|piece| length(piece) <= LONGEST));
    }

    proptest! {
        /// Whatever staff type: short enough, no order in it, and no letter lost.
        #[test]
        fn whatever_is_typed_is_said(text in "\\PC{0,600}") {
            let said = spoken(&text, Manner::default());
            let mut heard = String::new();
            for sentence in &said {
                let words = sentence.trim_start_matches("\\rspd=80\\");
                let words = words.trim_start_matches("\\pau=400\\");
                prop_assert!(!words.contains(['\\', '^']));
                prop_assert!(length(words) < 200, "{} characters", length(words));
                heard.push_str(words);
            }
            let letters = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphanumeric()).collect()
            };
            prop_assert_eq!(letters(&heard), letters(&text));
        }
    }
}
