//! Korean spelling to sounds: the letters of each syllable, with those that sound the same today
//! made one, and final consonants as they are closed.
//!
//! Consonants, plain, tense and breathed: `g G k`, `d D t`, `b B p`, `j J c`, `s S`; `n m l h`, and
//! `x` for the final ㅇ. Vowels: `a y` (ㅏ ㅑ), `1 2` (ㅓ ㅕ), `o 3` (ㅗ ㅛ), `u 4` (ㅜ ㅠ), `0` (ㅡ),
//! `i`, `e 5` (ㅔ ㅖ, and ㅐ ㅒ), `w` before a vowel.

use super::Costs;

pub(super) const COSTS: Costs = Costs {
    alike: &[
        b"gGk", b"dDt", b"bBp", b"jJc", b"sS", b"nmx", b"nl", b"1o", b"23", b"0u", b"0i", b"12",
        b"o3", b"u4", b"ay", b"e5", b"ei", b"2i",
    ],
    kin: &[b"ou", b"a1", b"ln", b"sj", b"dl", b"gh", b"oa"],
    weak: b"nxhwl",
};

const FIRST: [&str; 19] =
    ["g", "G", "n", "d", "D", "l", "m", "b", "B", "s", "S", "", "j", "J", "c", "k", "t", "p", "h"];

const MIDDLE: [&str; 21] = [
    "a", "e", "y", "5", "1", "e", "2", "5", "o", "wa", "we", "we", "3", "u", "w1", "we", "wi", "4",
    "0", "0i", "i",
];

const LAST: [&str; 28] = [
    "", "g", "g", "g", "n", "n", "n", "d", "l", "g", "m", "l", "l", "l", "b", "l", "m", "b", "b",
    "d", "d", "x", "d", "d", "g", "d", "b", "d",
];

/// A syllable block begins here in Unicode, and the blocks are in the order of their letters.
const BLOCKS: u32 = 0xAC00;
const BLOCKS_END: u32 = 0xD7A3;

/// The sounds of a word.
pub(super) fn sounds(written: &str) -> Vec<u8> {
    let mut sounds = Vec::with_capacity(written.len());
    for c in written.chars() {
        let code = c as u32;
        if (BLOCKS..=BLOCKS_END).contains(&code) {
            let place = (code - BLOCKS) as usize;
            sounds.extend(FIRST[place / 588].bytes());
            sounds.extend(MIDDLE[place % 588 / 28].bytes());
            sounds.extend(LAST[place % 28].bytes());
        } else if c.is_ascii_alphanumeric() {
            sounds.push(c.to_ascii_lowercase() as u8);
        }
    }
    sounds
}
