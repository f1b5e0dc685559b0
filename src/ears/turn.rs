//! When an answer has ended. Pure: told what was understood and how loud it was, piece by piece,
//! in audio time.

use crate::answer::{ListenSpec, Task};

/// Understood the same for so long, a complete answer ends the turn at once, ms.
const STABLE_MS: u64 = 400;

/// Whoever speaks so long in one turn is asked again in shorter words, ms.
const LONGEST_SPEECH_MS: u64 = 60_000;

/// So much voice without a word is speech that was not understood, ms.
const VOICED_MS: u64 = 300;

/// Loudness (0 to 1) below which nothing counts as voice.
const QUIETEST: f64 = 0.008;

/// A voice is so many times louder than the room.
const ABOVE_THE_ROOM: f64 = 3.0;

/// What to do after a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Go on listening.
    GoOn,
    /// The turn has ended.
    End,
}

/// One listening turn.
#[derive(Debug)]
pub(super) struct Turn {
    patience_ms: u64,
    timeout_ms: u64,
    /// Fluency has its own time.
    seconds_ms: Option<u64>,
    now_ms: u64,
    /// Loudness of the room.
    room: f64,
    voiced_ms: u64,
    first_sound_ms: Option<u64>,
    last_activity_ms: Option<u64>,
    text: String,
    text_since_ms: u64,
}

impl Turn {
    pub(super) fn new(spec: &ListenSpec) -> Turn {
        let seconds_ms = match &spec.task {
            Task::Category { seconds, .. } => Some(u64::from(*seconds) * 1000),
            _ => None,
        };
        Turn {
            patience_ms: spec.patience_ms,
            timeout_ms: spec.timeout_ms,
            seconds_ms,
            now_ms: 0,
            room: QUIETEST / ABOVE_THE_ROOM,
            voiced_ms: 0,
            first_sound_ms: None,
            last_activity_ms: None,
            text: String::new(),
            text_since_ms: 0,
        }
    }

    /// Tells what was understood after a piece, how loud the piece was, and whether the text is a
    /// complete answer.
    pub(super) fn after(
        &mut self,
        length_ms: u64,
        text: &str,
        loudness: f64,
        complete: bool,
    ) -> Verdict {
        self.now_ms += length_ms;
        let voiced = loudness > QUIETEST.max(self.room * ABOVE_THE_ROOM);
        if voiced {
            self.voiced_ms += length_ms;
            self.first_sound_ms.get_or_insert(self.now_ms - length_ms);
        } else {
            // The room is learnt slowly, and only from what is no voice.
            self.room = self.room.mul_add(0.95, loudness * 0.05);
        }
        if text != self.text {
            text.clone_into(&mut self.text);
            self.text_since_ms = self.now_ms;
            self.last_activity_ms = Some(self.now_ms);
        } else if voiced && self.understands_or_babbles() {
            self.last_activity_ms = Some(self.now_ms);
        }
        if complete && !voiced && self.now_ms - self.text_since_ms >= STABLE_MS {
            return Verdict::End;
        }
        if let Some(seconds_ms) = self.seconds_ms {
            let over = self.now_ms >= seconds_ms;
            return if over { Verdict::End } else { Verdict::GoOn };
        }
        let over = match self.last_activity_ms {
            None => self.now_ms >= self.timeout_ms,
            Some(last) => {
                let began = self.first_sound_ms.unwrap_or(last);
                self.now_ms - last >= self.patience_ms
                    || self.now_ms.saturating_sub(began) >= LONGEST_SPEECH_MS
            }
        };
        if over { Verdict::End } else { Verdict::GoOn }
    }

    /// A cough does not begin an answer; a word does, and so does a while of voice.
    fn understands_or_babbles(&self) -> bool {
        !self.text.is_empty() || self.voiced_ms >= VOICED_MS
    }

    /// Whether somebody spoke, understood or not.
    pub(super) fn somebody_spoke(&self) -> bool {
        self.understands_or_babbles()
    }

    /// From the opening of the ears to the first sound, ms.
    pub(super) fn latency_ms(&self) -> Option<u64> {
        self.first_sound_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        answer::{Accepted, UtteranceId},
        language::Language,
    };

    fn spec(task: Task) -> ListenSpec {
        ListenSpec {
            utterance: UtteranceId(1),
            language: Language::Fr,
            task,
            foils: Vec::new(),
            patience_ms: 2_000,
            timeout_ms: 5_000,
        }
    }

    fn word() -> Turn {
        Turn::new(&spec(Task::OneOf { one_of: vec![Accepted::One("Paris".into())] }))
    }

    /// Plays pieces of (how long, text, loudness, complete); when the turn ended, ms.
    fn play(turn: &mut Turn, pieces: &[(u64, &str, f64, bool)]) -> Option<u64> {
        for (length, text, loudness, complete) in pieces {
            for _ in 0..length / 100 {
                if turn.after(100, text, *loudness, *complete) == Verdict::End {
                    return Some(turn.now_ms);
                }
            }
        }
        None
    }

    #[test]
    fn silence_ends_at_the_timeout() {
        let mut turn = word();
        assert_eq!(play(&mut turn, &[(9_000, "", 0.001, false)]), Some(5_000));
        assert!(!turn.somebody_spoke());
    }

    #[test]
    fn a_complete_answer_ends_almost_at_once() {
        let mut turn = word();
        let ended = play(
            &mut turn,
            &[(1_000, "", 0.001, false), (500, "paris", 0.1, true), (3_000, "paris", 0.001, true)],
        );
        assert_eq!(ended, Some(1_600));
        assert_eq!(turn.latency_ms(), Some(1_000));
    }

    #[test]
    fn another_answer_is_given_the_patience_of_the_resident() {
        let mut turn = word();
        let ended = play(
            &mut turn,
            &[(1_000, "", 0.001, false), (500, "lyon", 0.1, false), (5_000, "lyon", 0.001, false)],
        );
        assert_eq!(ended, Some(3_500));
    }

    #[test]
    fn who_thinks_aloud_is_not_cut_off() {
        let mut turn = word();
        let ended = play(
            &mut turn,
            &[
                (600, "lyon", 0.1, false),
                (1_500, "lyon", 0.001, false),
                (400, "lyon non", 0.1, false),
                (1_500, "lyon non", 0.001, false),
                (400, "lyon non paris", 0.1, true),
                (900, "lyon non paris", 0.001, true),
            ],
        );
        assert_eq!(ended, Some(4_500));
    }

    #[test]
    fn mumbling_ends_and_is_told_from_silence() {
        let mut turn = word();
        assert_eq!(
            play(&mut turn, &[(800, "", 0.1, false), (9_000, "", 0.001, false)]),
            Some(2_800)
        );
        assert!(turn.somebody_spoke());
    }

    #[test]
    fn a_loud_room_is_learnt() {
        let mut turn = word();
        // Louder than the quietest voice, but steady from the beginning.
        for _ in 0..20 {
            turn.after(100, "", 0.007, false);
        }
        assert!(!turn.somebody_spoke());
    }

    #[test]
    fn fluency_takes_its_whole_time() {
        let task = Task::Category { category: "animals".into(), seconds: 10 };
        let mut turn = Turn::new(&spec(task));
        let ended = play(&mut turn, &[(500, "chat", 0.1, false), (20_000, "chat", 0.001, false)]);
        assert_eq!(ended, Some(10_000));
    }
}
