//! Speaking: one sentence after the other, as long as they take, until somebody stops it; told
//! in ALMemory as it goes.

use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::virtual_nao::{body::Body, voices};

/// Nobody asks for a longer pause, ms.
const PAUSE_AT_MOST: u64 = 60_000;

/// Says a sentence; ends when it is spoken, or at once when speech is stopped.
pub(super) async fn say(body: &Body, text: &str, language: &str) {
    let mut hushes = body.hushes();
    let id = body.with(|state| {
        state.sentences += 1;
        state.sentences
    });
    let status = |what: &str| body.raise("ALTextToSpeech/Status", json!([id, what]));
    status("enqueued");
    let _turn = tokio::select! {
        biased;
        // What is queued is stopped too.
        _ = hushes.changed() => {
            status("stopped");
            return;
        }
        turn = body.speaking.lock() => turn,
    };
    let sentence = without_tags(text);
    status("started");
    body.raise("ALTextToSpeech/TextDone", json!(0));
    body.raise("ALTextToSpeech/TextStarted", json!(1));
    body.raise("ALTextToSpeech/CurrentSentence", json!(sentence));
    let duration = body.mouth.speak(&sentence, voices::code(language)) + pauses(text);
    let spoken = tokio::select! {
        biased;
        _ = hushes.changed() => false,
        () = sleep(duration) => true,
    };
    body.raise("ALTextToSpeech/TextStarted", json!(0));
    body.raise("ALTextToSpeech/CurrentSentence", json!(""));
    if spoken {
        status("done");
        body.raise("ALTextToSpeech/TextDone", json!(1));
    } else {
        status("stopped");
        body.raise("ALTextToSpeech/TextInterrupted", json!(1));
    }
}

/// The text without its tags (`\rspd=80\`).
fn without_tags(text: &str) -> String {
    text.split('\\').step_by(2).collect::<String>().trim().to_owned()
}

/// What the tags for pauses add (`\pau=500\`, ms).
fn pauses(text: &str) -> Duration {
    let tags = text.split('\\').skip(1).step_by(2);
    let pause = |tag: &str| tag.strip_prefix("pau=")?.parse::<u64>().ok();
    let ms: u64 = tags.filter_map(pause).map(|ms| ms.min(PAUSE_AT_MOST)).sum();
    Duration::from_millis(ms)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::virtual_nao::{Options, Silent};

    #[test]
    fn tags_are_not_spoken() {
        let text = "\\rspd=80\\Bonjour \\pau=500\\Nao";
        assert_eq!((without_tags(text).as_str(), pauses(text).as_millis()), ("Bonjour Nao", 500));
        assert_eq!(without_tags("Bonjour"), "Bonjour");
    }

    #[tokio::test(start_paused = true)]
    async fn a_sentence_tells_how_it_goes() {
        let body = Body::new(Options::new("Nao", Arc::new(Silent)));
        let mut events = body.events.subscribe();
        let mut statuses = || {
            let mut statuses = Vec::new();
            while let Ok((key, value)) = events.try_recv() {
                match key.as_str() {
                    "ALTextToSpeech/Status" => statuses.push(value[1].clone()),
                    "ALTextToSpeech/TextDone" => statuses.push(value),
                    _ => {}
                }
            }
            json!(statuses)
        };
        say(&body, "Bonjour", "French").await;
        assert_eq!(statuses(), json!(["enqueued", "started", 0, "done", 1]));
        tokio::join!(say(&body, "Bonjour", "French"), say(&body, "Au revoir", "French"), async {
            sleep(Duration::from_millis(100)).await;
            body.hush();
        });
        assert_eq!(statuses(), json!(["enqueued", "started", 0, "enqueued", "stopped", "stopped"]));
    }
}
