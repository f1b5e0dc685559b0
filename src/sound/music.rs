//! One track as the device plays it: it fades instead of jumping, ends on a beat, and tells how
//! far it has come.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use rodio::{ChannelCount, Sample, SampleRate, Source, source::SeekError};
use tokio::time::Instant;

use crate::sound::beat::Anchor;

/// Music is so much softer while Nao speaks.
const UNDER_SPEECH: f32 = 0.25;

/// And while Nao listens: the microphone must hear a soft voice.
const WHILE_LISTENING: f32 = 0.08;

/// From full to silent, s; the end of a track takes as long.
pub(super) const FALL_S: f32 = 0.15;

/// From silent to full, s: a return that nobody starts at.
const RISE_S: f32 = 0.4;

/// What is left of a fade when it has ended, rounding allowed for.
const SILENCE: f32 = 1e-3;

/// Between two looks of a track at what is wanted of it, s.
const LOOK_S: f32 = 0.005;

/// Who must be heard above the music: counted, since several robots may share a loudspeaker.
#[derive(Debug, Default)]
pub(super) struct Levels {
    speaking: AtomicU32,
    listening: AtomicU32,
}

impl Levels {
    fn wanted(&self) -> f32 {
        if self.listening.load(Ordering::Relaxed) > 0 {
            WHILE_LISTENING
        } else if self.speaking.load(Ordering::Relaxed) > 0 {
            UNDER_SPEECH
        } else {
            1.0
        }
    }
}

/// Softens the music until it is dropped.
#[derive(Debug)]
pub struct Softened {
    levels: Arc<Levels>,
    counted: fn(&Levels) -> &AtomicU32,
}

impl Softened {
    pub(super) fn for_speech(levels: &Arc<Levels>) -> Softened {
        Softened::counted(levels, |levels| &levels.speaking)
    }

    pub(super) fn for_listening(levels: &Arc<Levels>) -> Softened {
        Softened::counted(levels, |levels| &levels.listening)
    }

    fn counted(levels: &Arc<Levels>, counted: fn(&Levels) -> &AtomicU32) -> Softened {
        counted(levels).fetch_add(1, Ordering::Relaxed);
        Softened { levels: Arc::clone(levels), counted }
    }
}

impl Drop for Softened {
    fn drop(&mut self) {
        (self.counted)(&self.levels).fetch_sub(1, Ordering::Relaxed);
    }
}

/// Plays on.
const NEVER: u64 = u64::MAX;

/// What is wanted of a track that plays, and how far it has come.
#[derive(Debug)]
pub(super) struct Reins {
    /// Position at which it ends, µs.
    ends_at: AtomicU64,
    /// Position up to which the device has taken it, µs.
    taken: AtomicU64,
    anchor: Mutex<Anchor>,
}

impl Reins {
    pub(super) fn new() -> Arc<Reins> {
        Arc::new(Reins {
            ends_at: AtomicU64::new(NEVER),
            taken: AtomicU64::new(0),
            anchor: Mutex::default(),
        })
    }

    /// It fades and ends now.
    pub(super) fn end(&self) {
        self.ends_at.store(0, Ordering::Relaxed);
    }

    /// It fades before a position, and ends there.
    pub(super) fn end_at(&self, position: Duration) {
        self.ends_at.store(micros(position), Ordering::Relaxed);
    }

    /// How far the device has taken it.
    pub(super) fn taken(&self) -> Duration {
        Duration::from_micros(self.taken.load(Ordering::Relaxed))
    }

    /// When the device took its first sample; `None` before that.
    pub(super) fn began(&self) -> Option<Instant> {
        self.anchor.lock().unwrap_or_else(PoisonError::into_inner).began()
    }
}

fn micros(position: Duration) -> u64 {
    u64::try_from(position.as_micros()).unwrap_or(NEVER)
}

/// A track between its decoder and the device.
pub(super) struct Track<S> {
    inner: S,
    reins: Arc<Reins>,
    levels: Arc<Levels>,
    /// As the routine wants it, 0 to 1.
    volume: f32,
    /// What fading leaves of it now, 0 to 1, and what is wanted.
    gain: f32,
    wanted: f32,
    /// Samples given so far, all channels.
    given: u64,
    /// Position at which it ends, samples.
    ends_at: u64,
}

impl<S: Source> Track<S> {
    pub(super) fn new(inner: S, volume: f32, reins: Arc<Reins>, levels: Arc<Levels>) -> Track<S> {
        let gain = levels.wanted();
        Track { inner, reins, levels, volume, gain, wanted: gain, given: 0, ends_at: u64::MAX }
    }

    /// Samples a second, all channels.
    fn rate(&self) -> f32 {
        self.inner.sample_rate().get() as f32 * f32::from(self.inner.channels().get())
    }

