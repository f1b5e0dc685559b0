//! French spelling to sounds.
//!
//! Vowels: `a i o`, `e` (é, è, ai), `u` (ou), `y` (u), `0` (eu and the e that comes and goes), `@`
//! (an, en), `1` (in, un), `2` (on). Half vowels `j w`. Consonants as they are written, with `S`
//! (ch), `Z` (j), `N` (gn).

use std::{collections::HashMap, sync::LazyLock};

use super::Costs;

pub(super) const COSTS: Costs = Costs {
    alike: &[
        b"pb", b"td", b"kg", b"fv", b"sz", b"SZ", b"mn", b"nN", b"yi", b"yu", b"ou", b"@2", b"1@",
        b"e0", b"ji", b"wu",
    ],
    kin: &[b"ptk", b"bdg", b"sS", b"zZ", b"mb", b"lr", b"ln", b"ei", b"y0", b"o0", b"ea", b"fs"],
    weak: b"0",
};

/// Words that are not said as they are written.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("sept", "set"),
    ("set", "set"),
    ("six", "sis"),
    ("dix", "dis"),
    ("huit", "yit"),
    ("femme", "fam"),
    ("femmes", "fam"),
    ("monsieur", "m0sj0"),
    ("chœur", "k0r"),
    ("choeur", "k0r"),
    ("chœurs", "k0r"),
    ("chrysanthème", "krizantem"),
    ("orchestre", "orkestr"),
    ("écho", "eko"),
    ("fils", "fis"),
    ("ours", "urs"),
    ("os", "os"),
    ("bus", "bys"),
    ("vis", "vis"),
    ("tournevis", "turn0vis"),
    ("mars", "mars"),
    ("maïs", "mais"),
    ("cactus", "kaktys"),
    ("virus", "virys"),
    ("hibiscus", "ibiskys"),
    ("crocus", "krokys"),
    ("lotus", "lotys"),
    ("as", "as"),
    ("gars", "ga"),
    ("août", "ut"),
    ("oignon", "oN2"),
    ("oignons", "oN2"),
    ("automne", "oton"),
    ("compte", "k2t"),
    ("comptes", "k2t"),
    ("comte", "k2t"),
    ("dompteur", "d2t0r"),
    ("baptême", "batem"),
    ("sculpture", "skyltyr"),
    ("sculpteur", "skylt0r"),
    ("doigt", "dwa"),
    ("doigts", "dwa"),
    ("poids", "pwa"),
    ("corps", "kor"),
    ("temps", "t@"),
    ("printemps", "pr1t@"),
    ("œuf", "0f"),
    ("œufs", "0f"),
    ("bœufs", "b0f"),
    ("yeux", "j0"),
    ("gentil", "Z@ti"),
    ("fusil", "fyzi"),
    ("outil", "uti"),
    ("sourcil", "sursi"),
    ("persil", "persi"),
    ("ville", "vil"),
    ("villes", "vil"),
    ("mille", "mil"),
    ("tranquille", "tr@kil"),
    ("hiver", "iver"),
    ("enfer", "@fer"),
    ("amer", "amer"),
    ("cancer", "k@ser"),
    ("hamster", "amster"),
    ("hier", "jer"),
    ("fier", "fjer"),
    ("tabac", "taba"),
    ("estomac", "estoma"),
    ("porc", "por"),
    ("blanc", "bl@"),
    ("banc", "b@"),
    ("franc", "fr@"),
    ("plomb", "pl2"),
    ("nid", "ni"),
    ("net", "net"),
    ("est", "est"),
    ("ouest", "west"),
    ("zinc", "z1g"),
    ("second", "s0g2"),
    ("pays", "pei"),
    ("paysan", "peiz@"),
    ("reims", "r1s"),
    ("jean", "Z@"),
    ("metz", "mes"),
    ("paris", "pari"),
];

/// The sounds of a word in lower case.
pub(super) fn sounds(written: &str) -> Vec<u8> {
    static KNOWN: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| EXCEPTIONS.iter().copied().collect());
    if let Some(sounds) = KNOWN.get(written) {
        return sounds.as_bytes().to_vec();
    }
    let letters: Vec<char> = written.chars().filter(|c| c.is_alphanumeric()).collect();
    let (stem, last_e) = spoken_part(&letters);
    Reader { letters: stem, last_e, at: 0, sounds: Vec::with_capacity(stem.len()) }.read()
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'à'
            | 'â'
            | 'ä'
            | 'e'
            | 'é'
            | 'è'
            | 'ê'
            | 'ë'
            | 'i'
            | 'î'
            | 'ï'
            | 'o'
            | 'ô'
            | 'ö'
            | 'œ'
            | 'u'
            | 'ù'
            | 'û'
            | 'ü'
            | 'y'
            | 'æ'
    )
}

