//! Speech: one call a sentence; its end is told by the reply, and by the voice's own signals
//! should the reply be late.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{sync::watch, time::sleep};

use crate::{
    language::Language,
    robot::{BodyError, Manner, calls::Calls, nao::language_name, sentences::spoken},
};

/// The reply follows the end of speech at once; when it has not come in this time, it will not.
const REPLY_AT_MOST_AFTER: Duration = Duration::from_secs(2);

/// Another language takes about a second (`naoqi.md`).
const LANGUAGE_WITHIN: Duration = Duration::from_secs(5);

/// The events of ALMemory that tell of speech.
pub(super) const STARTED: &str = "ALTextToSpeech/TextStarted";
pub(super) const ENDED: &str = "ALTextToSpeech/TextDone";

/// What the voice has told on this connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Sentences begun.
    started: u64,
    /// Number of the last sentence that ended.
    ended: u64,
}

impl Spoken {
    /// An event of ALMemory came, with its value.
    pub(super) fn told(&mut self, key: &str, value: f64) {
        match key {
            STARTED if value > 0.0 => self.started += 1,
            ENDED if value > 0.0 => self.ended = self.started,
            _ => {}
        }
    }
}

/// The voices of the robot that is connected.
#[derive(Default)]
pub(super) struct Voices {
    /// NAOqi's names of the languages; `None` when it does not tell.
    installed: Option<Vec<String>>,
    /// Languages that turned out to be missing, told once each.
    missing: Mutex<BTreeSet<Language>>,
    /// The language that the robot was set to on this connection.
    set_to: Mutex<Option<Language>>,
}

impl Voices {
    /// Asks which are installed.
    pub(super) async fn of_robot(naoqi: &impl Calls) -> Result<Voices, BodyError> {
        let told = naoqi.call_if_there("ALTextToSpeech", "getAvailableLanguages", vec![]).await?;
        let installed = told
            .as_ref()
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        Ok(Voices { installed, ..Voices::default() })
    }

    fn speaks(&self, language: Language) -> bool {
        let told = self.installed.as_ref();
        if told.is_some_and(|told| !told.iter().any(|name| name == language_name(language))) {
            self.lacks(language);
        }
        !self.missing.lock().unwrap_or_else(PoisonError::into_inner).contains(&language)
    }

    /// Whether the robot may be set to another language.
    fn differs(&self, language: Language) -> bool {
        *self.set_to.lock().unwrap_or_else(PoisonError::into_inner) != Some(language)
    }

    fn now_speaks(&self, language: Language) {
        *self.set_to.lock().unwrap_or_else(PoisonError::into_inner) = Some(language);
    }

    fn lacks(&self, language: Language) {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        if missing.insert(language) {
            tracing::warn!(
                "{} is not installed on the robot: it speaks with the voice that it has",
                language_name(language)
            );
        }
    }
}

/// Says a text; ends when the last sentence has been spoken.
pub(super) async fn say(
    naoqi: &impl Calls,
    voices: &Voices,
    heard: &watch::Receiver<Spoken>,
    manner: Manner,
    text: &str,
    language: Language,
) -> Result<(), BodyError> {
    for sentence in spoken(text, manner) {
        if manner.gestures && say_with_gestures(naoqi, voices, heard, &sentence, language).await? {
            continue;
        }
        let mut args = vec![json!(sentence)];
        if voices.speaks(language) {
            args.push(json!(language_name(language)));
        }
        match say_sentence(naoqi, heard, "ALTextToSpeech", args).await {
            Err(BodyError::Refused { call, text }) if voices.speaks(language) => {
                // Robots that do not tell their languages tell it so.
                tracing::debug!("{call}: {text}");
                say_sentence(naoqi, heard, "ALTextToSpeech", vec![json!(sentence)]).await?;
                voices.lacks(language);
            }
            outcome => outcome?,
        }
    }
    Ok(())
}

