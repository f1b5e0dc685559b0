//! ALTextToSpeech: one sentence after the other, as long as they take, until somebody stops it.

use tokio::time::sleep;

use crate::virtual_nao::body::Body;

/// The languages that are installed, by NAOqi's name and ISO 639-1 code. A real Nao has two or
/// three; the virtual one has what Companion speaks.
const INSTALLED: [(&str, &str); 3] = [("French", "fr"), ("English", "en"), ("Korean", "ko")];

pub(super) fn languages() -> Vec<&'static str> {
    INSTALLED.map(|(name, _)| name).to_vec()
}

pub(super) fn is_installed(language: &str) -> bool {
    INSTALLED.iter().any(|(name, _)| *name == language)
}

/// Says a sentence; ends when it is spoken, or at once when speech is stopped.
pub(super) async fn say(body: &Body, text: &str, language: &str) {
    let mut hushes = body.hushes();
    let _turn = tokio::select! {
        turn = body.speaking.lock() => turn,
        // What is queued is stopped too.
        _ = hushes.changed() => return,
    };
    let code = INSTALLED.iter().find(|(name, _)| *name == language).map_or("fr", |(_, code)| code);
    let duration = body.mouth.speak(&without_tags(text), code);
    tokio::select! {
        () = sleep(duration) => {}
        _ = hushes.changed() => {}
    }
}

/// The text without its tags (`\rspd=80\`).
fn without_tags(text: &str) -> String {
    text.split('\\').step_by(2).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_not_spoken() {
        assert_eq!(without_tags("\\rspd=80\\Bonjour \\pau=500\\Nao"), "Bonjour Nao");
        assert_eq!(without_tags("Bonjour"), "Bonjour");
    }
}