/// How an e without accent at the end is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastE {
    /// Not at all: “table”.
    Mute,
    /// As in “le”.
    Weak,
    /// As é: “poulet”.
    Open,
}

/// The letters without the mute consonants at the end, and how a last e is said.
fn spoken_part(letters: &[char]) -> (&[char], LastE) {
    let mut rest = letters;
    if rest.len() > 2 && matches!(rest.last(), Some('s' | 'x')) {
        rest = &rest[..rest.len() - 1];
    }
    if rest.last() == Some(&'e') {
        let vowels = rest.iter().filter(|c| is_vowel(**c)).count();
        return (rest, if vowels > 1 { LastE::Mute } else { LastE::Weak });
    }
    while let [first @ .., before, last] = rest
        && !first.is_empty()
    {
        let mute = match last {
            'd' | 't' | 's' | 'x' | 'z' | 'p' => *before != 'c',
            // “ch” and “ph” at the end are said.
            'h' => !matches!(before, 'c' | 'p'),
            'g' => *before == 'n',
            'b' => *before == 'm',
            _ => false,
        };
        if !mute {
            break;
        }
        rest = &rest[..rest.len() - 1];
    }
    (rest, LastE::Open)
}

struct Reader<'a> {
    letters: &'a [char],
    last_e: LastE,
    at: usize,
    sounds: Vec<u8>,
}

