//! The loudspeaker: a thread that owns rodio's stream.

use std::{
    collections::BTreeMap,
    io::Cursor,
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use rodio::{Decoder, DeviceSinkBuilder, MixerDeviceSink, Player, Source};

use crate::sound::{chime, looped::looped};

/// Music is so much softer while Nao speaks.
const DUCKED: f32 = 0.25;

/// Orders that may wait.
const WAITING_AT_MOST: usize = 64;

enum Order {
    Play { track: String, volume: f32 },
    StopMusic,
    Duck(bool),
    Chime(String),
    Speak(Vec<u8>),
    Hush,
    HushAll,
}

/// A handle to the loudspeaker. Cheap to clone. Without a sound card everything is silent, and
/// nothing fails.
#[derive(Debug, Clone)]
pub struct Sound {
    orders: Option<SyncSender<Order>>,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Order")
    }
}

impl Sound {
    /// Opens the loudspeaker. `tracks` are the files of the music by name. The second value says
    /// why there is no sound, if there is none.
    pub fn start(tracks: BTreeMap<String, PathBuf>) -> (Sound, Option<String>) {
        let (orders, orders_rx) = sync_channel(WAITING_AT_MOST);
        let (ready, ready_rx) = sync_channel(1);
        let spawned = thread::Builder::new().name("sound".into()).spawn(move || {
            match DeviceSinkBuilder::open_default_sink() {
                Ok(mut sink) => {
                    sink.log_on_drop(false);
                    // Fails only when nobody waits any more.
                    let _ = ready.send(None);
                    Speaker::new(sink, tracks).run(&orders_rx);
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
        match silent {
            None => (Sound { orders: Some(orders) }, None),
            Some(why) => (
                Sound::silent(),
                Some(format!("there is no sound card ({why}): music and chimes are silent")),
            ),
        }
    }

    /// A loudspeaker that makes no sound.
    pub fn silent() -> Sound {
        Sound { orders: None }
    }

    /// Plays a track in a loop, instead of what plays. `volume` is from 0 to 1.
    pub fn play(&self, track: &str, volume: f64) {
        self.order(Order::Play { track: track.to_owned(), volume: volume.clamp(0.0, 1.0) as f32 });
    }

    /// Ends the music.
    pub fn stop_music(&self) {
        self.order(Order::StopMusic);
    }

    /// Softens the music while Nao speaks.
    pub fn duck(&self, softer: bool) {
        self.order(Order::Duck(softer));
    }

    /// Plays `listen`, `right` or `attention`.
    pub fn chime(&self, name: &str) {
        self.order(Order::Chime(name.to_owned()));
    }

    /// Ends everything at once.
    pub fn hush_all(&self) {
        self.order(Order::HushAll);
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
}

struct Speaker {
    sink: MixerDeviceSink,
    tracks: BTreeMap<String, PathBuf>,
    music: Option<(Player, f32)>,
    voice: Option<Player>,
    chimes: Option<Player>,
    ducked: bool,
}

impl Speaker {
    fn new(sink: MixerDeviceSink, tracks: BTreeMap<String, PathBuf>) -> Speaker {
        Speaker { sink, tracks, music: None, voice: None, chimes: None, ducked: false }
    }

    fn run(mut self, orders: &Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            match order {
                Order::Play { track, volume } => self.play(&track, volume),
                Order::StopMusic => self.music = None,
                Order::Duck(ducked) => {
                    self.ducked = ducked;
                    self.set_music_volume();
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
                    self.music = None;
                    self.voice = None;
                    self.chimes = None;
                }
            }
        }
    }

    fn play(&mut self, track: &str, volume: f32) {
        self.music = None;
        let Some(path) = self.tracks.get(track) else {
            tracing::warn!("there is no music “{track}”");
            return;
        };
        match looped(path) {
            Ok(music) => {
                let player = self.playing(music);
                self.music = Some((player, volume));
                self.set_music_volume();
            }
            Err(error) => tracing::warn!("{} cannot be played: {error}", path.display()),
        }
    }

    fn set_music_volume(&self) {
        if let Some((player, volume)) = &self.music {
            player.set_volume(if self.ducked { volume * DUCKED } else { *volume });
        }
    }

    /// A player of its own for a sound; it falls silent when it is dropped.
    fn playing(&self, sound: impl Source + Send + 'static) -> Player {
        let player = Player::connect_new(self.sink.mixer());
        player.append(sound);
        player
    }
}
