//! Music with a beat clock, chimes, and the virtual Nao's voice, on the loudspeaker of this machine.
//!
//! `player` is the loudspeaker and its thread; `music` is what a track does between decoder and
//! device (fades, ends on a beat, tells its position); `beat` is where beats fall.

mod beat;
mod chime;
mod length;
mod looped;
mod music;
mod player;
mod voice;

pub use beat::Grid;
pub use length::track_length;
pub use looped::looped;
pub use music::Softened;
pub use player::{Playing, Sound, Tune};
pub use voice::Voice;
