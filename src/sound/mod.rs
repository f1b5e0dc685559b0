//! Music, chimes, and the virtual Nao's voice.
