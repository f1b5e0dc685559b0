//! The loudspeaker: a thread that owns rodio's stream, and tells where the beats of the music are.

use std::{
    collections::BTreeMap,
    io::Cursor,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use rodio::{Decoder, DeviceSinkBuilder, MixerDeviceSink, Player, Source, cpal::BufferSize};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

use crate::sound::{
    beat::Grid,
    chime,
    looped::looped,
    music::{Levels, Reins, Softened, Track},
};

/// Orders that may wait.
const WAITING_AT_MOST: usize = 64;

/// Between two looks at how far the music has come.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The device is asked for pieces of this length, and rings two of them (rodio's `from_device`
/// asks for 50 ms, rounded to a power of two; cpal's ALSA ring is two periods).
const PIECES_IN_THE_RING: f64 = 2.0;

/// A change of music must reach the track before its piece with the change is taken.
const CHANGE_AHEAD: Duration = Duration::from_millis(400);

/// A change waits for the next bar, but not longer than this: then for a beat.
const CHANGE_WITHIN: Duration = Duration::from_millis(3000);

/// Music that was ordered begins within this time, or not at all.
const BEGINS_WITHIN: Duration = Duration::from_secs(5);

/// A piece of music that can be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Tune {
    /// Its file, made to be looped: a whole number of beats long.
    pub file: PathBuf,
    /// Beats a minute, greater than 0.
    pub tempo: f64,
    /// Where in the file its first bar begins, s.
    pub first_beat_s: f64,
    /// Beats a bar, at least 1.
    pub meter: u32,
}

/// The number of a piece of music that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Playing(u64);

/// Where the music is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Beat {
    /// None plays.
    Silence,
    /// It has been asked for, and is not heard yet.
    Coming(Playing),
    /// It is heard, on these beats.
    Heard(Playing, Grid),
}

enum Order {
    Play { number: Playing, track: String, volume: f32 },
    StopMusic(Playing),
    Chime(String),
    Speak(Vec<u8>),
    Hush,
    HushAll,
}

/// A handle to the loudspeaker. Cheap to clone. Without a sound card everything is silent, and
/// nothing fails: the beats of the music go on as if it were heard.
#[derive(Debug, Clone)]
pub struct Sound {
    orders: Option<SyncSender<Order>>,
    tunes: Arc<BTreeMap<String, Tune>>,
    levels: Arc<Levels>,
    beat: watch::Sender<Beat>,
    numbers: Arc<AtomicU64>,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Order")
    }
}

impl Sound {
    /// Opens the loudspeaker. `tunes` are the music by name; `latency` is what the loudspeaker
    /// adds to this machine's own buffer. The second value says why there is no sound, if there
    /// is none.
    pub fn start(tunes: BTreeMap<String, Tune>, latency: Duration) -> (Sound, Option<String>) {
        let (orders, orders_rx) = sync_channel(WAITING_AT_MOST);
        let (ready, ready_rx) = sync_channel(1);
        let mut sound = Sound::without_card(tunes);
        let speaker = sound.clone();
        let spawned = thread::Builder::new().name("sound".into()).spawn(move || {
            match DeviceSinkBuilder::open_default_sink() {
                Ok(mut sink) => {
                    sink.log_on_drop(false);
                    // Fails only when nobody waits any more.
                    let _ = ready.send(None);
                    let latency = latency + buffered(&sink);
                    Speaker::new(sink, speaker, latency).run(&orders_rx);
                }
                Err(error) => {
                    let _ = ready.send(Some(error.to_string()));
                }
            }
        });
        let silent = match spawned {
            Err(error) => Some(error.to_string()),
            Ok(_) => ready_rx.recv().unwrap_or_else(|_| Some("the sound system gave up".into())),
        };
        let why = silent
            .map(|why| format!("there is no sound card ({why}): music and chimes are silent"));
        if why.is_none() {
            sound.orders = Some(orders);
        }
        (sound, why)
    }

    /// A loudspeaker that makes no sound and has no music.
    pub fn silent() -> Sound {
        Sound::without_card(BTreeMap::new())
    }

    /// A loudspeaker that makes no sound; the beats of its music go on all the same.
    pub fn without_card(tunes: BTreeMap<String, Tune>) -> Sound {
        Sound {
            orders: None,
            tunes: Arc::new(tunes),
            levels: Arc::default(),
            beat: watch::Sender::new(Beat::Silence),
            numbers: Arc::default(),
        }
    }

    /// Plays a track in a loop; what plays gives way to it at its next bar. `volume` is from 0
    /// to 1.
    pub fn play(&self, track: &str, volume: f64) -> Playing {
        let number = Playing(self.numbers.fetch_add(1, Ordering::Relaxed));
        match &self.orders {
            Some(_) => {
                self.beat.send_replace(Beat::Coming(number));
                let volume = volume.clamp(0.0, 1.0) as f32;
                self.order(Order::Play { number, track: track.to_owned(), volume });
            }
            None => self.play_unheard(number, track),
        }
        number
    }

