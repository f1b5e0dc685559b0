//! One answer of a recording, listened to as a turn is: for trying out what would be understood.

use crate::{
    answer::{Heard, Lexicon, ListenSpec, is_complete},
    ears::{
        Models,
        recogniser::Recogniser,
        source::{PIECE_MS, SAMPLE_RATE, loudness},
        turn::{Turn, Verdict},
    },
};

/// What a turn would have brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Overheard {
    /// What was heard.
    pub heard: Heard,
    /// When the turn ended, ms from the beginning of the recording.
    pub ended_ms: u64,
}

/// Listens to a recording (16 kHz, one channel) as if a question had just been asked, in the time
/// of the recording; it is followed by silence. `None` when the language's model cannot listen.
pub fn overhear(
    models: &Models,
    spec: &ListenSpec,
    lexicon: &Lexicon,
    samples: &[i16],
) -> Option<Overheard> {
    let model = models.load(spec.language)?;
    let mut recogniser = Recogniser::new(&model, spec, lexicon)?;
    let mut turn = Turn::new(spec);
    let length = (u64::from(SAMPLE_RATE) * PIECE_MS / 1000) as usize;
    let silence = vec![0; length];
    let mut pieces = samples.chunks_exact(length);
    let mut ended_ms = 0;
    loop {
        let piece = pieces.next().unwrap_or(&silence);
        let text = recogniser.take_in(piece);
        ended_ms += PIECE_MS;
        let complete = !text.is_empty() && is_complete(&spec.task, spec.language, lexicon, &text);
        if turn.after(PIECE_MS, &text, loudness(piece), complete) == Verdict::End {
            break;
        }
    }
    let heard = match recogniser.finish(turn.latency_ms()) {
        Some(hypothesis) => Heard::Speech(hypothesis),
        None if turn.somebody_spoke() => Heard::NotUnderstood,
        None => Heard::Silence,
    };
    Some(Overheard { heard, ended_ms })
}
