//! How the virtual Nao speaks.

use std::time::Duration;

/// Something that speaks.
pub trait Mouth: Send + Sync {
    /// Begins to speak, and tells how long the sentence takes. `language` is `fr`, `en` or `ko`.
    fn speak(&self, text: &str, language: &str) -> Duration;
    /// Falls silent at once.
    fn hush(&self);
}

/// A mouth without a voice: sentences take as long as a Nao needs for them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

/// A Nao at our pace says about 12 letters of an alphabet, or 5 syllables of Hangul, a second.
const LETTER_S: f64 = 0.08;
const SYLLABLE_S: f64 = 0.2;

/// Before and after a sentence.
const BREATH_S: f64 = 0.3;

impl Mouth for Silent {
    fn speak(&self, text: &str, _language: &str) -> Duration {
        let sounds: f64 = text
            .chars()
            .map(|c| if ('가'..='힣').contains(&c) { SYLLABLE_S } else { LETTER_S })
            .sum();
        Duration::from_secs_f64(BREATH_S + sounds)
    }

    fn hush(&self) {}
}