    fn play_unheard(&self, number: Playing, track: &str) {
        let now = Instant::now();
        self.beat.send_modify(|beat| {
            let begins = match beat {
                Beat::Heard(_, grid) => grid.next_bar(now).max(now),
                Beat::Silence | Beat::Coming(_) => now,
            };
            *beat = match self.tunes.get(track) {
                Some(tune) => Beat::Heard(number, grid_of(tune, begins)),
                None => {
                    tracing::warn!("there is no music “{track}”");
                    Beat::Silence
                }
            };
        });
    }

    /// Ends this music, if it is what plays.
    pub fn stop_music(&self, number: Playing) {
        match &self.orders {
            Some(_) => self.order(Order::StopMusic(number)),
            None => self.fell_silent(|playing| playing == number),
        }
    }

    /// The beats of this music, as they are heard; waits until it has begun. `None` when it does
    /// not play (any more).
    pub async fn beats(&self, number: Playing) -> Option<Grid> {
        let mut beat = self.beat.subscribe();
        let begun = beat.wait_for(|beat| *beat != Beat::Coming(number));
        match timeout(BEGINS_WITHIN, begun).await {
            Ok(Ok(beat)) => match *beat {
                Beat::Heard(playing, grid) if playing == number => Some(grid),
                _ => None,
            },
            _ => None,
        }
    }

    /// Softens the music while Nao speaks, until what is given back is dropped.
    pub fn soften_for_speech(&self) -> Softened {
        Softened::for_speech(&self.levels)
    }

    /// Makes the music very soft while Nao listens, until what is given back is dropped.
    pub fn soften_for_listening(&self) -> Softened {
        Softened::for_listening(&self.levels)
    }

    /// Plays `listen`, `right` or `attention`.
    pub fn chime(&self, name: &str) {
        self.order(Order::Chime(name.to_owned()));
    }

    /// Ends everything at once.
    pub fn hush_all(&self) {
        match &self.orders {
            Some(_) => self.order(Order::HushAll),
            None => self.fell_silent(|_| true),
        }
    }

    /// Plays a voice from a WAV in memory.
    pub(super) fn speak(&self, wav: Vec<u8>) {
        self.order(Order::Speak(wav));
    }

    /// Ends the voice.
    pub(super) fn hush(&self) {
        self.order(Order::Hush);
    }

    fn order(&self, order: Order) {
        let Some(orders) = &self.orders else { return };
        if orders.try_send(order).is_err() {
            tracing::warn!("the loudspeaker does not answer");
        }
    }

    /// No music of those asked for plays any more.
    fn fell_silent(&self, these: impl Fn(Playing) -> bool) {
        self.beat.send_if_modified(|beat| {
            let (Beat::Coming(playing) | Beat::Heard(playing, _)) = *beat else { return false };
            let ended = these(playing);
            if ended {
                *beat = Beat::Silence;
            }
            ended
        });
    }
}

/// The beats of a tune that began at a moment.
fn grid_of(tune: &Tune, began: Instant) -> Grid {
    let first = began + Duration::try_from_secs_f64(tune.first_beat_s).unwrap_or_default();
    Grid::new(first, tune.tempo, tune.meter)
}

/// From the moment at which the device has taken a sample to the moment at which it is heard:
/// the ring is full then.
fn buffered(sink: &MixerDeviceSink) -> Duration {
    let config = sink.config();
    match config.buffer_size() {
        BufferSize::Fixed(frames) => {
            let frames = f64::from(*frames) * PIECES_IN_THE_RING;
            Duration::from_secs_f64(frames / f64::from(config.sample_rate().get()))
        }
        BufferSize::Default => Duration::ZERO,
    }
}

/// A track that plays, or that comes after what plays.
struct Music {
    number: Playing,
    tune: Tune,
    reins: Arc<Reins>,
}

struct Speaker {
    sink: MixerDeviceSink,
    handle: Sound,
    latency: Duration,
    /// Plays one track after the other.
    turntable: Option<Player>,
    music: Option<Music>,
    voice: Option<Player>,
    chimes: Option<Player>,
}

