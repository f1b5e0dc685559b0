//! Where beats fall. Pure arithmetic: moments come in, moments go out.

use std::time::Duration;

use tokio::time::Instant;

/// A movement's tempo may differ so much from a whole part of the music's and still go with it:
/// over a repetition of eight beats that is a sixth of a beat, which nobody hears.
const TOLERANCE: f64 = 0.02;

/// Nobody feels a beat of a movement that is made of more beats of the music.
const MOST_BEATS: u32 = 8;

/// Beats that follow each other evenly, for ever, from the first one on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    first: Instant,
    bpm: f64,
    meter: u32,
}

impl Grid {
    /// Beats from `first` on, which begins a bar, at `bpm` beats a minute (greater than 0), with
    /// `meter` beats a bar.
    pub fn new(first: Instant, bpm: f64, meter: u32) -> Grid {
        Grid { first, bpm, meter: meter.max(1) }
    }

    /// Beats a minute.
    pub fn bpm(&self) -> f64 {
        self.bpm
    }

    /// The first beat.
    pub fn first(&self) -> Instant {
        self.first
    }

    /// The beat of a number, the first being 0.
    pub fn beat(&self, number: u64) -> Instant {
        self.first + Duration::from_secs_f64(number as f64 * 60.0 / self.bpm)
    }

    /// The first beat that is not before a moment and whose number `every` divides. Before the
    /// first beat there is none.
    pub fn next(&self, moment: Instant, every: u32) -> Instant {
        let every = u64::from(every.max(1));
        let step = every as f64 * 60.0 / self.bpm;
        let passed = moment.saturating_duration_since(self.first).as_secs_f64() / step;
        // A moment that is a beat is not before itself, however its fraction was rounded.
        let number = (passed - 1e-6).ceil().max(0.0) as u64;
        self.beat(number * every)
    }

    /// The first bar that begins not before a moment.
    pub fn next_bar(&self, moment: Instant) -> Instant {
        self.next(moment, self.meter)
    }

    /// How many of these beats make one beat of a movement at `bpm`; 1 when none do, so that it
    /// begins on a beat all the same. Counted from the first beat, which begins a bar, so that
    /// the movement's beats fall alike in each bar wherever the meter lets them.
    pub fn beats_of(&self, bpm: f64) -> u32 {
        let ratio = self.bpm / bpm;
        let whole = ratio.round();
        if (1.0..=f64::from(MOST_BEATS)).contains(&whole)
            && (ratio / whole - 1.0).abs() <= TOLERANCE
        {
            whole as u32
        } else {
            1
        }
    }

    /// Whether a movement at `bpm` has these beats as its own.
    pub fn is_at(&self, bpm: f64) -> bool {
        (self.bpm / bpm - 1.0).abs() < 1e-6
    }
}

/// Looks of this length are kept together, s.
const PIECE_S: u64 = 1;

/// So many of them tell where the track began: long enough to hold pieces that were taken in
/// time, short enough to follow a device whose clock is not ours, and to get over a gap.
const PIECES: usize = 4;

/// When a track began, told by a device that takes it in pieces: in time, or too late, but never
/// too early. So what it took earliest of the last seconds is the truth.
#[derive(Debug, Default)]
pub(super) struct Anchor {
    /// Number of the piece of time, and the earliest beginning that was seen in it.
    seen: [Option<(u64, Instant)>; PIECES],
}

impl Anchor {
    /// The device has just taken everything up to `position` of the track.
    pub(super) fn taken(&mut self, position: Duration, now: Instant) {
        let Some(began) = now.checked_sub(position) else { return };
        let piece = position.as_secs() / PIECE_S;
        let kept = &mut self.seen[piece as usize % PIECES];
        match kept {
            Some((number, earliest)) if *number == piece => *earliest = (*earliest).min(began),
            _ => *kept = Some((piece, began)),
        }
    }

    /// When the track's first sample was taken, as far as can be told.
    pub(super) fn began(&self) -> Option<Instant> {
        self.seen.iter().flatten().map(|(_, began)| *began).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn the_next_beat_is_never_before_the_moment() {
        let first = Instant::now();
        let grid = Grid::new(first, 100.0, 4);
        assert_eq!(grid.next(first, 1), first);
        assert_eq!(grid.next(first + ms(1), 1), first + ms(600));
        assert_eq!(grid.next(first + ms(600), 1), first + ms(600));
        assert_eq!(grid.next(first + ms(601), 2), first + ms(1200));
        assert_eq!(grid.next_bar(first + ms(601)), first + ms(2400));
        assert_eq!(grid.next(first - ms(50), 1), first, "there is none before the first");
    }

    #[test]
    fn beats_do_not_creep() {
        let first = Instant::now();
        let grid = Grid::new(first, 107.0, 4);
        let mut at = first;
        for number in 0..10_000 {
            assert_eq!(at, grid.beat(number));
            at = grid.next(at + ms(10), 1);
        }
    }

    #[test]
    fn a_movement_takes_the_beats_that_go_with_it() {
        let grid = |bpm| Grid::new(Instant::now(), bpm, 4);
        assert_eq!(grid(100.0).beats_of(50.0), 2);
        assert_eq!(grid(100.0).beats_of(51.0), 2, "within 2 %");
        assert_eq!(grid(100.0).beats_of(52.0), 1, "too far: on any beat");
        assert_eq!(grid(120.0).beats_of(40.0), 3);
        assert_eq!(grid(60.0).beats_of(60.0), 1);
        assert_eq!(grid(60.0).beats_of(120.0), 1, "each beat of the music is one of the movement");
    }

    #[test]
    fn a_late_device_does_not_move_the_beginning() {
        let began = Instant::now();
        let mut anchor = Anchor::default();
        assert_eq!(anchor.began(), None);
        // Pieces of 40 ms, each up to 30 ms late; now and then one in time.
        for piece in 0..100_u64 {
            let late = if piece % 10 == 0 { 0 } else { piece * 7 % 30 };
            anchor.taken(ms(40 * piece), began + ms(40 * piece + late));
        }
        assert_eq!(anchor.began(), Some(began));
    }

    #[test]
    fn a_gap_in_the_music_is_got_over() {
        let began = Instant::now();
        let mut anchor = Anchor::default();
        for piece in 0..500_u64 {
            let gap = if piece > 250 { 90 } else { 0 };
            anchor.taken(ms(40 * piece), began + ms(40 * piece + gap));
        }
        assert_eq!(anchor.began(), Some(began + ms(90)));
    }
}
