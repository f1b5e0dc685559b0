//! English spelling to sounds, by a table of homophones and the few rules that hold.
//!
//! Vowels: `a e i o u` short, `A` (day), `I` (see), `Y` (my), `O` (boat), `U` (moon), `W` (cow),
//! `0` (saw). Consonants as they are written, with `C` (ch), `S` (sh), `J` (j), `T` (th).

use std::{collections::HashMap, sync::LazyLock};

use super::Costs;

pub(super) const COSTS: Costs = Costs {
    alike: &[
        b"pb", b"td", b"kg", b"fv", b"sz", b"SC", b"CJ", b"mn", b"fT", b"ae", b"ei", b"iI", b"eA",
        b"uU", b"o0", b"oO", b"au", b"Ai",
    ],
    kin: &[b"ptk", b"bdg", b"sS", b"mb", b"lr", b"vw", b"sT", b"tT", b"aeiou", b"AIe", b"OU0"],
    weak: b"hei",
};

/// Words that sound the same, as most people say them.
const HOMOPHONES: &[&[&str]] = &[
    &["two", "to", "too"],
    &["four", "for", "fore"],
    &["eight", "ate"],
    &["one", "won"],
    &["six", "sicks"],
    &["nine", "nein"],
    &["ant", "aunt"],
    &["bear", "bare"],
    &["bee", "be"],
    &["beech", "beach"],
    &["beet", "beat"],
    &["bell", "belle"],
    &["berry", "bury"],
    &["blue", "blew"],
    &["boar", "bore"],
    &["board", "bored"],
    &["bow", "bough"],
    &["bread", "bred"],
    &["brake", "break"],
    &["buy", "by", "bye"],
    &["carrot", "carat"],
    &["cereal", "serial"],
    &["cellar", "seller"],
    &["cheque", "check"],
    &["coarse", "course"],
    &["colour", "color"],
    &["coward", "cowered"],
    &["crews", "cruise"],
    &["currant", "current"],
    &["daisy", "dazy"],
    &["deer", "dear"],
    &["dew", "due"],
    &["doe", "dough"],
    &["ewe", "you", "yew"],
    &["eye", "i", "aye"],
    &["fair", "fare"],
    &["feat", "feet"],
    &["fir", "fur"],
    &["flea", "flee"],
    &["flour", "flower"],
    &["flu", "flew"],
    &["fowl", "foul"],
    &["gnu", "new", "knew"],
    &["grey", "gray"],
    &["hair", "hare"],
    &["hall", "haul"],
    &["heart", "hart"],
    &["heel", "heal"],
    &["herd", "heard"],
    &["hole", "whole"],
    &["horse", "hoarse"],
    &["hour", "our"],
    &["key", "quay"],
    &["knight", "night"],
    &["knot", "not"],
    &["lamb", "lam"],
    &["lead", "led"],
    &["leek", "leak"],
    &["liar", "lyre"],
    &["lynx", "links"],
    &["mail", "male"],
    &["main", "mane"],
    &["maize", "maze"],
    &["mare", "mayor"],
    &["meat", "meet"],
    &["moose", "mousse"],
    &["muscle", "mussel"],
    &["none", "nun"],
    &["nose", "knows"],
    &["oar", "or", "ore"],
    &["pail", "pale"],
    &["pane", "pain"],
    &["paw", "pour", "pore", "poor"],
    &["peace", "piece"],
    &["pea", "pee"],
    &["peak", "peek"],
    &["pear", "pair", "pare"],
    &["plaice", "place"],
    &["plane", "plain"],
    &["plum", "plumb"],
    &["pool", "pull"],
    &["prince", "prints"],
    &["queue", "cue"],
    &["rain", "reign", "rein"],
    &["red", "read"],
    &["ring", "wring"],
    &["road", "rode", "rowed"],
    &["role", "roll"],
    &["root", "route"],
    &["rose", "rows"],
    &["rye", "wry"],
    &["sail", "sale"],
    &["sauce", "source"],
    &["scent", "cent", "sent"],
    &["sea", "see"],
    &["seam", "seem"],
    &["shoe", "shoo"],
    &["sole", "soul", "seoul"],
    &["son", "sun"],
    &["stair", "stare"],
    &["stake", "steak"],
    &["steel", "steal"],
    &["swede", "suede"],
    &["sweet", "suite"],
    &["tail", "tale"],
    &["tea", "tee"],
    &["tern", "turn"],
    &["theatre", "theater"],
    &["throne", "thrown"],
    &["thyme", "time"],
    &["tide", "tied"],
    &["toad", "towed"],
    &["toe", "tow"],
    &["vein", "vane", "vain"],
    &["waist", "waste"],
    &["wait", "weight"],
    &["week", "weak"],
    &["whale", "wail", "wales"],
    &["wheel", "weal"],
    &["whine", "wine"],
    &["which", "witch"],
    &["wood", "would"],
    &["write", "right", "rite"],
    &["yolk", "yoke"],
];