    /// Tells how far it has come, and looks at what is wanted.
    fn look(&mut self) {
        let rate = f64::from(self.rate());
        let position = Duration::from_secs_f64(self.given as f64 / rate);
        self.reins.taken.store(micros(position), Ordering::Relaxed);
        // The device must never wait: the next look tells it again.
        if let Ok(mut anchor) = self.reins.anchor.try_lock() {
            anchor.taken(position, Instant::now());
        }
        let ends_at = self.reins.ends_at.load(Ordering::Relaxed);
        self.ends_at = match ends_at {
            NEVER => u64::MAX,
            micros => {
                let frame =
                    (micros as f64 / 1e6 * f64::from(self.inner.sample_rate().get())).round();
                frame as u64 * u64::from(self.inner.channels().get())
            }
        };
        self.wanted = self.levels.wanted();
    }
}

impl<S: Source> Iterator for Track<S> {
    type Item = Sample;

    fn next(&mut self) -> Option<Sample> {
        let rate = self.rate();
        if self.given.is_multiple_of(((rate * LOOK_S) as u64).max(1)) {
            self.look();
        }
        let fading = self.given.saturating_add((rate * FALL_S) as u64) >= self.ends_at;
        let wanted = if fading { 0.0 } else { self.wanted };
        // A track that is ended before it began makes no sound at all.
        if self.given >= self.ends_at && (self.gain < SILENCE || self.given == 0) {
            return None;
        }
        self.gain = if wanted < self.gain {
            (self.gain - 1.0 / (rate * FALL_S)).max(wanted)
        } else {
            (self.gain + 1.0 / (rate * RISE_S)).min(wanted)
        };
        let sample = self.inner.next()?;
        self.given += 1;
        Some(sample * self.gain * self.volume)
    }
}

impl<S: Source> Source for Track<S> {
    fn current_span_len(&self) -> Option<usize> {
        self.inner.current_span_len()
    }

    fn channels(&self) -> ChannelCount {
        self.inner.channels()
    }

    fn sample_rate(&self) -> SampleRate {
        self.inner.sample_rate()
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }

    fn try_seek(&mut self, position: Duration) -> Result<(), SeekError> {
        self.inner.try_seek(position)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use rodio::buffer::SamplesBuffer;

    use super::*;

    const RATE: usize = 1000;

    fn track(levels: &Arc<Levels>) -> (Track<SamplesBuffer>, Arc<Reins>) {
        let (channels, rate) = (NonZero::new(1).unwrap(), NonZero::new(RATE as u32).unwrap());
        let reins = Reins::new();
        let tone = SamplesBuffer::new(channels, rate, vec![1.0; 10 * RATE]);
        (Track::new(tone, 1.0, Arc::clone(&reins), Arc::clone(levels)), reins)
    }

    fn play(track: &mut Track<SamplesBuffer>, seconds: f32) -> Vec<f32> {
        track.take((seconds * RATE as f32) as usize).collect()
    }

    #[test]
    fn music_sinks_under_speech_and_comes_back_without_a_jump() {
        let levels = Arc::new(Levels::default());
        let (mut track, _) = track(&levels);
        assert_eq!(play(&mut track, 0.1).last(), Some(&1.0));
        let speaking = Softened::for_speech(&levels);
        let mut heard = play(&mut track, 0.15);
        assert!((heard.last().unwrap() - UNDER_SPEECH).abs() < 1e-3, "{heard:?}");
        drop(speaking);
        let back = play(&mut track, 0.41);
        assert_eq!(back.last(), Some(&1.0));
        assert!(back[RATE / 5] < 0.8, "it comes back slowly: {}", back[RATE / 5]);
        heard.extend(back);
        let jump = heard.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(jump < 0.01, "{jump}");
    }

    #[test]
    fn listening_is_softer_than_speech_and_each_counts_for_itself() {
        let levels = Arc::new(Levels::default());
        let (mut track, _) = track(&levels);
        let (one, other) = (Softened::for_speech(&levels), Softened::for_speech(&levels));
        let listening = Softened::for_listening(&levels);
        assert!((play(&mut track, 0.3).last().unwrap() - WHILE_LISTENING).abs() < 1e-3);
        drop(listening);
        drop(one);
        assert!((play(&mut track, 0.6).last().unwrap() - UNDER_SPEECH).abs() < 1e-3);
        drop(other);
        assert_eq!(play(&mut track, 0.6).last(), Some(&1.0));
    }

    #[test]
    fn a_track_ends_where_it_is_told_and_is_silent_by_then() {
        let levels = Arc::new(Levels::default());
        let (mut track, reins) = track(&levels);
        play(&mut track, 0.5);
        reins.end_at(Duration::from_millis(1200));
        let rest = play(&mut track, 5.0);
        assert_eq!(rest.len(), 700);
        assert!(rest[540] == 1.0 && rest[560] < 1.0, "the fade is short");
        assert!(*rest.last().unwrap() < 0.01);
        assert_eq!(reins.taken(), Duration::from_millis(1200));
    }

    #[test]
    fn a_track_that_is_ended_fades_from_where_it_is() {
        let levels = Arc::new(Levels::default());
        let (mut track, reins) = track(&levels);
        play(&mut track, 0.5);
        reins.end();
        let rest = play(&mut track, 5.0);
        assert!((140..=160).contains(&rest.len()), "{}", rest.len());
        let (mut waiting, reins) = super::tests::track(&levels);
        reins.end();
        assert_eq!(waiting.next(), None, "one that waited for its turn makes no sound");
    }
}
