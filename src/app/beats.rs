//! When what was asked for on a beat begins: the class's beat, and those who begin on it together.

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch,
    task::yield_now,
    time::{Instant, sleep_until},
};

use crate::sound::{Grid, Playing, Sound};

/// Between the choice of a beat and its command: the least time in which a busy machine comes
/// round to it.
pub(super) const AHEAD: Duration = Duration::from_millis(20);

/// Whoever must be on time is awake so long before.
const AWAKE: Duration = Duration::from_millis(2);

/// A clock that shows the same for so long is not the machine's.
const STANDS_STILL: Duration = Duration::from_micros(100);

/// A command that would be later than this waits for the next beat: what comes between two beats
/// puts everybody out of step, and this much nobody notices.
const LATE_AT_MOST: Duration = Duration::from_millis(30);

/// The beat of one class: of its music, or of a silent metronome.
#[derive(Debug, Clone)]
pub struct Beats {
    sound: Sound,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    music: Option<Playing>,
    metronome: Option<Grid>,
}

/// Beats on which a movement may begin.
#[derive(Debug, Clone, Copy)]
struct Steps {
    grid: Grid,
    /// Every so many of them.
    every: u32,
}

impl Steps {
    fn next(&self, moment: Instant) -> Instant {
        self.grid.next(moment, self.every)
    }
}

impl Beats {
    /// A class without music so far.
    pub fn new(sound: Sound) -> Beats {
        Beats { sound, state: Arc::default() }
    }

    /// The class plays a track.
    pub fn play(&self, track: &str, volume: f64) {
        let music = self.sound.play(track, volume);
        *self.state() = State { music: Some(music), metronome: None };
    }

    /// The class plays no music any more.
    pub fn stop_music(&self) {
        if let Some(music) = self.state().music.take() {
            self.sound.stop_music(music);
        }
    }

