//! Music, chimes, and the virtual Nao's voice, on the loudspeaker of this machine.

mod chime;
mod looped;
mod player;
mod voice;

pub use looped::looped;
pub use player::Sound;
pub use voice::Voice;
