//! Vosk, one turn at a time.

use std::sync::Arc;

use vosk::{CompleteResult, DecodingState, Model, Recognizer};

use crate::{
    answer::{Hypothesis, Lexicon, ListenSpec, Source, Word, grammar},
    ears::source::SAMPLE_RATE,
};

/// What the recogniser writes for sound that is no word.
const UNKNOWN: &str = "[unk]";

/// Listens to one answer.
pub(super) struct Recogniser {
    vosk: Recognizer,
    /// Words of the utterances that Vosk has closed by itself within this turn.
    words: Vec<Word>,
}

impl Recogniser {
    /// A recogniser for what a question expects; `None` when libvosk cannot make one.
    pub(super) fn new(model: &Model, spec: &ListenSpec, lexicon: &Lexicon) -> Option<Recogniser> {
        let mut phrases = grammar(&spec.task, spec.language, lexicon, &spec.foils);
        let rate = SAMPLE_RATE as f32;
        let mut vosk = if phrases.is_empty() {
            Recognizer::new(model, rate)?
        } else {
            phrases.push(UNKNOWN.to_owned());
            Recognizer::new_with_grammar(model, rate, &phrases)?
        };
        vosk.set_words(true);
        Some(Recogniser { vosk, words: Vec::new() })
    }

    /// Takes in sound; gives everything understood so far.
    pub(super) fn take_in(&mut self, samples: &[i16]) -> String {
        if matches!(self.vosk.accept_waveform(samples), Ok(DecodingState::Finalized)) {
            let closed = known_words(self.vosk.result());
            self.words.extend(closed);
        }
        let going_on = self.vosk.partial_result().partial.replace(UNKNOWN, "");
        let mut all = joined(&self.words);
        for word in going_on.split_whitespace() {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(word);
        }
        all
    }

    /// Ends the turn; `None` when no word was understood.
    pub(super) fn finish(mut self, latency_ms: Option<u64>) -> Option<Hypothesis> {
        let last = known_words(self.vosk.final_result());
        self.words.extend(last);
        if self.words.is_empty() {
            return None;
        }
        let confidence =
            self.words.iter().map(|word| word.confidence).sum::<f64>() / self.words.len() as f64;
        let first_ms = self.words.first().map(|word| (word.start_s * 1000.0).max(0.0) as u64);
        Some(Hypothesis {
            text: joined(&self.words),
            words: self.words,
            confidence,
            source: Source::Voice,
            latency_ms: first_ms.or(latency_ms),
        })
    }
}

fn known_words(result: CompleteResult<'_>) -> Vec<Word> {
    let Some(single) = result.single() else { return Vec::new() };
    single
        .result
        .into_iter()
        .filter(|word| word.word != UNKNOWN)
        .map(|word| Word {
            text: word.word.to_owned(),
            start_s: f64::from(word.start),
            end_s: f64::from(word.end),
            confidence: f64::from(word.conf),
        })
        .collect()
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Everything that is said in a recording, with an open vocabulary.
pub fn transcribe(model: &Arc<Model>, samples: &[i16]) -> Option<String> {
    let mut vosk = Recognizer::new(model, SAMPLE_RATE as f32)?;
    vosk.set_words(true);
    let mut words = Vec::new();
    for chunk in samples.chunks(SAMPLE_RATE as usize / 5) {
        if matches!(vosk.accept_waveform(chunk), Ok(DecodingState::Finalized)) {
            words.extend(known_words(vosk.result()));
        }
    }
    words.extend(known_words(vosk.final_result()));
    Some(joined(&words))
}