impl Speaker {
    fn new(sink: MixerDeviceSink, handle: Sound, latency: Duration) -> Speaker {
        Speaker { sink, handle, latency, turntable: None, music: None, voice: None, chimes: None }
    }

    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            let order = if self.music.is_some() {
                match orders.recv_timeout(LOOK_EVERY) {
                    Ok(order) => Some(order),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            } else {
                match orders.recv() {
                    Ok(order) => Some(order),
                    Err(_) => return,
                }
            };
            if let Some(order) = order {
                self.obey(order);
            }
            self.tell_beat();
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Play { number, track, volume } => {
                if let Err(error) = self.play(number, &track, volume) {
                    tracing::warn!("{error}");
                    self.stop_music();
                    self.handle.fell_silent(|playing| playing == number);
                }
            }
            Order::StopMusic(number) => {
                if self.music.as_ref().is_some_and(|music| music.number == number) {
                    self.stop_music();
                    self.handle.fell_silent(|playing| playing == number);
                }
            }
            Order::Chime(name) => {
                if let Some(sound) = chime::chime(&name) {
                    self.chimes = Some(self.playing(sound));
                }
            }
            Order::Speak(wav) => match Decoder::new(Cursor::new(wav)) {
                Ok(sound) => self.voice = Some(self.playing(sound)),
                Err(error) => tracing::warn!("a sentence cannot be played: {error}"),
            },
            Order::Hush => self.voice = None,
            Order::HushAll => {
                self.turntable = None;
                self.music = None;
                self.voice = None;
                self.chimes = None;
                self.handle.fell_silent(|_| true);
            }
        }
    }

    fn play(&mut self, number: Playing, track: &str, volume: f32) -> Result<(), String> {
        let tune = self.handle.tunes.get(track).cloned();
        let tune = tune.ok_or_else(|| format!("there is no music “{track}”"))?;
        let decoder = looped(&tune.file)
            .map_err(|error| format!("{} cannot be played: {error}", tune.file.display()))?;
        if let Some(before) = &self.music {
            before.reins.end_at(change_of(&before.tune, before.reins.taken()));
        }
        let reins = Reins::new();
        let levels = Arc::clone(&self.handle.levels);
        let music = Track::new(decoder, volume, Arc::clone(&reins), levels);
        match &self.turntable {
            Some(turntable) => turntable.append(music),
            None => self.turntable = Some(self.playing(music)),
        }
        self.music = Some(Music { number, tune, reins });
        Ok(())
    }

    /// The music fades and ends.
    fn stop_music(&mut self) {
        if let Some(music) = self.music.take() {
            music.reins.end();
        }
        if let Some(turntable) = self.turntable.take() {
            turntable.detach();
        }
    }

    /// Tells where the beats are, as far as the device has told it.
    fn tell_beat(&self) {
        let Some(music) = &self.music else { return };
        let Some(began) = music.reins.began() else { return };
        let heard = Beat::Heard(music.number, grid_of(&music.tune, began + self.latency));
        self.handle.beat.send_if_modified(|beat| {
            // Somebody has asked for other music meanwhile.
            let newer = matches!(beat, Beat::Coming(number) if *number != music.number);
            let changed = !newer && *beat != heard;
            if changed {
                *beat = heard;
            }
            changed
        });
    }

    /// A player of its own for a sound; it falls silent when it is dropped.
    fn playing(&self, sound: impl Source + Send + 'static) -> Player {
        let player = Player::connect_new(self.sink.mixer());
        player.append(sound);
        player
    }
}

/// The position at which a track that was taken so far gives way to another: its next bar, or
/// when that is far its next beat.
fn change_of(tune: &Tune, taken: Duration) -> Duration {
    let soonest = (taken + CHANGE_AHEAD).as_secs_f64() - tune.first_beat_s;
    let beat = 60.0 / tune.tempo;
    let next = |length: f64| (soonest / length).ceil().max(0.0) * length;
    let bar = next(beat * f64::from(tune.meter));
    let change = if bar - soonest <= CHANGE_WITHIN.as_secs_f64() { bar } else { next(beat) };
    Duration::try_from_secs_f64(change + tune.first_beat_s).unwrap_or(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tune(tempo: f64, meter: u32) -> Tune {
        Tune { file: PathBuf::new(), tempo, first_beat_s: 0.0, meter }
    }

    fn sound() -> Sound {
        let tunes = [("walk", tune(100.0, 4)), ("waltz", tune(120.0, 3))];
        Sound::without_card(tunes.map(|(name, tune)| (name.to_owned(), tune)).into())
    }

    #[test]
    fn a_change_waits_for_the_bar_or_a_beat() {
        let change = |tempo, meter, taken| {
            change_of(&tune(tempo, meter), Duration::from_millis(taken)).as_secs_f64()
        };
        assert_eq!(change(120.0, 4, 1_000), 2.0);
        assert_eq!(change(120.0, 4, 1_700), 4.0, "too late for the bar at 2 s");
        assert_eq!(change(60.0, 4, 100), 1.0, "the bar is far: on a beat");
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_card_the_beats_go_on() {
        let sound = sound();
        let walk = sound.play("walk", 0.5);
        let began = Instant::now();
        tokio::time::advance(Duration::from_millis(700)).await;
        let grid = sound.beats(walk).await.unwrap();
        assert_eq!((grid.bpm(), grid.first()), (100.0, began));
        let waltz = sound.play("waltz", 0.5);
        assert_eq!(sound.beats(walk).await, None, "one music at a time");
        let grid = sound.beats(waltz).await.unwrap();
        assert_eq!(grid.first(), began + Duration::from_millis(2400), "it begins at the bar");
        sound.stop_music(walk);
        assert!(sound.beats(waltz).await.is_some(), "what gave way is not ended again");
        sound.stop_music(waltz);
        assert_eq!(sound.beats(waltz).await, None);
        let unknown = sound.play("march", 0.5);
        assert_eq!(sound.beats(unknown).await, None);
    }
}
