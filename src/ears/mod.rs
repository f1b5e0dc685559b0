//! Sound in, hypotheses out: capture, 16 kHz mono, Vosk on its own thread.