    /// The beats for a movement at `bpm`: those of the music, else of the metronome, which begins
    /// `soon` when it does not go at this tempo yet.
    async fn steps(&self, bpm: f64, soon: Instant) -> Steps {
        let music = self.state().music;
        if let Some(music) = music
            && let Some(grid) = self.sound.beats(music).await
        {
            return Steps { grid, every: grid.beats_of(bpm) };
        }
        let mut state = self.state();
        let grid = match state.metronome {
            Some(grid) if grid.is_at(bpm) => grid,
            _ => Grid::new(soon, bpm, 1),
        };
        state.metronome = Some(grid);
        Steps { grid, every: 1 }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those who begin on the same beat: it is chosen when all of them are ready.
#[derive(Debug)]
pub struct Meeting {
    beats: Beats,
    bpm: f64,
    /// How many are not ready yet.
    missing: watch::Sender<usize>,
    ready: Mutex<Ready>,
    chosen: OnceLock<(Steps, Instant)>,
}

/// What is known of those who are ready.
#[derive(Debug, Default)]
struct Ready {
    /// The longest way to the robot of all of them.
    lead: Duration,
    /// The soonest that those who are still on their way can be at the robot.
    coming: Option<Instant>,
}

/// A place at a meeting. Whoever drops it comes no more, and is not waited for.
#[derive(Debug)]
pub struct Seat {
    meeting: Arc<Meeting>,
    ready: bool,
}

impl Meeting {
    /// So many places; a movement's tempo in beats a minute.
    pub fn of(places: usize, beats: &Beats, bpm: f64) -> Vec<Seat> {
        let meeting = Arc::new(Meeting {
            beats: beats.clone(),
            bpm,
            missing: watch::Sender::new(places),
            ready: Mutex::default(),
            chosen: OnceLock::new(),
        });
        (0..places).map(|_| Seat { meeting: Arc::clone(&meeting), ready: false }).collect()
    }

    fn ready(&self) -> std::sync::MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The soonest that all of them can be at the robot.
    fn soonest(&self) -> Instant {
        let ready = self.ready();
        let now = Instant::now() + ready.lead;
        ready.coming.map_or(now, |coming| coming.max(now)) + AHEAD
    }

    async fn choose(&self) -> (Steps, Instant) {
        let soonest = self.soonest();
        let steps = self.beats.steps(self.bpm, soonest).await;
        // Waiting for the music to begin may have taken a while.
        let soonest = soonest.max(self.soonest());
        *self.chosen.get_or_init(|| (steps, steps.next(soonest)))
    }
}

impl Seat {
    /// Waits until what takes `lead` to reach the robot must be sent to be there on the beat.
    /// `before` is called so much earlier than that. Tells the beat.
    pub async fn on_the_beat(
        mut self,
        lead: Duration,
        before: Duration,
        call: impl FnOnce(),
    ) -> Instant {
        self.goes_by(lead, None);
        // The meeting is there as long as this seat: this cannot fail.
        let _ = self.meeting.missing.subscribe().wait_for(|missing| *missing == 0).await;
        let (steps, mut beat) = self.meeting.choose().await;
        sleep_until(back(beat, lead + before)).await;
        call();
        loop {
            on_time(back(beat, lead)).await;
            let now = Instant::now();
            if now + lead <= beat + LATE_AT_MOST {
                return beat;
            }
            beat = steps.next(now + lead);
        }
    }

    /// Nobody need wait for it: it will be ready at a moment, and what takes `lead` to reach the
    /// robot is sent then at the soonest.
    pub fn will_be_ready(&mut self, at: Instant, lead: Duration) {
        self.goes_by(lead, Some(at + lead));
    }

    fn goes_by(&mut self, lead: Duration, coming: Option<Instant>) {
        {
            let mut ready = self.meeting.ready();
            ready.lead = ready.lead.max(lead);
            ready.coming = ready.coming.max(coming);
        }
        self.is_ready();
    }

    fn is_ready(&mut self) {
        if !std::mem::replace(&mut self.ready, true) {
            self.meeting.missing.send_modify(|missing| *missing = missing.saturating_sub(1));
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.is_ready();
    }
}

/// Sleeps until shortly before a moment, and then stays awake: a busy machine wakes a sleeper
/// some milliseconds late, and lets go on whoever is awake. Others have their turn all the while.
async fn on_time(moment: Instant) {
    sleep_until(back(moment, AWAKE)).await;
    let (awake, since) = (std::time::Instant::now(), Instant::now());
    loop {
        let now = Instant::now();
        if now >= moment {
            return;
        }
        // The clock of a test moves only while everybody sleeps.
        if now == since && awake.elapsed() > STANDS_STILL {
            sleep_until(moment).await;
            return;
        }
        yield_now().await;
    }
}

/// So much before a moment; now, when there is no such moment.
fn back(moment: Instant, by: Duration) -> Instant {
    moment.checked_sub(by).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use tokio::{join, time::sleep};

    use super::*;
    use crate::{motion::Tempos, script::Pulse, sound::Tune};

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    fn beats() -> Beats {
        let walk = Tune { file: PathBuf::new(), tempo: 100.0, first_beat_s: 0.0, meter: 4 };
        Beats::new(Sound::without_card([("walk".to_owned(), walk)].into()))
    }

    /// Begins alone; when it is sent, since `began`, ms.
    async fn alone(beats: &Beats, bpm: f64, lead: u64, began: Instant) -> u128 {
        let seat = Meeting::of(1, beats, bpm).remove(0);
        seat.on_the_beat(ms(lead), Duration::ZERO, || {}).await;
        began.elapsed().as_millis()
    }

    #[tokio::test(start_paused = true)]
    async fn the_metronome_begins_at_once_and_holds_its_grid() {
        let (beats, began) = (beats(), Instant::now());
        assert_eq!(alone(&beats, 60.0, 30, began).await, 20, "the beat itself is at 50 ms");
        sleep(ms(2_345)).await;
        assert_eq!(alone(&beats, 60.0, 30, began).await, 3_020);
        assert_eq!(alone(&beats, 60.0, 100, began).await, 3_950, "a longer way is begun earlier");
        sleep(ms(10)).await;
        assert_eq!(alone(&beats, 50.0, 0, began).await, 3_980, "another tempo, another grid");
    }

    #[tokio::test(start_paused = true)]
    async fn music_leads_and_a_slower_movement_takes_every_second_beat() {
        let (beats, began) = (beats(), Instant::now());
        beats.play("walk", 0.5);
        sleep(ms(100)).await;
        assert_eq!(alone(&beats, 50.0, 0, began).await, 1_200);
        sleep(ms(50)).await;
        assert_eq!(alone(&beats, 100.0, 0, began).await, 1_800);
        sleep(ms(50)).await;
        assert_eq!(alone(&beats, 73.0, 0, began).await, 2_400, "no multiple: the next beat");
        beats.stop_music();
        sleep(ms(50)).await;
        assert_eq!(alone(&beats, 73.0, 0, began).await, 2_470, "then the metronome");
    }

    /// What the session takes for a beat of the music is one here.
    #[test]
    fn whatever_tempo_the_session_finds_is_made_of_beats_of_the_music() {
        for tempo in (40..=160).map(f64::from) {
            let pulse = Pulse { tempo, meter: Some(4) };
            let grid = Grid::new(Instant::now(), tempo, 4);
            for wanted in (30..=90).map(f64::from) {
                let proven = Tempos { least: 30.0, most: 90.0 };
                let Some(found) = pulse.nearest(wanted, wanted, proven, wanted) else { continue };
                let whole = f64::from(grid.beats_of(found)) * found;
                assert!((whole - tempo).abs() < 1e-9, "{found} to {tempo}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_count_and_the_movement_begin_on_the_same_beat() {
        let (beats, began) = (beats(), Instant::now());
        beats.play("walk", 0.5);
        sleep(ms(1)).await;
        let mut seats = Meeting::of(2, &beats, 100.0);
        let (movement, count) = (seats.remove(0), seats.remove(0));
        let moved = async {
            // The robot is looked at first.
            sleep(ms(580)).await;
            movement.on_the_beat(ms(40), Duration::ZERO, || {}).await;
            began.elapsed().as_millis()
        };
        let counted = async {
            let mut softened = 0;
            let soften = || softened = began.elapsed().as_millis();
            count.on_the_beat(ms(90), ms(150), soften).await;
            (softened, began.elapsed().as_millis())
        };
        assert_eq!(join!(moved, counted), (1_160, (960, 1_110)));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_come_is_not_waited_for() {
        let (beats, began) = (beats(), Instant::now());
        let mut seats = Meeting::of(2, &beats, 60.0);
        let (refused, count) = (seats.remove(0), seats.remove(0));
        let refused = async {
            sleep(ms(300)).await;
            drop(refused);
        };
        let counted = count.on_the_beat(Duration::ZERO, Duration::ZERO, || {});
        join!(refused, counted);
        assert_eq!(began.elapsed(), ms(320));
    }

    #[tokio::test(start_paused = true)]
    async fn a_beat_that_is_missed_is_followed_by_the_next_one() {
        let (beats, began) = (beats(), Instant::now());
        assert_eq!(alone(&beats, 60.0, 0, began).await, 20);
        let seat = Meeting::of(1, &beats, 60.0).remove(0);
        // The machine stands still over the beat at 1,020 ms.
        let stalled = || {};
        let sent = seat.on_the_beat(ms(10), ms(500), stalled);
        let stall = async {
            sleep(ms(600)).await;
            tokio::time::advance(ms(500)).await;
        };
        join!(sent, stall);
        assert_eq!(began.elapsed(), ms(2_010));
    }
}
