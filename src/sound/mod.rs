//! Music, chimes, and the virtual Nao's voice, on the loudspeaker of this machine.

mod chime;
mod player;
mod voice;

pub use player::Sound;
pub use voice::Voice;
