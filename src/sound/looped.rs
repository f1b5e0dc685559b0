//! A piece of music that begins again where it ends.

use std::{fs::File, io::BufReader, path::Path};

use rodio::{Decoder, decoder::LoopedDecoder};

/// Opens a file that is played over and over, without a gap between its end and its beginning.
///
/// An Ogg file's last block is longer than what belongs to it, and only its last page says by how
/// much. The decoder looks there when it knows how long the file is; if not, each round would
/// last some 20 ms too long, and the beat would be lost.
///
/// # Errors
/// Why it cannot be played.
pub fn looped(file: &Path) -> Result<LoopedDecoder<BufReader<File>>, String> {
    let opened = File::open(file).map_err(|error| error.to_string())?;
    let bytes = opened.metadata().map_err(|error| error.to_string())?.len();
    Decoder::builder()
        .with_data(BufReader::new(opened))
        .with_byte_len(bytes)
        .with_seekable(true)
        .build_looped()
        .map_err(|error| error.to_string())
}
