//! ALAnimatedSpeech: sentences with gestures, which the virtual body does not make.

use serde_json::json;

use crate::virtual_nao::{
    services::{Call, Given, Method, Outcome},
    speech,
};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("say", "(s)", "v"), ("say", "(sm)", "v"),
    ("setBodyLanguageModeFromStr", "(s)", "v"), ("getBodyLanguageModeToStr", "()", "s"),
];

const MODES: [&str; 3] = ["disabled", "random", "contextual"];

pub(super) async fn call(call: &Call<'_>) -> Outcome {
    let body = call.body;
    Ok(match call.method {
        "say" => {
            let language = body.with(|state| state.habits.language.clone());
            speech::say(body, &without_orders(call.text(0)), &language).await;
            Given::Nothing
        }
        "setBodyLanguageModeFromStr" => {
            let mode = call.text(0);
            if !MODES.contains(&mode) {
                return Err(call.refused(&format!("unknown mode {mode}")));
            }
            body.with(|state| mode.clone_into(&mut state.habits.body_language));
            Given::Nothing
        }
        _ => json!(body.with(|state| state.habits.body_language.clone())).into(),
    })
}

/// The text without what is meant for the body (`^start(animations/Stand/Gestures/Hey_1)`).
fn without_orders(text: &str) -> String {
    let mut pieces = text.split('^');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| said + piece.split_once(')').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_to_the_body_are_not_spoken() {
        assert_eq!(without_orders("^start(a/b) Bonjour ^wait(a/b)Nao"), " Bonjour Nao");
        assert_eq!(without_orders("Bonjour"), "Bonjour");
    }
}