/// Says a sentence with the gestures that go with it; `false` when this robot cannot.
async fn say_with_gestures(
    naoqi: &impl Calls,
    voices: &Voices,
    heard: &watch::Receiver<Spoken>,
    sentence: &str,
    language: Language,
) -> Result<bool, BodyError> {
    // Only plain speech takes the language with the sentence.
    let wanted = language_name(language);
    if voices.speaks(language) && voices.differs(language) {
        match naoqi
            .call("ALTextToSpeech", "setLanguage", vec![json!(wanted)], LANGUAGE_WITHIN)
            .await
        {
            Ok(_) => voices.now_speaks(language),
            Err(BodyError::Lost) => return Err(BodyError::Lost),
            Err(error) => {
                tracing::debug!("{error}");
                return Ok(false);
            }
        }
    }
    let args = vec![json!(sentence), json!({"bodyLanguageMode": "contextual"})];
    match say_sentence(naoqi, heard, "ALAnimatedSpeech", args).await {
        Ok(()) => Ok(true),
        Err(BodyError::NoSuchService { .. } | BodyError::NoSuchMethod { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn say_sentence(
    naoqi: &impl Calls,
    heard: &watch::Receiver<Spoken>,
    service: &str,
    args: Vec<Value>,
) -> Result<(), BodyError> {
    let letters = args.first().and_then(Value::as_str).map_or(0, |text| text.chars().count());
    let within = Duration::from_secs_f64(10.0 + 0.15 * letters as f64);
    tokio::select! {
        biased;
        reply = naoqi.call(service, "say", args, within) => reply.map(drop),
        () = ended(heard.clone()) => {
            tracing::debug!("the end of a sentence was told, and its reply did not come");
            Ok(())
        }
    }
}

/// Ends when a sentence that began after now has ended, and its reply has had its time.
async fn ended(mut heard: watch::Receiver<Spoken>) {
    let before = heard.borrow_and_update().started;
    if heard.wait_for(|now| now.ended > before).await.is_err() {
        // Nobody tells any more: the reply is all there is.
        std::future::pending::<()>().await;
    }
    sleep(REPLY_AT_MOST_AFTER).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robot::pretend::Pretend;

    fn texts(naoqi: &Pretend) -> Vec<Vec<Value>> {
        naoqi.said().into_iter().map(|(_, args)| args).collect()
    }

    #[tokio::test]
    async fn each_sentence_is_a_call_of_its_own() {
        let naoqi = Pretend::default();
        let (_tell, heard) = watch::channel(Spoken::default());
        let text = "Nous allons commencer. Levez les deux bras.";
        say(&naoqi, &Voices::default(), &heard, Manner::default(), text, Language::Fr)
            .await
            .unwrap();
        assert_eq!(
            texts(&naoqi),
            [
                vec![json!("\\rspd=80\\Nous allons commencer."), json!("French")],
                vec![json!("\\rspd=80\\\\pau=400\\Levez les deux bras."), json!("French")],
            ]
        );
    }

    #[tokio::test]
    async fn a_voice_that_is_missing_is_done_without() {
        let naoqi =
            Pretend::default().answering("ALTextToSpeech.getAvailableLanguages", json!(["French"]));
        let voices = Voices::of_robot(&naoqi).await.unwrap();
        let (_tell, heard) = watch::channel(Spoken::default());
        say(&naoqi, &voices, &heard, Manner::default(), "안녕하세요", Language::Ko).await.unwrap();
        assert_eq!(texts(&naoqi)[1], [json!("\\rspd=80\\안녕하세요")]);
    }

    #[tokio::test]
    async fn a_robot_that_does_not_tell_its_voices_refuses_once() {
        let naoqi = Pretend::default().doing("ALTextToSpeech.say", |args| match args.len() {
            1 => Ok(Value::Null),
            _ => Err(BodyError::Refused { call: "say".into(), text: "not installed".into() }),
        });
        let voices = Voices::default();
        let (_tell, heard) = watch::channel(Spoken::default());
        for _ in 0..2 {
            say(&naoqi, &voices, &heard, Manner::default(), "안녕하세요", Language::Ko)
                .await
                .unwrap();
        }
        let lengths: Vec<usize> = texts(&naoqi).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1, 1]);
    }

    #[tokio::test]
    async fn gestures_go_with_a_sentence_where_the_robot_can() {
        let naoqi = Pretend::default();
        let (_tell, heard) = watch::channel(Spoken::default());
        let manner = Manner { gestures: true, ..Manner::default() };
        let voices = Voices::default();
        for _ in 0..2 {
            say(&naoqi, &voices, &heard, manner, "Bonjour", Language::Fr).await.unwrap();
        }
        let names = ["ALTextToSpeech.setLanguage", "ALAnimatedSpeech.say", "ALAnimatedSpeech.say"];
        assert_eq!(naoqi.names(), names);
        assert_eq!(texts(&naoqi)[1][1], json!({"bodyLanguageMode": "contextual"}));
        let without = Pretend::default().lacking("ALAnimatedSpeech.say");
        say(&without, &Voices::default(), &heard, manner, "Bonjour", Language::Fr).await.unwrap();
        assert_eq!(without.names().last().map(String::as_str), Some("ALTextToSpeech.say"));
    }

    /// A voice whose replies never come.
    struct NoReply;

    impl Calls for NoReply {
        async fn call(
            &self,
            _: &str,
            _: &str,
            _: Vec<Value>,
            within: Duration,
        ) -> Result<Value, BodyError> {
            sleep(within).await;
            Err(BodyError::Timeout { call: "say".into(), seconds: within.as_secs_f64() })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_voices_own_signals_end_a_sentence_whose_reply_is_lost() {
        let (tell, heard) = watch::channel(Spoken::default());
        tell.send_modify(|spoken| spoken.told(STARTED, 1.0));
        let telling = async {
            // The end of the sentence before, which comes late, ends nothing.
            sleep(Duration::from_millis(100)).await;
            tell.send_modify(|spoken| spoken.told(ENDED, 1.0));
            sleep(Duration::from_millis(100)).await;
            tell.send_modify(|spoken| spoken.told(STARTED, 1.0));
            sleep(Duration::from_secs(3)).await;
            tell.send_modify(|spoken| spoken.told(ENDED, 1.0));
        };
        let began = tokio::time::Instant::now();
        let voices = Voices::default();
        let saying = say(&NoReply, &voices, &heard, Manner::default(), "Bonjour", Language::Fr);
        let (said, ()) = tokio::join!(saying, telling);
        assert_eq!(said, Ok(()));
        let took = began.elapsed();
        assert!((5.0..6.0).contains(&took.as_secs_f64()), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn without_reply_and_signals_it_times_out() {
        let (_tell, heard) = watch::channel(Spoken::default());
        let said =
            say(&NoReply, &Voices::default(), &heard, Manner::default(), "Bonjour", Language::Fr)
                .await;
        assert!(matches!(said, Err(BodyError::Timeout { .. })), "{said:?}");
    }
}