/// The sounds of a word in lower case.
pub(super) fn sounds(written: &str) -> Vec<u8> {
    /// The first of its group for each word that sounds like another.
    static FIRST: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        // The first group of a word wins.
        let groups = HOMOPHONES.iter().rev().filter_map(|group| Some((group.first()?, group)));
        groups.flat_map(|(first, group)| group.iter().map(|word| (*word, *first))).collect()
    });
    let first = FIRST.get(written).copied().unwrap_or(written);
    let letters: Vec<u8> =
        super::super::words::folded(first).bytes().filter(u8::is_ascii_alphanumeric).collect();
    read(&letters)
}

/// Spellings of more than one letter, longer ones first, with their sounds.
const TEAMS: &[(&str, &str)] = &[
    ("tion", "Son"),
    ("sion", "Son"),
    ("ought", "0t"),
    ("aught", "0t"),
    ("eigh", "A"),
    ("igh", "Y"),
    ("tch", "C"),
    ("dge", "J"),
    ("eau", "O"),
    ("our", "or"),
    ("ph", "f"),
    ("gh", ""),
    ("ck", "k"),
    ("ch", "C"),
    ("sh", "S"),
    ("th", "T"),
    ("wh", "w"),
    ("qu", "kw"),
    ("ee", "I"),
    ("ea", "I"),
    ("ie", "I"),
    ("ey", "I"),
    ("ei", "A"),
    ("ai", "A"),
    ("ay", "A"),
    ("oo", "U"),
    ("ou", "W"),
    ("ow", "W"),
    ("oa", "O"),
    ("oe", "O"),
    ("ew", "U"),
    ("ue", "U"),
    ("ui", "U"),
    ("au", "0"),
    ("aw", "0"),
    ("oi", "oi"),
    ("oy", "oi"),
    ("ce", "s"),
    ("ci", "si"),
    ("cy", "si"),
];

/// Silent letters at the beginning.
const BEGINNINGS: [(&str, &str); 5] =
    [("kn", "n"), ("gn", "n"), ("wr", "r"), ("ps", "s"), ("wh", "w")];

fn read(letters: &[u8]) -> Vec<u8> {
    let mut sounds: Vec<u8> = Vec::with_capacity(letters.len());
    let mut at = 0;
    if let Some((_, sound)) =
        BEGINNINGS.iter().find(|(written, _)| letters.starts_with(written.as_bytes()))
    {
        sounds.extend(sound.bytes());
        at = 2;
    }
    let is_vowel = |letter: u8| b"aeiouy".contains(&letter);
    while at < letters.len() {
        let rest = &letters[at..];
        let last = rest.len() == 1;
        if let Some((written, sound)) =
            TEAMS.iter().find(|(written, _)| rest.starts_with(written.as_bytes()))
        {
            // The e of “ce” is said when more follows than one letter.
            let soft = matches!(*written, "ce") && rest.len() > 2;
            say(&mut sounds, sound);
            at += written.len() - usize::from(soft);
            continue;
        }
        match rest[0] {
            // Silent at the end, and then the vowel before it is long.
            b'e' if last && at > 1 && !is_vowel(letters[at - 1]) => lengthen(&mut sounds),
            b'b' if last && at > 0 && letters[at - 1] == b'm' => {}
            b'g' if rest == b"ge" => say(&mut sounds, "J"),
            b'c' | b'q' => say(&mut sounds, "k"),
            b'x' => say(&mut sounds, "ks"),
            b'y' if at == 0 => say(&mut sounds, "y"),
            b'y' => say(&mut sounds, "I"),
            b'j' => say(&mut sounds, "J"),
            letter => say(&mut sounds, std::str::from_utf8(&[letter]).unwrap_or_default()),
        }
        at += 1;
    }
    sounds
}

/// “hat” and “hate”: the vowel before the last consonant.
fn lengthen(sounds: &mut [u8]) {
    let Some(place) = sounds.len().checked_sub(2) else { return };
    let long = match sounds[place] {
        b'a' => b'A',
        b'i' => b'Y',
        b'o' => b'O',
        b'u' => b'U',
        other => other,
    };
    sounds[place] = long;
}

/// Consonants are said once where they are written twice.
fn say(sounds: &mut Vec<u8>, sound: &str) {
    for byte in sound.bytes() {
        let vowel = b"aeiouAIYOUW0".contains(&byte);
        if vowel || sounds.last() != Some(&byte) {
            sounds.push(byte);
        }
    }
}
