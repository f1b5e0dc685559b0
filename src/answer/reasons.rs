//! Why a score is what it is, in sentences that staff can read.

use crate::language::Language;

/// A reason behind a score.
pub(super) enum Reason<'a> {
    Expected(&'a str),
    GivenInstead(&'a str),
    Missed(&'a [String]),
    Intrusions(&'a [String]),
    Repetitions(&'a [String]),
    /// Of a list, in an earlier try.
    SaidBefore(&'a [String]),
    Silence,
    NotUnderstood,
    DoubtfulHearing(f64),
    OutOfOrder,
    /// How many of the first were right without a fault.
    FirstRight(usize),
    /// Credited: what was heard, and what it sounds like.
    SoundsLike(&'a str, &'a str),
    /// Not credited and not wrong: what was heard, and what it may have been.
    Perhaps(&'a str, &'a str),
    EitherOr,
    Undecided,
    Among,
    OnlyThinking,
    NotScored,
}

impl Reason<'_> {
    pub(super) fn sentence(&self, language: Language) -> String {
        use Language::{En, Fr, Ko};
        let list = |items: &[String]| items.join(", ");
        match (self, language) {
            (Reason::Expected(text), Fr) => format!("Réponse attendue : {text}."),
            (Reason::Expected(text), En) => format!("Expected answer: {text}."),
            (Reason::Expected(text), Ko) => format!("정답: {text}."),
            (Reason::GivenInstead(text), Fr) => format!("Entendu à la place : « {text} »."),
            (Reason::GivenInstead(text), En) => format!("Heard instead: “{text}”."),
            (Reason::GivenInstead(text), Ko) => format!("들은 말: “{text}”."),
            (Reason::Missed(items), Fr) => format!("Non dit : {}.", list(items)),
            (Reason::Missed(items), En) => format!("Not said: {}.", list(items)),
            (Reason::Missed(items), Ko) => format!("말하지 않은 것: {}.", list(items)),
            (Reason::Intrusions(items), Fr) => format!("Hors liste : {}.", list(items)),
            (Reason::Intrusions(items), En) => format!("Not on the list: {}.", list(items)),
            (Reason::Intrusions(items), Ko) => format!("목록에 없는 것: {}.", list(items)),
            (Reason::Repetitions(items), Fr) => format!("Répété : {}.", list(items)),
            (Reason::Repetitions(items), En) => format!("Said again: {}.", list(items)),
            (Reason::Repetitions(items), Ko) => format!("반복한 것: {}.", list(items)),
            (Reason::SaidBefore(items), Fr) => format!("Dit auparavant : {}.", list(items)),
            (Reason::SaidBefore(items), En) => format!("Said before: {}.", list(items)),
            (Reason::SaidBefore(items), Ko) => format!("앞서 말한 것: {}.", list(items)),
            (Reason::Silence, Fr) => "Rien n'a été dit.".to_owned(),
            (Reason::Silence, En) => "Nothing was said.".to_owned(),
            (Reason::Silence, Ko) => "아무 말도 없었습니다.".to_owned(),
            (Reason::NotUnderstood, Fr) => {
                "Quelqu'un a parlé, mais aucun mot n'a été compris.".to_owned()
            }
            (Reason::NotUnderstood, En) => "Somebody spoke, but no word was understood.".to_owned(),
            (Reason::NotUnderstood, Ko) => "말은 있었지만 알아듣지 못했습니다.".to_owned(),
            (Reason::DoubtfulHearing(confidence), Fr) => {
                format!("Entendu avec un doute (certitude {} %).", percent(*confidence))
            }
            (Reason::DoubtfulHearing(confidence), En) => {
                format!("Heard with doubt (certainty {} %).", percent(*confidence))
            }
            (Reason::DoubtfulHearing(confidence), Ko) => {
                format!("확실하지 않게 들었습니다(확신도 {} %).", percent(*confidence))
            }
            (Reason::OutOfOrder, Fr) => "L'ordre n'est pas tout à fait le bon.".to_owned(),
            (Reason::OutOfOrder, En) => "The order is not quite right.".to_owned(),
            (Reason::OutOfOrder, Ko) => "순서가 조금 다릅니다.".to_owned(),
            (Reason::FirstRight(many), Fr) => format!("Sans faute au début : {many}."),
            (Reason::FirstRight(many), En) => format!("Right from the beginning: {many}."),
            (Reason::FirstRight(many), Ko) => format!("처음부터 맞은 개수: {many}."),
            (Reason::SoundsLike(heard, meant), Fr) => {
                format!("« {heard} » sonne comme « {meant} » : compté.")
            }
            (Reason::SoundsLike(heard, meant), En) => {
                format!("“{heard}” sounds like “{meant}”: counted.")
            }
            (Reason::SoundsLike(heard, meant), Ko) => {
                format!("“{heard}”: 소리가 “{meant}”에 가까워 맞은 것으로 했습니다.")
            }
            (Reason::Perhaps(heard, meant), Fr) => {
                format!("« {heard} » était peut-être « {meant} » : à redemander.")
            }
            (Reason::Perhaps(heard, meant), En) => {
                format!("“{heard}” may have been “{meant}”: ask again.")
            }
            (Reason::Perhaps(heard, meant), Ko) => {
                format!("“{heard}”: “{meant}”일 수도 있으니 다시 여쭤보세요.")
            }
            (Reason::EitherOr, Fr) => "Deux réponses, sans choix entre elles.".to_owned(),
            (Reason::EitherOr, En) => "Two answers, and no choice between them.".to_owned(),
            (Reason::EitherOr, Ko) => "두 가지를 말하고 하나를 고르지 않았습니다.".to_owned(),
            (Reason::Undecided, Fr) => "Ni oui ni non.".to_owned(),
            (Reason::Undecided, En) => "Neither yes nor no.".to_owned(),
            (Reason::Undecided, Ko) => "예도 아니요도 아닙니다.".to_owned(),
            (Reason::Among, Fr) => "La bonne réponse, suivie d'autres nombres.".to_owned(),
            (Reason::Among, En) => "The right answer, followed by other numbers.".to_owned(),
            (Reason::Among, Ko) => "정답 뒤에 다른 수를 더 말했습니다.".to_owned(),
            (Reason::OnlyThinking, Fr) => "Cherchait encore, sans répondre.".to_owned(),
            (Reason::OnlyThinking, En) => "Was still thinking, and gave no answer.".to_owned(),
            (Reason::OnlyThinking, Ko) => "생각하는 중이었고 아직 답하지 않았습니다.".to_owned(),
            (Reason::NotScored, Fr) => "Conversation libre, sans score.".to_owned(),
            (Reason::NotScored, En) => "Free talk, not scored.".to_owned(),
            (Reason::NotScored, Ko) => "자유로운 대화로 점수가 없습니다.".to_owned(),
        }
    }
}

fn percent(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}
