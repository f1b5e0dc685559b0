//! ALTextToSpeech: sentences, language, voice.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::virtual_nao::{
    services::{Call, Given, Method, Outcome},
    speech, voices,
};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("say", "(m)", "v"), ("say", "(ss)", "v"), ("stopAll", "()", "v"),
    ("getLanguage", "()", "s"), ("setLanguage", "(s)", "v"),
    ("getAvailableLanguages", "()", "[s]"), ("getSupportedLanguages", "()", "[s]"),
    ("getVoice", "()", "s"), ("setVoice", "(s)", "v"), ("getAvailableVoices", "()", "[s]"),
    ("setVolume", "(f)", "v"), ("getVolume", "()", "f"),
    ("setParameter", "(sf)", "v"), ("getParameter", "(s)", "f"), ("resetSpeed", "()", "v"),
];

/// Another voice has to be loaded.
const LOADS: Duration = Duration::from_secs(1);

/// What setParameter sets, and within which bounds; 0 switches the effects off.
const PARAMETERS: [(&str, f64, f64); 5] = [
    ("speed", 50.0, 400.0),
    ("pitchShift", 0.0, 4.0),
    ("doubleVoice", 0.0, 4.0),
    ("doubleVoiceLevel", 0.0, 4.0),
    ("doubleVoiceTimeShift", 0.0, 0.5),
];

pub(super) async fn call(call: &Call<'_>) -> Outcome {
    let body = call.body;
    Ok(match call.method {
        "say" => {
            let language = match call.args.get(1) {
                Some(_) => call.text(1).to_owned(),
                None => body.with(|state| state.habits.language.clone()),
            };
            installed(call, &language)?;
            speech::say(body, call.text(0), &language).await;
            Given::Nothing
        }
        "stopAll" => {
            body.hush();
            Given::Nothing
        }
        "getLanguage" => json!(body.with(|state| state.habits.language.clone())).into(),
        "setLanguage" => {
            installed(call, call.text(0))?;
            speak(call, call.text(0)).await;
            Given::Nothing
        }
        "getAvailableLanguages" => json!(body.languages).into(),
        "getSupportedLanguages" => json!(voices::languages().collect::<Vec<_>>()).into(),
        "getVoice" => json!(body.with(|state| state.habits.voice.clone())).into(),
        "setVoice" => {
            let language = voices::speaks(call.text(0))
                .filter(|language| body.languages.contains(language))
                .ok_or_else(|| format!("RuntimeError: voice not installed: {}", call.text(0)))?;
            speak(call, language).await;
            Given::Nothing
        }
        "getAvailableVoices" => {
            json!(body.languages.iter().map(|language| voices::of(language)).collect::<Vec<_>>())
                .into()
        }
        "getVolume" => json!(body.with(|state| state.habits.volume)).into(),
        "setVolume" => {
            let volume = call.number(0);
            if !(0.0..=1.0).contains(&volume) {
                return Err(call.refused("the volume is within [0, 1]"));
            }
            body.with(|state| state.habits.volume = volume);
            body.announce(call.service, "volume", json!(volume));
            Given::Nothing
        }
        "setParameter" => {
            let within = |(_, min, max): &(&str, f64, f64)| (*min..=*max).contains(&call.number(1));
            let known = PARAMETERS.iter().find(|(name, ..)| *name == call.text(0));
            if !known.is_some_and(within) {
                return Err(call.refused(&format!("wrong parameter {}", call.text(0))));
            }
            let (name, value) = (call.text(0).to_owned(), call.number(1));
            body.with(|state| state.habits.speech.insert(name, value));
            Given::Nothing
        }
        "getParameter" => {
            let value = body.with(|state| state.habits.speech.get(call.text(0)).copied());
            json!(value.unwrap_or_default()).into()
        }
        _ => {
            body.with(|state| state.habits.speech.insert("speed".to_owned(), 100.0));
            Given::Nothing
        }
    })
}

async fn speak(call: &Call<'_>, language: &str) {
    if call.body.with(|state| state.habits.language == language) {
        return;
    }
    sleep(LOADS).await;
    call.body.with(|state| {
        language.clone_into(&mut state.habits.language);
        voices::of(language).clone_into(&mut state.habits.voice);
    });
}

fn installed(call: &Call<'_>, language: &str) -> Result<(), String> {
    if call.body.languages.contains(&language) {
        Ok(())
    } else {
        Err(format!("RuntimeError: language not installed: {language}"))
    }
}