impl Reader<'_> {
    fn read(mut self) -> Vec<u8> {
        while self.at < self.letters.len() {
            let before = self.at;
            match self.letters[self.at] {
                c if is_vowel(c) => self.vowel(),
                c if c.is_ascii_digit() => self.say(c as u8, 1),
                _ => self.consonant(),
            }
            debug_assert!(self.at > before, "no progress");
        }
        self.sounds
    }

    fn peek(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or(' ')
    }

    fn previous(&self) -> char {
        self.at.checked_sub(1).and_then(|at| self.letters.get(at)).copied().unwrap_or(' ')
    }

    fn starts(&self, with: &str) -> bool {
        with.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == c)
    }

    /// Says a sound, once where it is written twice, and goes on.
    fn say(&mut self, sound: u8, letters: usize) {
        let consonant = !b"aeiouy0@12jw".contains(&sound);
        if !(consonant && self.sounds.last() == Some(&sound)) {
            self.sounds.push(sound);
        }
        self.at += letters;
    }

    /// Whether n or m at this distance colours the vowel before it.
    fn nasal(&self, ahead: usize) -> bool {
        let after = self.peek(ahead + 1);
        matches!(self.peek(ahead), 'n' | 'm')
            && !is_vowel(after)
            && !matches!(after, 'n' | 'm' | 'h')
    }

    fn vowel(&mut self) {
        const TEAMS: [(&str, u8); 17] = [
            ("eau", b'o'),
            ("œu", b'0'),
            ("oeu", b'0'),
            ("au", b'o'),
            ("aî", b'e'),
            ("ai", b'e'),
            ("eî", b'e'),
            ("ei", b'e'),
            ("ay", b'e'),
            ("ey", b'e'),
            ("eu", b'0'),
            ("eû", b'0'),
            ("ou", b'u'),
            ("où", b'u'),
            ("oû", b'u'),
            ("œ", b'0'),
            ("æ", b'e'),
        ];
        const NASAL_TEAMS: [(&str, u8); 2] = [("ai", b'1'), ("ei", b'1')];
        for (team, sound) in NASAL_TEAMS {
            if self.starts(team) && self.nasal(2) {
                return self.say(sound, 3);
            }
        }
        if self.starts("oin") && self.nasal(2) {
            self.sounds.push(b'w');
            return self.say(b'1', 3);
        }
        if self.starts("oi") || self.starts("oî") || self.starts("oy") {
            self.sounds.extend(b"wa");
            self.at += if self.starts("oy") && is_vowel(self.peek(2)) { 1 } else { 2 };
            return;
        }
        for ill in ["ill", "il"] {
            let after_vowel = matches!(self.previous(), 'a' | 'e' | 'u' | 'œ');
            let ends = ill == "ill" || self.at + 2 == self.letters.len();
            if self.starts(ill) && after_vowel && ends {
                return self.say(b'j', ill.len());
            }
        }
        if self.starts("ill") && self.at > 0 {
            self.sounds.push(b'i');
            return self.say(b'j', 3);
        }
        if let Some((team, sound)) = TEAMS.iter().find(|(team, _)| self.starts(team)) {
            return self.say(*sound, team.chars().count());
        }
        self.single_vowel();
    }

    fn single_vowel(&mut self) {
        let c = self.letters[self.at];
        let next = self.peek(1);
        if matches!(c, 'i' | 'y') && self.starts("ien") && self.nasal(2) {
            self.sounds.push(b'j');
            return self.say(b'1', 3);
        }
        if self.nasal(1) {
            let sound = match c {
                'a' | 'â' | 'e' => b'@',
                'i' | 'î' | 'y' | 'u' | 'é' | 'ï' => b'1',
                'o' | 'ô' => b'2',
                _ => b' ',
            };
            // “é” before n keeps its sound at the beginning of a syllable (“européen”).
            if sound != b' ' {
                let lone = c == 'é';
                if lone {
                    self.sounds.push(b'e');
                }
                return self.say(sound, 2);
            }
        }
        match c {
            'e' => self.mute_e(),
            'é' | 'è' | 'ê' | 'ë' => self.say(b'e', 1),
            'a' | 'à' | 'â' | 'ä' => self.say(b'a', 1),
            'o' | 'ô' | 'ö' => self.say(b'o', 1),
            // “écurie” ends in i, “écureuil” does not.
            'i' | 'y' if is_vowel(next) && !self.mute_next() => self.say(b'j', 1),
            'y' if is_vowel(self.previous()) => self.say(b'j', 1),
            'i' | 'î' | 'ï' | 'y' => self.say(b'i', 1),
            _ => self.say(b'y', 1),
        }
    }

    /// Whether the next letter is a last e that is not said.
    fn mute_next(&self) -> bool {
        self.last_e == LastE::Mute && self.at + 2 == self.letters.len()
    }

    fn mute_e(&mut self) {
        let last = self.at + 1 == self.letters.len();
        let next = self.peek(1);
        let after = self.peek(2);
        if last {
            match self.last_e {
                LastE::Mute => self.at += 1,
                LastE::Weak => self.say(b'0', 1),
                LastE::Open => self.say(b'e', 1),
            }
        } else if self.at + 2 == self.letters.len() && matches!(next, 'r' | 'z') {
            // “boulanger”, “nez”; short words in -er are said in full (“mer”).
            let full = next == 'r' && self.letters.len() < 5 && self.previous() != 'i';
            self.say(b'e', if full { 1 } else { 2 });
        } else if is_vowel(next) {
            self.say(b'0', 1);
        } else if is_vowel(after) || matches!((next, after), ('g' | 'c' | 't' | 'p', 'h' | 'n')) {
            // An open syllable: “renard”, “cerise”.
            self.say(b'0', 1);
        } else {
            self.say(b'e', 1);
        }
    }

    fn consonant(&mut self) {
        let c = self.letters[self.at];
        let next = self.peek(1);
        let soft = |c: char| matches!(c, 'e' | 'é' | 'è' | 'ê' | 'ë' | 'i' | 'î' | 'ï' | 'y');
        match c {
            'c' if next == 'h' => {
                let hard = matches!(self.peek(2), 'r' | 'l' | 'n');
                self.say(if hard { b'k' } else { b'S' }, 2);
            }
            'c' if next == 'c' && soft(self.peek(2)) => {
                self.say(b'k', 1);
                self.say(b's', 1);
            }
            'c' if soft(next) => self.say(b's', 1),
            'c' if next == 'q' => self.at += 1,
            'c' | 'k' => self.say(b'k', 1),
            'ç' => self.say(b's', 1),
            'q' => self.say(b'k', if next == 'u' { 2 } else { 1 }),
            'g' if next == 'n' => {
                let i = self.peek(2) == 'i' && is_vowel(self.peek(3));
                self.say(b'N', if i { 3 } else { 2 });
            }
            'n' if next == 'i' && is_vowel(self.peek(2)) && self.peek(2) != 'e' => {
                self.say(b'N', 2);
            }
            'g' if next == 'u' && is_vowel(self.peek(2)) => self.say(b'g', 2),
            'g' if next == 'e' && matches!(self.peek(2), 'a' | 'o' | 'u' | 'â' | 'ô') => {
                self.say(b'Z', 2);
            }
            'g' if soft(next) => self.say(b'Z', 1),
            'j' => self.say(b'Z', 1),
            'p' if next == 'h' => self.say(b'f', 2),
            's' if next == 'c' && soft(self.peek(2)) => self.say(b's', 2),
            's' if next == 'c' && self.peek(2) == 'h' => self.say(b'S', 3),
            's' if next == 'h' => self.say(b'S', 2),
            's' if is_vowel(self.previous()) && is_vowel(next) => self.say(b'z', 1),
            't' if self.starts("tion") => {
                self.sounds.extend(b"sj2");
                self.at += 4;
            }
            't' if next == 'h' => self.say(b't', 2),
            'w' => self.say(b'v', 1),
            'x' => {
                self.sounds.push(b'k');
                self.say(b's', 1);
            }
            'h' => self.at += 1,
            'b' | 'd' | 'f' | 'g' | 'l' | 'm' | 'n' | 'p' | 'r' | 's' | 't' | 'v' | 'z' => {
                self.say(c as u8, 1);
            }
            _ => self.at += 1,
        }
    }
}
